import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { runCrash, textOfCrashed } from './run-crash.ts'

/** `npm run crash` strikes several hundred. */
describe('A consumer is killed, or its connection cut, at some step of its work', () => {
  test('CON-10 CON-11 APT-11 whoever comes after is told the truth, and nothing is booked, registered or cancelled twice or lost', async (t) => {
    const crashed = await runCrash(t, { seed: 20_260_302, cases: 40 })
    assert.deepEqual(crashed.filter(({ untrue }) => untrue.length > 0).map(textOfCrashed), [])
    assert.equal(crashed.length, 40)
  })
})
