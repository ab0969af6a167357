import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { describe, test } from 'node:test'
import { runCrash, textOfCrashed } from './run-crash.ts'

const cases = Number(process.env.CRASH_CASES ?? 500)
const seed = Number(process.env.CRASH_SEED ?? randomInt(1_000_000))

/** `npm run crash`: too long for the tests. CRASH_CASES=N strikes as many, CRASH_SEED=N the same again. */
describe(`${cases} crashes of a consumer, CRASH_SEED=${seed}`, () => {
  test('CON-10 CON-11 APT-11 whoever comes after is told the truth, and nothing is booked, registered or cancelled twice or lost', async (t) => {
    const crashed = await runCrash(t, { seed, cases, say: (what) => process.stderr.write(`crash: ${what}\n`) })
    const told = Map.groupBy(crashed, ({ crash: { work }, said }) => `${work}: ${said}`)
    process.stdout.write(
      [...told]
        .map(([what, { length }]) => `${String(length).padStart(4)}  ${what}\n`)
        .sort()
        .reverse()
        .join(''),
    )
    assert.deepEqual(crashed.filter(({ untrue }) => untrue.length > 0).map(textOfCrashed), [])
    assert.equal(crashed.length, cases)
  })
})
