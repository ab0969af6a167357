import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { openPractice, openSession, parseNhsNumber, reschedule } from '../../src/consumer/index.ts'
import type { FaultRule } from '../../src/simulator/faults/fault-script.ts'
import { givenPatient } from '../given/practice.ts'
import { givenWorld } from '../given/world.ts'

const KNOWN = '9990000018'
const WEEK = { from: '2026-03-02', to: '2026-03-08' }

/** A patient with an appointment at nine, who would rather come at ten; what goes wrong starts once that one is booked. */
async function givenWish(t: TestContext) {
  const world = await givenWorld(t, {
    people: [{ nhsNumber: KNOWN, names: [{ use: 'usual', family: 'Example', given: ['Pat'] }], gender: 'female', birthDate: '1980-04-05' }],
    practices: [{ slots: ['2026-03-02T09:00', '2026-03-02T10:00'], file: { patients: [givenPatient(KNOWN)] } }],
    tls: {},
  })
  const [practice, nhsNumber] = [world.practices[0], parseNhsNumber(KNOWN)]
  assert.ok(practice && nhsNumber)
  const opened = await openSession(world.deps, { ...world.asker, nhsNumber, practice: practice.odsCode })
  assert.ok(opened.kind === 'open')
  const { session } = opened
  const found = await session.findFreeSlots(WEEK)
  assert.ok(found.kind === 'offers')
  const [nine, ten] = found.offers
  assert.ok(nine && ten)
  const booked = await session.book(nine, { description: 'Cough' })
  assert.ok(booked.kind === 'booked')

  const play = (interaction: 'bookAppointment' | 'cancelAppointment', what: FaultRule['what']) =>
    world.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { practice: practice.odsCode, interaction }, what }] })
  const move = () =>
    reschedule({ old: session, new: session }, { old: booked.appointment, offer: ten, booking: { description: 'Cough' }, reason: 'Moved' })
  /** What the practice holds: hour and status of each. */
  const held = async () => {
    const list = await session.listAppointments()
    assert.ok(list.kind === 'listed')
    return list.appointments.map(({ start, status }) => `${start.slice(11, 13)} ${status}`)
  }
  const later = (moment: string) =>
    openPractice({ ...world.deps, now: () => new Date(moment) }, { ...world.asker, practice: practice.odsCode })
  return { session, booked: booked.appointment, ten, play, move, held, later }
}

describe('Rescheduling', () => {
  test('CON-10 APT-14 the new appointment is booked, then the old one cancelled', async (t) => {
    const { move, held } = await givenWish(t)
    assert.equal((await move()).kind, 'rescheduled')
    assert.deepEqual(await held(), ['09 cancelled', '10 booked'])
  })

  test('CON-10 the new slot has gone: the old appointment stands', async (t) => {
    const { session, ten, move, held } = await givenWish(t)
    await session.book(ten, { description: 'Somebody else' })
    const outcome = await move()
    assert.ok(outcome.kind === 'old-kept')
    assert.deepEqual([outcome.because.kind, await held()], ['no-longer-free', ['09 booked', '10 booked']])
  })

  test('CON-10 the old appointment is not as the user saw it: nothing is booked', async (t) => {
    const { session, booked, move, held } = await givenWish(t)
    await session.amend(booked, { description: 'Changed by somebody else' })
    const changed = await move()
    assert.ok(changed.kind === 'old-not-as-seen' && changed.because.kind === 'changed-meanwhile')
    await session.cancel(changed.because.now, 'Better now')
    const cancelled = await move()
    assert.ok(cancelled.kind === 'old-not-as-seen' && cancelled.because.kind === 'not-changeable')
    assert.deepEqual(await held(), ['09 cancelled'])
  })

  test('CON-10 APT-09 the old appointment has begun: nothing is booked', async (t) => {
    const { session, booked, ten, later, held } = await givenWish(t)
    const old = later('2026-03-02T09:00:00Z')
    const outcome = await reschedule({ old, new: session }, { old: booked, offer: ten, booking: { description: 'Cough' }, reason: 'Moved' })
    assert.ok(outcome.kind === 'old-not-as-seen' && outcome.because.kind === 'not-changeable')
    assert.deepEqual([outcome.because.because, await held()], ['past', ['09 booked']])
  })

  test('CON-10 the old one cannot be cancelled: the user is told that there are both, and one step is left', async (t) => {
    const { session, booked, play, move, held } = await givenWish(t)
    play('cancelAppointment', { kind: 'status', status: 429 })
    const outcome = await move()
    assert.deepEqual([outcome.kind, await held()], ['both-held', ['09 booked', '10 booked']])

    play('cancelAppointment', { kind: 'delay', ms: 1 })
    assert.equal((await session.cancel(booked, 'Moved')).kind, 'cancelled')
    assert.deepEqual(await held(), ['09 cancelled', '10 booked'])
  })

  test('CON-10 the answer to the cancellation is lost: told as it is, whether it was made or not', async (t) => {
    const made = await givenWish(t)
    made.play('cancelAppointment', { kind: 'reset-after' })
    assert.deepEqual([(await made.move()).kind, await made.held()], ['rescheduled', ['09 cancelled', '10 booked']])

    const notMade = await givenWish(t)
    notMade.play('cancelAppointment', { kind: 'reset-before' })
    const outcome = await notMade.move()
    assert.deepEqual([outcome.kind, await notMade.held()], ['old-uncertain', ['09 booked', '10 booked']])
  })

  test('CON-10 it is not known whether the new one was booked: the old one is left alone', async (t) => {
    const { play, move, held } = await givenWish(t)
    play('bookAppointment', { kind: 'reset-before' })
    assert.deepEqual([(await move()).kind, await held()], ['new-uncertain', ['09 booked']])
  })
})
