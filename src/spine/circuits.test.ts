import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Asid, parseAsid } from '../nhs/asid.ts'
import { type CircuitEvent, createCircuits, type Verdict } from './circuits.ts'

const [PROVIDER, OTHER] = [asid('200000000985'), asid('200000000986')]

function asid(text: string): Asid {
  const parsed = parseAsid(text)
  assert.ok(parsed)
  return parsed
}

function givenCircuits() {
  let time = Date.parse('2026-03-02T08:00:00Z')
  const events: CircuitEvent[] = []
  const circuits = createCircuits({
    now: () => new Date(time),
    failures: 3,
    withinMs: 60_000,
    openForMs: 15_000,
    onChange: (event) => events.push(event),
  })
  const ask = (verdict: Verdict, of: { asid?: Asid; kind?: 'read' | 'write' } = {}): 'sent' | 'closed-off' => {
    const pass = circuits.enter(of.asid ?? PROVIDER, of.kind ?? 'read')
    if (pass === 'closed-off') return pass
    pass.leave(verdict)
    return 'sent'
  }
  const pass = (milliseconds: number) => {
    time += milliseconds
  }
  return { circuits, events, ask, pass }
}

describe('A provider that is not reached', () => {
  test('CON-11 what was sent before it was left alone, and runs out of time once it is back, does not count', () => {
    // Given three requests under way while others fail, and a provider that is back after a while
    const { circuits, ask, pass } = givenCircuits()
    const underWay = [1, 2, 3].map(() => circuits.enter(PROVIDER, 'read'))
    for (let time = 0; time < 3; time += 1) ask('failed')
    pass(15_000)
    ask('reached')
    // When
    for (const request of underWay) if (request !== 'closed-off') request.leave('failed')
    // Then
    assert.equal(circuits.stateOf(PROVIDER), 'closed')
  })

  test('CON-11 is left alone after three failures running, and no other provider with it', () => {
    const { ask, events } = givenCircuits()
    assert.deepEqual([ask('failed'), ask('failed'), ask('failed'), ask('failed')], ['sent', 'sent', 'sent', 'closed-off'])
    assert.equal(ask('reached', { asid: OTHER }), 'sent')
    assert.deepEqual(events, [{ asid: PROVIDER, state: 'open', at: new Date('2026-03-02T08:00:00Z') }])
  })

  test('failures with an answer between them, or too long ago, or that the user caused do not count together', () => {
    const { ask, pass, circuits } = givenCircuits()
    for (const verdict of ['failed', 'failed', 'reached', 'failed', 'failed', 'unknown'] as const) ask(verdict)
    pass(60_001)
    ask('failed')
    ask('failed')
    assert.equal(circuits.stateOf(PROVIDER), 'closed')
    ask('failed')
    assert.equal(circuits.stateOf(PROVIDER), 'open')
  })

  test('is tried again by one read at a time, and never by a write', () => {
    // Given
    const { ask, pass, circuits, events } = givenCircuits()
    for (let time = 0; time < 3; time += 1) ask('failed')
    pass(15_000)
    // When
    assert.equal(ask('reached', { kind: 'write' }), 'closed-off')
    const probe = circuits.enter(PROVIDER, 'read')
    assert.ok(probe !== 'closed-off')
    assert.equal(ask('reached'), 'closed-off')
    probe.leave('failed')
    // Then it is left alone for as long again, until a probe gets through
    assert.equal(ask('reached'), 'closed-off')
    pass(15_000)
    assert.deepEqual([ask('unknown'), ask('reached'), ask('reached', { kind: 'write' })], ['sent', 'sent', 'sent'])
    assert.deepEqual(
      events.map(({ state }) => state),
      ['open', 'half-open', 'open', 'half-open', 'closed'],
    )
  })

  test('an answer to what was sent before the circuit opened changes nothing', () => {
    const { ask, circuits } = givenCircuits()
    const early = circuits.enter(PROVIDER, 'read')
    assert.ok(early !== 'closed-off')
    for (let time = 0; time < 3; time += 1) ask('failed')
    early.leave('reached')
    assert.equal(circuits.stateOf(PROVIDER), 'open')
  })
})
