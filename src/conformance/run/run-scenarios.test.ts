import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Scenario, scenariosOf } from '../scenario.ts'
import { decodeTargetValue, type Target } from '../target/decode-target.ts'
import { readAnswer } from '../wire/answer.ts'
import type { Draft } from '../wire/draft.ts'
import { NoAnswer, type Wire } from '../wire/send.ts'
import { runScenarios } from './run-scenarios.ts'

type Reply = { status: number; body?: object }

function givenTarget(): Target {
  const consumer = { asid: '200000000111', odsCode: 'RX8', name: 'NHS 111' }
  const decoded = decodeTargetValue({ serviceRoot: 'https://provider.example/A1/STU3/1/gpconnect', asid: '200000000222', consumer })
  if ('faults' in decoded) throw new Error(decoded.faults.join())
  return decoded.target
}

function givenWire(reply: (draft: Draft) => Reply): Wire & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    close: () => undefined,
    requestsSent: () => asked.length,
    send: async (draft, signal) => {
      signal.throwIfAborted()
      asked.push(`${draft.method} ${draft.path}`)
      const { status, body } = reply(draft)
      const rawHeaders = ['content-type', 'application/fhir+json;charset=utf-8', 'cache-control', 'no-store']
      const sent = { method: draft.method, url: draft.path, headers: [], body: '' }
      return readAnswer({ sent, status, rawHeaders, bytes: Buffer.from(body ? JSON.stringify(body) : ''), durationMs: 1 })
    },
  }
}

const booked = (status = 'booked') => ({ resourceType: 'Appointment', id: 'a1', meta: { versionId: '1' }, status })

const one = (run: Scenario['run'], rest: object = {}) =>
  scenariosOf('bookAppointment', 'test', [{ id: 'one', title: 'one', requirements: ['APT-01'], writes: true, run, ...rest }])

function runAll(wire: Wire, scenarios: readonly Scenario[], signal = new AbortController().signal) {
  const deps = { wire, target: givenTarget(), now: () => new Date('2026-03-02T08:00:00Z'), newId: () => 'x' }
  return runScenarios(deps, scenarios, { format: 'json', signal })
}

const book: Scenario['run'] = async (judge) => {
  const answer = await judge.send(judge.draft('bookAppointment', { body: booked() }))
  judge.expect(answer, { requirement: 'APT-01', rule: 'It is refused.', expected: 422, got: answer.status })
}

