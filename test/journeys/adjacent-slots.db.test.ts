import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bookOrSuggest, openSession, parseNhsNumber, type Session } from '../../src/consumer/index.ts'
import { givenPatient, practiceSlot, SCHEDULE } from '../given/practice.ts'
import { givenWorld, type World } from '../given/world.ts'

const NHS_NUMBER = '9990000018'
const WEEK = { from: '2026-03-02', to: '2026-03-08' }

/** Ten-minute slots at 09:00, 09:10, 09:20 and, of another type, 09:30 and 09:40. */
async function givenMorning(t: Parameters<typeof givenWorld>[0]): Promise<World> {
  const slots = ['09:00', '09:10', '09:20', '09:30', '09:40'].map((time) => ({
    ...practiceSlot(`2026-03-02T${time}`),
    slotType: time < '09:30' ? 'Routine' : 'Urgent',
  }))
  const person = { nhsNumber: NHS_NUMBER, names: [{ use: 'usual' as const, family: 'Example', given: ['Pat'] }], gender: 'female' as const }
  return givenWorld(t, {
    people: [{ ...person, birthDate: '1980-04-05' }],
    practices: [{ file: { patients: [givenPatient(NHS_NUMBER)], schedules: [{ ...SCHEDULE, slots }] } }],
  })
}

async function open(world: World): Promise<Session> {
  const nhsNumber = parseNhsNumber(NHS_NUMBER)
  assert.ok(nhsNumber)
  const opened = await openSession(world.deps, { ...world.asker, nhsNumber, practice: world.practices[0]?.odsCode })
  assert.ok(opened.kind === 'open')
  return opened.session
}

async function offered(session: Session, minutes: number): Promise<string[]> {
  const found = await session.findFreeSlots({ ...WEEK, minutes })
  assert.ok(found.kind === 'offers')
  return found.offers.map(({ start, end }) => `${start.slice(11, 16)}-${end.slice(11, 16)}`)
}

describe('A consumer wants more time than one slot has', () => {
  test('APT-04 adjacent slots are offered as one, booked as one appointment, and are gone together', async (t) => {
    // Given
    const world = await givenMorning(t)
    const session = await open(world)
    assert.deepEqual(await offered(session, 20), ['09:00-09:20', '09:30-09:50'])
    assert.deepEqual(await offered(session, 30), ['09:00-09:30'])
    const found = await session.findFreeSlots({ ...WEEK, minutes: 20 })
    assert.ok(found.kind === 'offers' && found.offers[0])

    // When
    const outcome = await session.book(found.offers[0], { description: 'Two matters' })

    // Then
    assert.ok(outcome.kind === 'booked', JSON.stringify(outcome))
    const read = await session.readAppointment(outcome.appointment.id)
    assert.ok(read.kind === 'read')
    assert.deepEqual([read.appointment.start, read.appointment.end], ['2026-03-02T09:00:00+00:00', '2026-03-02T09:20:00+00:00'])
    assert.deepEqual(await offered(session, 10), ['09:20-09:30', '09:30-09:40', '09:40-09:50'])
  })

  test('APT-05 where one of them has gone, nothing is booked, and as much time elsewhere is suggested', async (t) => {
    // Given twenty minutes, of which somebody else takes the second half
    const world = await givenMorning(t)
    const session = await open(world)
    const [long, short] = await Promise.all([session.findFreeSlots({ ...WEEK, minutes: 20 }), session.findFreeSlots(WEEK)])
    assert.ok(long.kind === 'offers' && long.offers[0] && short.kind === 'offers' && short.offers[1])
    assert.equal((await session.book(short.offers[1], { description: 'Quick' })).kind, 'booked')

    // When
    const wanted = { offer: long.offers[0], booking: { description: 'Two matters' }, asker: world.asker, deadlineMs: 10_000, most: 3 }
    const outcome = await bookOrSuggest(world.deps, session, wanted)

    // Then
    assert.ok(outcome.kind === 'no-longer-free', JSON.stringify(outcome))
    assert.deepEqual(
      outcome.instead.offers.map(({ start, minutes }) => [start.slice(11, 16), minutes]),
      [['09:30', 20]],
    )
    assert.deepEqual(await offered(session, 10), ['09:00-09:10', '09:20-09:30', '09:30-09:40', '09:40-09:50'])
  })
})
