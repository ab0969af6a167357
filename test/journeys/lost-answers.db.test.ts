import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import {
  type BookingInDoubt,
  findFreeSlotsAcross,
  openPractice,
  openSession,
  parseNhsNumber,
  readBookingInDoubt,
} from '../../src/consumer/index.ts'
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
  const kept: string[] = []
  const keep = async (inDoubt: BookingInDoubt) => void kept.push(JSON.stringify(inDoubt))
  const outcome = await opened.session.book(found.offers[0], { description: 'Cough', keep })
  const rows = await world.db.query('select id from appointment where ods_code = $1', [practice.odsCode])
  const sent = world.sspAudit.filter(({ method }) => method === 'POST').length

  /** As another process does it, so many seconds after the booking, with what was kept and nothing else. */
  const settleAfter = async (seconds: number) => {
    const inDoubt = readBookingInDoubt(JSON.parse(kept[0] ?? ''))
    assert.ok(inDoubt)
    const now = () => new Date(Date.parse('2026-03-02T08:00:00Z') + seconds * 1000)
    return openPractice({ ...world.deps, now }, { ...world.asker, practice: practice.odsCode }).settle(inDoubt)
  }
  return { outcome, booked: rows.length, sent, settleAfter }
}

describe('The answer to a booking is lost', () => {
  for (const what of ['reset-after', 'truncated-body'] as const) {
    test(`CON-11 after the practice has booked (${what}): it is read back and told as booked, here and by another process`, async (t) => {
      const { outcome, booked, sent, settleAfter } = await bookThrough(t, { kind: what })
      assert.deepEqual([outcome.kind, booked, sent], ['booked', 1, 1])
      assert.ok(outcome.kind === 'booked')
      const settled = await settleAfter(1)
      assert.ok(settled.kind === 'booked')
      assert.deepEqual([settled.appointment.id, settled.appointment.slotIds], [outcome.appointment.id, outcome.appointment.slotIds])
    })
  }

  test('CON-11 before it has reached the practice: nothing is claimed until the request can no longer be under way', async (t) => {
    const { outcome, booked, sent, settleAfter } = await bookThrough(t, { kind: 'reset-before' })
    assert.deepEqual([outcome.kind, booked, sent], ['uncertain', 0, 1])

    const tooSoon = await settleAfter(299)
    assert.ok(tooSoon.kind === 'cannot-tell-yet')
    assert.deepEqual(tooSoon.askAgainAt, new Date('2026-03-02T08:05:00Z'))
    assert.equal((await settleAfter(300)).kind, 'not-booked')
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
