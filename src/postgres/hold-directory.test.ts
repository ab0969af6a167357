import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { holdDirectory } from './hold-directory.ts'

const module = new URL('./hold-directory.ts', import.meta.url).href

async function givenDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'gp-hold-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** A process that says whether it got the directory, and keeps it until it is killed. */
function startHolder(t: TestContext, directory: string): { child: ChildProcess; answer: Promise<string>; complaints: () => string } {
  const script = `import { holdDirectory } from ${JSON.stringify(module)}
    globalThis.hold = holdDirectory(process.argv[1])
    console.log(globalThis.hold ? 'held' : 'refused')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, directory], { stdio: ['ignore', 'pipe', 'pipe'] })
  t.after(() => child.kill('SIGKILL'))

  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const answer = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()))
    child.once('exit', () => reject(new Error(complaints)))
  })
  return { child, answer, complaints: () => complaints }
}

describe('Holding a directory', () => {
  test('one of several that start at the same time gets it', async (t) => {
    // Given
    const directory = await givenDirectory(t)

    // When
    const holders = Array.from({ length: 4 }, () => startHolder(t, directory))
    const answers = await Promise.all(holders.map(({ answer }) => answer))

    // Then
    assert.deepEqual(answers.sort(), ['held', 'refused', 'refused', 'refused'])
  })

  test('a second of the same process is refused, until the first lets go', async (t) => {
    // Given
    const directory = join(await givenDirectory(t), 'made', 'when needed')
    const first = holdDirectory(directory)

    // When
    const second = holdDirectory(directory)
    first?.release()
    const third = holdDirectory(directory)
    third?.release()

    // Then
    assert.deepEqual([first, second, third].map(Boolean), [true, false, true])
  })

  test('a process that is killed lets go', async (t) => {
    // Given
    const directory = await givenDirectory(t)
    const { child, answer } = startHolder(t, directory)
    assert.equal(await answer, 'held')
    assert.equal(holdDirectory(directory), undefined)

    // When
    child.kill('SIGKILL')
    await once(child, 'exit')

    // Then
    const hold = holdDirectory(directory)
    assert.ok(hold)
    hold.release()
  })

  test('nothing is said on stderr about how it is done', async (t) => {
    // Given
    const { child, answer, complaints } = startHolder(t, await givenDirectory(t))

    // When
    await answer
    child.kill('SIGTERM')
    await once(child, 'close')

    // Then
    assert.equal(complaints(), '')
  })
})
