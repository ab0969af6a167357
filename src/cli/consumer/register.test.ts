import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusal } from '../../consumer/given/practice.ts'
import { gpa, oneOf } from './given/gpa.ts'

const LINE = ['register', '9000000009', 'b86013']

describe('gpa register', () => {
  test('CON-03 shows what the practice will be told, asks, and registers', async () => {
    const { exitCode, output, errors, posts } = await gpa(LINE, { ...oneOf({ patients: [] }), answers: ['y'] })
    assert.deepEqual([exitCode, posts.length], [0, 1])
    assert.match(errors, /Mrs Jane Smith, born 22 October 1980, 900 000 ••••\n[\s\S]*1 Boar Lane/)
    assert.match(output, /^Registered as temporary: Mrs Jane Smith.*, at The Surgery\.$/)
  })

  test('whom the practice knows is not registered again, and nothing is asked', async () => {
    const { exitCode, output, posts, asked } = await gpa(LINE, { answers: [] })
    assert.deepEqual([exitCode, posts.length, asked.length], [0, 0, 0])
    assert.match(output, /^Had a record already/)
  })

  test('a lost answer exits 4, a refusal 1, and JSON masks the number', async () => {
    const given = (answer: () => Response | Promise<Response>) =>
      oneOf({ patients: [], intercept: ({ method }) => (method === 'POST' ? answer() : undefined) })
    const lost = await gpa(
      [...LINE, '--yes'],
      given(() => Promise.reject(new TypeError('terminated'))),
    )
    assert.equal(lost.exitCode, 4)
    assert.match(lost.errors, /register again is safe|which is safe/i)
    assert.equal(
      (
        await gpa(
          [...LINE, '--yes'],
          given(() => refusal(400, 'INVALID_PATIENT_DEMOGRAPHICS')),
        )
      ).exitCode,
      1,
    )
    const { output } = await gpa([...LINE, '--yes', '--json'], oneOf({ patients: [] }))
    assert.deepEqual([JSON.parse(output).kind, output.includes('9000000009')], ['registered', false])
  })
})
