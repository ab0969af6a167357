import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { localDateOf } from '../nhs/local-time.ts'
import { type BookedCount, type Cap, capUse, NO_CAPS } from './caps.ts'
import { type GivenBooking, isOpenTo } from './given-availability.ts'
import type { Slot, SlotId } from './model.ts'
import { bookingWindowAllows, closedBy, embargoAllows } from './slot-availability.ts'

const at = (text: string) => new Date(text)

describe('The embargo', () => {
  const slot = { start: at('2026-03-02T10:00:00Z'), embargoMinutes: 60 }

  test('ADM-03 SLOT-06 a slot is open until so many minutes before it starts, that moment included', () => {
    assert.equal(embargoAllows(slot, at('2026-03-02T09:00:00Z')), true)
    assert.equal(embargoAllows(slot, at('2026-03-02T09:00:00.001Z')), false)
  })

  test('SLOT-06 without an embargo what is past may be searched; with one it is closer than any', () => {
    const later = at('2026-03-02T11:00:00Z')
    assert.equal(embargoAllows({ start: slot.start }, later), true)
    assert.equal(embargoAllows({ start: slot.start, embargoMinutes: 0 }, later), true)
    assert.equal(embargoAllows(slot, later), false)
  })
})

describe('The booking window', () => {
  test('ADM-03 SLOT-06 a day opens at local midnight, also where the clocks change between', () => {
    // The night before 29 March 2026 has one hour less, and the day itself is in summer time from 02:00 on.
    const slot = { start: at('2026-03-30T22:59:59Z'), bookingWindowDays: 2 }
    assert.equal(localDateOf(slot.start), '2026-03-30')
    assert.equal(bookingWindowAllows(slot, at('2026-03-27T23:59:59Z')), false)
    assert.equal(bookingWindowAllows(slot, at('2026-03-28T00:00:00Z')), true)
    assert.equal(bookingWindowAllows({ ...slot, start: at('2026-03-30T23:00:00Z') }, at('2026-03-28T12:00:00Z')), false)
  })

  test('ADM-03 a window of no days is today alone, and what is past is within any', () => {
    const now = at('2026-07-01T22:30:00Z')
    assert.equal(bookingWindowAllows({ start: at('2026-07-01T22:59:00Z'), bookingWindowDays: 0 }, now), true)
    assert.equal(bookingWindowAllows({ start: at('2026-07-01T23:00:00Z'), bookingWindowDays: 0 }, now), false)
    assert.equal(bookingWindowAllows({ start: at('2026-06-01T09:00:00Z'), bookingWindowDays: 0 }, now), true)
    assert.equal(bookingWindowAllows({ start: at('2046-06-01T09:00:00Z') }, now), true)
  })
})

const TYPES = ['gp-practice', 'urgent-care']
const CODES = ['B86675', 'A20048', 'A20049']
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const someOf = (values: readonly string[]) => maybe(fc.subarray([...values], { minLength: 1 }))
const schedule = fc.constantFrom('morning', 'evening')
// Round both changes of the clocks, midnight and the year's end.
const moment = fc
  .tuple(
    fc.constantFrom('2026-03-28T22:00:00Z', '2026-10-24T22:00:00Z', '2026-12-31T22:00:00Z', '2026-06-30T22:00:00Z'),
    fc.integer({ min: -40, max: 40 }),
    fc.integer({ min: -5, max: 5 }),
  )
  .map(([near, hours, minutes]) => new Date(Date.parse(near) + hours * 3_600_000 + minutes * 60_000))

const slots = fc.record({
  schedule,
  start: moment,
  allowedTypes: someOf(TYPES),
  allowedCodes: someOf(CODES),
  embargoMinutes: maybe(fc.constantFrom(0, 5, 60, 1440)),
  bookingWindowDays: maybe(fc.integer({ min: 0, max: 4 })),
})
const caps = fc.uniqueArray(
  fc
    .record({
      per: fc.constantFrom('session' as const, 'day' as const),
      whom: maybe(fc.constantFrom(...TYPES, ...CODES)),
      most: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ per, whom, most }) => ({
      per,
      organisationType: whom && TYPES.includes(whom) ? whom : undefined,
      organisationCode: whom && CODES.includes(whom) ? whom : undefined,
      most,
    })),
  { selector: ({ per, organisationType, organisationCode }) => `${per} ${organisationType} ${organisationCode}`, maxLength: 4 },
)
const bookings = fc.array(
  fc.record({
    schedule,
    start: moment,
    cancelled: fc.constant(false),
    by: maybe(fc.record({ code: fc.constantFrom(...CODES), type: maybe(fc.constantFrom(...TYPES)) })),
  }),
  { maxLength: 8 },
)
const asker = fc.record({ types: fc.subarray([...TYPES, 'nobody-knows']), codes: fc.subarray([...CODES]) })

/** As the book counts them: those of organisations outside. */
function counted(all: readonly GivenBooking[]): BookedCount[] {
  return all.flatMap(({ schedule: scheduleId, start, by }) =>
    by
      ? [{ scheduleId, day: localDateOf(start), organisationCode: by.code, ...(by.type && { organisationType: by.type }), booked: 1 }]
      : [],
  )
}

describe('The availability of a slot', () => {
  test('SLOT-06 SLOT-07 SLOT-08 ADM-02 ADM-03 every rule in every combination comes to what a plain reading of them says', () => {
    let open = 0
    let closed = 0
    fc.assert(
      fc.property(slots, caps, bookings, asker, moment, (given, givenCaps, booked, who, now) => {
        const use = capUse(
          givenCaps.map(
            ({ per, organisationType, organisationCode, most }, index): Cap => ({
              id: String(index),
              scope: per,
              ...(organisationType && { organisationType }),
              ...(organisationCode && { organisationCode }),
              most,
            }),
          ),
          counted(booked),
        )
        const { allowedTypes, allowedCodes, embargoMinutes, bookingWindowDays } = given
        const slot: Slot = {
          id: 's' as SlotId,
          version: 1,
          scheduleId: given.schedule,
          start: given.start,
          end: new Date(given.start.getTime() + 600_000),
          deliveryChannel: 'Telephone',
          access: {
            ...(allowedTypes && { allowedOrganisationTypes: allowedTypes }),
            ...(allowedCodes && { allowedOrganisationCodes: allowedCodes }),
          },
          ...(embargoMinutes !== undefined && { embargoMinutes }),
          ...(bookingWindowDays !== undefined && { bookingWindowDays }),
        }

        const isOpen =
          closedBy(slot, { asker: { organisationTypes: who.types, organisationCodes: who.codes }, now, caps: use }) === undefined

        const expected = isOpenTo(given, { asker: who, now, caps: givenCaps, bookings: booked })
        if (expected) open += 1
        else closed += 1
        assert.equal(isOpen, expected)
      }),
      { numRuns: 3000 },
    )
    assert.ok(open > 100 && closed > 100, `the cases are one-sided: ${open} open, ${closed} closed`)
  })

  test('SLOT-08 where nobody has set a cap, none is reached', () => {
    assert.deepEqual(NO_CAPS.at({ scheduleId: 'morning', start: at('2026-03-02T09:00:00Z') }), [])
    assert.equal(capUse([], []), NO_CAPS)
  })
})
