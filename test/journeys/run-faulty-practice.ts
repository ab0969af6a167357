import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { searchWithFaultyPractice } from './faulty-practice.ts'

/** `npm run faulty-practice`: too long for the tests. */
describe('Five hundred federated searches, of which one practice in ten spoils its part three times in ten', () => {
  test('CON-02 CON-11 the other nine are complete every time, no connection or memory is left over, and the circuit opens and closes', async (t) => {
    const outcome = await searchWithFaultyPractice(t, { searches: 500, rate: 0.3 })
    process.stdout.write(`${JSON.stringify(outcome, undefined, 2)}\n`)

    const { circuit, connections, played, heapGrowthBytes } = outcome
    assert.ok(
      Object.values(played).every((times) => times > 0),
      'every kind of fault was played',
    )
    assert.ok(circuit.includes('open'))
    assert.equal(circuit.at(-1), 'closed')
    assert.ok(connections.after <= connections.before)
    assert.ok(heapGrowthBytes < 32 * 1024 * 1024)
  })
})
