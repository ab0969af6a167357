import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type NhsNumber, parseNhsNumber } from '../../src/consumer/index.ts'
import { findBrokenHolds } from '../given/crowd.ts'
import { givenPatient } from '../given/practice.ts'
import { givenWorld, type World } from '../given/world.ts'
import { type Racer, raceForSlots, type Seen } from './race-for-slots.ts'

const CONSUMERS = 100

/** Starts of ten-minute slots, one after the other. */
const from = (hour: string, slots: number) => Array.from({ length: slots }, (_, index) => `2026-03-02T${hour}:${index}0`)

/** Twenty slots at three practices. */
const STARTS = [[...from('09', 6), '2026-03-03T09:00'], [...from('10', 6), '2026-03-04T09:00'], from('11', 6)]

const PEOPLE: NhsNumber[] = Array.from({ length: 2 * CONSUMERS * 10 }, (_, index) => `${9_990_000_000 + index}`)
  .flatMap((digits) => parseNhsNumber(digits) ?? [])
  .slice(0, CONSUMERS)

async function heldSlots(world: World): Promise<{ slot: string; appointment: string; nhsNumber: string }[]> {
  const codes = world.practices.map(({ odsCode }) => odsCode)
  return world.db.query(
    `select s.id as slot, a.id as appointment, p.nhs_number as "nhsNumber"
     from appointment a
     join slot s on s.ods_code = a.ods_code and s.appointment_id = a.id
     join patient p on p.ods_code = a.ods_code and p.id = a.patient_id
     where a.ods_code = any ($1) and a.status = 'booked'`,
    [codes],
  )
}

describe('A hundred consumers race for twenty slots of three practices', () => {
  test('APT-05 CON-01 CON-02 each ends with a booking or a truthful "none left", and what was suggested was free', async (t) => {
    // Given: every second patient is known to the practices, the others are registered on the way
    const known = PEOPLE.filter((_, index) => index % 2 === 0)
    const patients = known.map((nhsNumber) => givenPatient(nhsNumber))
    const world = await givenWorld(t, {
      people: PEOPLE.map((nhsNumber) => ({
        nhsNumber,
        names: [{ use: 'usual' as const, family: 'Example', given: ['Pat'] }],
        gender: 'female' as const,
        birthDate: '1980-04-05',
      })),
      practices: STARTS.map((slots) => ({ slots, file: { patients } })),
      timeoutMs: 40_000,
    })

    // When
    const { racers, history } = await raceForSlots(world, PEOPLE)

    // Then twenty have one slot each, the others none, and the book says the same
    const kinds = Map.groupBy(racers, ({ end }) => end.kind)
    assert.deepEqual(
      racers.flatMap(({ end }) => (end.kind === 'something else' ? end.what : [])),
      [],
    )
    const booked = racers.flatMap(({ nhsNumber, end }) =>
      end.kind === 'booked' ? [{ slot: end.offer.slotId, appointment: end.appointmentId, nhsNumber }] : [],
    )
    assert.deepEqual([booked.length, kinds.get('none left')?.length], [20, 80])
    assert.deepEqual(bySlot(await heldSlots(world)), bySlot(booked))
    for (const { odsCode } of world.practices) assert.deepEqual(await findBrokenHolds(world.db, odsCode), [])

    // And suggestions were worth something: some of the twenty had lost another slot before
    assert.ok(racers.some(({ end, suggested }) => end.kind === 'booked' && suggested.length > 0))
    const losers = kinds.get('none left') ?? []
    for (const racer of racers) assertSuggestedWereFree(racer, history)
    for (const racer of losers) assertNoneWasLeft(racer, history)
    t.diagnostic(`${history.length} searches and bookings, ${racers.flatMap(({ suggested }) => suggested).length} losses`)
  })
})

const bySlot = (held: readonly { slot: string }[]) => held.toSorted((one, other) => one.slot.localeCompare(other.slot))

/** Before that message was sent, it was known who has the slot: nothing is ever cancelled here. */
const wasTaken = (slot: string, before: number, history: readonly Seen[]) =>
  history.some((seen) => seen.kind === 'booking' && seen.isBooked && seen.slots.includes(slot) && seen.answered < before)

/** Each suggestion is from a search of this consumer's own, sent after its loss, that could still find the slot free. */
function assertSuggestedWereFree({ consumer, suggested }: Racer, history: readonly Seen[]): void {
  const mine = history.filter((seen) => seen.consumer === consumer)
  const losses = mine.filter((seen) => seen.kind === 'booking' && !seen.isBooked)
  assert.equal(losses.length, suggested.length)
  suggested.forEach(({ offers }, index) => {
    const [lostAt, nextAt] = [losses[index]?.answered ?? 0, mine.filter(({ kind }) => kind === 'booking')[index + 1]?.sent ?? Infinity]
    const searches = mine.filter(({ kind, sent }) => kind === 'search' && sent > lostAt && sent < nextAt)
    for (const { slotIds } of offers) {
      const search = searches.find((seen) => seen.kind === 'search' && slotIds.every((slot) => seen.free.includes(slot)))
      assert.ok(search)
      for (const slot of slotIds) assert.ok(!wasTaken(slot, search.sent, history))
    }
  })
}

/** By the last answer, all twenty had been asked for by whoever has them, and every practice had been asked. */
function assertNoneWasLeft({ consumer, suggested }: Racer, history: readonly Seen[]): void {
  assert.deepEqual(suggested.at(-1)?.couldNotBeAsked ?? [], [])
  assert.deepEqual(suggested.at(-1)?.notNeeded ?? [], [])
  const answered = history.findLast((seen) => seen.consumer === consumer && seen.kind === 'search')?.answered ?? 0
  const taken = history.filter((seen) => seen.kind === 'booking' && seen.isBooked && seen.sent < answered)
  assert.equal(taken.length, 20)
}
