import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { searchWithFaultyPractice } from './faulty-practice.ts'

describe('One practice of a federation fails at random', () => {
  test('CON-02 CON-11 the other nine are complete every time, no connection is left over, and the circuit opens and closes', async (t) => {
    const { circuit, connections, played } = await searchWithFaultyPractice(t, { searches: 25, rate: 0.8 })
    assert.ok(Object.values(played).filter((times) => times > 0).length >= 6, JSON.stringify(played))
    assert.ok(circuit.includes('open'), circuit.join())
    assert.equal(circuit.at(-1), 'closed')
    assert.ok(connections.after <= connections.before, JSON.stringify(connections))
    assert.equal(connections.busy, 0)
  })
})