describe('A run', () => {
  test('cancels what was booked, though it should have been refused', async () => {
    const wire = givenWire(({ method }) => ({ status: method === 'POST' ? 201 : 200, body: booked() }))
    const run = await runAll(wire, one(book))
    assert.deepEqual(wire.asked, ['POST /Appointment', 'GET /Appointment/a1', 'PUT /Appointment/a1'])
    assert.deepEqual([run.results[0]?.status, run.leftBehind], ['failed', []])
  })

  test('cancels what was booked though it was stopped, and goes no further', async () => {
    const stop = new AbortController()
    const wire = givenWire(({ method }) => {
      if (method === 'POST') stop.abort(new Error('Stopped.'))
      return { status: method === 'POST' ? 201 : 200, body: booked() }
    })
    const run = await runAll(wire, [...one(book), ...one(book)], stop.signal)
    assert.deepEqual(wire.asked, ['POST /Appointment', 'GET /Appointment/a1', 'PUT /Appointment/a1'])
    assert.deepEqual([run.stopped, run.results.length], [true, 1])
  })

  test('cancels what a race booked, though one of its requests was not answered before the others were', async () => {
    // Given a practice that answers the second of two bookings after the first has broken off
    const wire = givenWire(({ method }) => ({ status: method === 'POST' ? 201 : 200, body: booked() }))
    let posts = 0
    const broken = {
      ...wire,
      send: async (draft: Draft, signal: AbortSignal) => {
        if (draft.method === 'POST') {
          posts += 1
          if (posts === 1) throw new NoAnswer('It broke off.', { method: 'POST', url: draft.path, headers: [], body: '' })
          await new Promise((resolve) => setImmediate(resolve))
        }
        return wire.send(draft, signal)
      },
    }

    // When
    const race: Scenario['run'] = async (judge) => {
      await Promise.all([1, 2].map(() => judge.send(judge.draft('bookAppointment', { body: booked() }))))
    }
    const run = await runAll(broken, one(race))

    // Then
    assert.deepEqual(wire.asked, ['POST /Appointment', 'GET /Appointment/a1', 'PUT /Appointment/a1'])
    assert.equal(run.leftBehind.length, 1)
  })

  test('names what it could not cancel', async () => {
    const wire = givenWire(({ method }) => ({ status: method === 'POST' ? 201 : 500, body: booked() }))
    assert.deepEqual((await runAll(wire, one(book))).leftBehind, ['Appointment/a1'])
  })

  test('names a booking of which nobody knows whether it was made', async () => {
    const wire = givenWire(() => ({ status: 200 }))
    const sent = { method: 'POST', url: '/Appointment', headers: [], body: '' }
    const send = async () => Promise.reject(new NoAnswer('No answer came within 15 seconds.', sent))
    const { results, leftBehind } = await runAll({ ...wire, send }, one(book))
    assert.deepEqual([results[0]?.status, results[0]?.findings[0]?.requirement], ['failed', 'ERR-05'])
    assert.deepEqual(leftBehind, ['perhaps an appointment: a booking was not answered (trace id x)'])
  })

  test('leaves what the scenario cancelled itself', async () => {
    const wire = givenWire(({ method }) => ({ status: method === 'POST' ? 201 : 200, body: booked('cancelled') }))
    await runAll(wire, one(book))
    assert.deepEqual(wire.asked, ['POST /Appointment', 'GET /Appointment/a1'])
  })

  test('what lacks its data is skipped with the reason, and sends nothing', async () => {
    const wire = givenWire(() => ({ status: 200 }))
    const { results } = await runAll(wire, one(book, { needs: ['patient'] }))
    assert.equal(results[0]?.status, 'skipped')
    assert.match(results[0]?.reason ?? '', /"patient"/)
    assert.deepEqual(wire.asked, [])
  })

  test('a scenario that looks at nothing does not pass', async () => {
    const { results } = await runAll(
      givenWire(() => ({ status: 200 })),
      one(async () => undefined),
    )
    assert.equal(results[0]?.status, 'broken')
  })

  test('a scenario that takes data which it does not declare does not pass', async () => {
    const scenarios = one(async (judge) => void judge.data('patient'))
    const { results } = await runAll(
      givenWire(() => ({ status: 200 })),
      scenarios,
    )
    assert.deepEqual([results[0]?.status, results[0]?.reason], ['broken', 'The scenario uses "patient" and does not declare it.'])
  })

  test('a scenario that is said to change nothing cannot', async () => {
    const wire = givenWire(() => ({ status: 200 }))
    const scenarios = scenariosOf('findPatient', 'test', [{ id: 'one', title: 'one', requirements: ['PAT-01'], run: book }])
    assert.equal(scenarios[0]?.readOnly, true)
    const { results } = await runAll(wire, scenarios)
    assert.deepEqual([results[0]?.status, wire.asked], ['broken', []])
  })

  test('what is used up is skipped, but not where something was found before', async () => {
    const skip: Scenario['run'] = async (judge) => judge.skip('All are registered.')
    const [skipped, failed] = [
      await runAll(
        givenWire(() => ({ status: 200 })),
        one(skip),
      ),
      await runAll(
        givenWire(() => ({ status: 200, body: { resourceType: 'Bundle', type: 'searchset', total: 1 } })),
        one(async (judge) => {
          await judge.send(judge.draft('findPatient'))
          return skip(judge)
        }),
      ),
    ]
    assert.deepEqual([skipped.results[0]?.status, skipped.results[0]?.reason], ['skipped', 'All are registered.'])
    assert.notEqual(failed.results[0]?.status, 'skipped')
  })
})
