import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { findFreeSlotsAcross, openSession, parseNhsNumber } from '../../src/consumer/index.ts'
import type { FaultRule } from '../../src/simulator/faults/fault-script.ts'
import { givenPatient } from '../given/practice.ts'
import { givenWorld } from '../given/world.ts'

const KNOWN = '9990000018'
const WEEK = { from: '2026-03-02', to: '2026-03-08' }

/** A booking that meets this on its way. */
async function bookThrough(t: TestContext, what: FaultRule['what']) {
  const world = await givenWorld(t, {
    people: [{ nhsNumber: KNOWN, names: [{ use: 'usual', family: 'Example', given: ['Pat'] }], gender: 'female', birthDate: '1980-04-05' }],
    practices: [{ slots: ['2026-03-02T09:00'], file: { patients: [givenPatient(KNOWN)] } }],
    tls: {},
  })
  const [practice, nhsNumber] = [world.practices[0], parseNhsNumber(KNOWN)]
  assert.ok(practice && nhsNumber)
  world.faults.replace({
    kind: 'faults',
    seed: 1,
    rules: [{ where: { practice: practice.odsCode, interaction: 'bookAppointment' }, what }],
  })

  const opened = await openSession(world.deps, { ...world.asker, nhsNumber, practice: practice.odsCode })
  assert.ok(opened.kind === 'open')
  const found = await opened.session.findFreeSlots(WEEK)
  assert.ok(found.kind === 'offers' && found.offers[0])
  const outcome = await opened.session.book(found.offers[0], { description: 'Cough' })
  const rows = await world.db.query('select id from appointment where ods_code = $1', [practice.odsCode])
  const sent = world.sspAudit.filter(({ method }) => method === 'POST').length
  return { outcome, booked: rows.length, sent }
}

describe('The answer to a booking is lost', () => {
  test('CON-11 after the practice has booked: the outcome is uncertain, and the booking is not sent again', async (t) => {
    const { outcome, booked, sent } = await bookThrough(t, { kind: 'reset-after' })
    assert.deepEqual([outcome.kind, booked, sent], ['uncertain', 1, 1])
  })

  test('CON-11 before it has reached the practice: nobody can tell, and nothing is claimed', async (t) => {
    const { outcome, booked, sent } = await bookThrough(t, { kind: 'reset-before' })
    assert.deepEqual([outcome.kind, booked, sent], ['uncertain', 0, 1])
  })

  test('CON-11 an answer of which half arrives is no failure to book', async (t) => {
    const { outcome, booked, sent } = await bookThrough(t, { kind: 'truncated-body' })
    assert.deepEqual([booked, sent], [1, 1])
    assert.ok(outcome.kind === 'uncertain' || outcome.kind === 'booked', outcome.kind)
  })

  test('CON-11 too many requests: not booked, and said so', async (t) => {
    const { outcome, booked, sent } = await bookThrough(t, { kind: 'status', status: 429 })
    assert.deepEqual([outcome.kind, booked, sent], ['unavailable', 0, 1])
  })
})

describe('A practice is silent', () => {
  test('CON-02 CON-11 the third search in a row that runs out of time is the last to wait for it', async (t) => {
    // Given two practices, one of which never answers
    const world = await givenWorld(t, { practices: [{ slots: ['2026-03-02T09:00'] }, { slots: ['2026-03-02T09:00'] }], tls: {} })
    const [silent] = world.practices
    assert.ok(silent)
    world.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { practice: silent.odsCode }, what: { kind: 'time-out' } }] })

    // When the federation is searched four times
    const said: string[] = []
    for (let search = 0; search < 4; search += 1) {
      for await (const { practice, outcome } of findFreeSlotsAcross(world.deps, world.asker, {
        ...WEEK,
        federation: world.practices,
        deadlineMs: 1_000,
      })) {
        if (practice === silent && outcome.kind !== 'offers') said.push(`${outcome.code}: ${outcome.advice}`)
        else assert.equal(outcome.kind, 'offers')
      }
    }

    // Then
    assert.deepEqual(said, [
      ...Array.from({ length: 3 }, () => 'given-up: There was no answer in the time allowed. Try this practice alone, or ring it.'),
      "not-tried: The practice's system has not answered lately and is left alone for a moment. Try again in a minute, or ring the practice.",
    ])
  })
})
