import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { gpa } from './given/gpa.ts'

/** What bash offers for the last of these words. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const { output } = await gpa(['completion', 'bash'])
  const typed = ['gpa', ...words].map((word) => `'${word}'`).join(' ')
  const script = `${output}\nCOMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _gpa; printf '%s\\n' "\${COMPREPLY[@]}"`
  const answer = execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' })
  return answer.split('\n').filter((word) => word !== '')
}

describe('gpa completion', () => {
  test('bash completes commands, their options, and commands of commands', async () => {
    assert.deepEqual(await offered('re'), ['reschedule', 'register'])
    assert.deepEqual(await offered('slots', 'B86013', '--we'), ['--weekday'])
    assert.deepEqual(await offered('federations', 'im'), ['import'])
    assert.deepEqual(await offered('federations', 'import', 'hub.csv', '--re'), ['--replace'])
    assert.deepEqual(await offered('slots', 'B86013', 'x'), [])
  })

  test('there is a script for each shell, and for no other', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { output, exitCode } = await gpa(['completion', shell])
      assert.deepEqual([exitCode, output.includes('--show-nhs-number')], [0, true])
    }
    assert.equal((await gpa(['completion', 'csh'])).exitCode, 2)
  })
})
