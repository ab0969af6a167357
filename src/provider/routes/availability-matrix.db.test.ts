import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { book, type GivenAsker, search } from '../../../test/given/asker.ts'
import { givenPractice, PATIENT, SCHEDULE, SWITCHED_ON } from '../../../test/given/practice.ts'
import { type GivenBooking, type GivenCap, type GivenSlot, isOpenTo } from '../../appointments/given-availability.ts'
import type { PracticeFileSource } from '../../dataset/practice-file.ts'
import { momentOf } from '../../nhs/local-time.ts'

type Schedule = NonNullable<PracticeFileSource['schedules']>[number]
type AppointmentInFile = NonNullable<PracticeFileSource['appointments']>[number]

const TYPES = ['gp-practice', 'urgent-care'] as const
const CODES = ['B86675', 'A20048'] as const
// Mostly not there: rules in great number leave nothing open.
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
const present = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>

const whom = fc.record({ types: maybe(fc.subarray([...TYPES], { minLength: 1 })), codes: maybe(fc.subarray([...CODES], { minLength: 1 })) })
const slotInFile = fc.record({
  bookable: fc.constantFrom(true, true, true, false),
  blocked: fc.constantFrom(false, false, false, false, true),
  channel: fc.constantFrom('In-person' as const, 'Telephone' as const, 'Video' as const, 'Visit' as const),
  only: maybe(whom),
  holder: maybe(
    fc.record({
      by: maybe(fc.record({ code: fc.constantFrom(...CODES), type: maybe(fc.constantFrom(...TYPES)) })),
      cancelled: fc.boolean(),
    }),
  ),
})
const scheduleInFile = fc.record({
  only: maybe(whom),
  embargoMinutes: maybe(fc.constantFrom(0, 30, 1000)),
  bookingWindowDays: maybe(fc.constantFrom(0, 1, 2)),
  // On three days, at 08:10 and 09:40.
  slots: fc.array(slotInFile, { minLength: 6, maxLength: 6 }),
})
const world = fc.record({
  settings: fc.record({ embargoMinutes: maybe(fc.constantFrom(0, 60)), bookingWindowDays: maybe(fc.constantFrom(1, 5)) }),
  caps: fc.uniqueArray(
    fc.record({
      per: fc.constantFrom('session' as const, 'day' as const),
      whom: maybe(fc.constantFrom(...TYPES, ...CODES)),
      most: fc.integer({ min: 0, max: 3 }),
    }),
    { selector: (cap) => `${cap.per} ${cap.whom}`, maxLength: 3 },
  ),
  schedules: fc.array(scheduleInFile, { minLength: 2, maxLength: 2 }),
  searcher: fc.record({ types: fc.subarray([...TYPES]), codes: fc.subarray([...CODES]) }),
  booker: fc.record({ type: maybe(fc.constantFrom(...TYPES)), code: fc.constantFrom(...CODES) }),
})

/** The same practice twice: as its data file, and as the plain facts that the rules are about. */
function describePractice(of: typeof world extends fc.Arbitrary<infer World> ? World : never) {
  const caps = of.caps.map(({ per, whom: one, most }) => ({
    per,
    most,
    ...present({ organisationType: TYPES.find((type) => type === one), organisationCode: CODES.find((code) => code === one) }),
  }))
  const slots: (GivenSlot & { local: string; free: boolean })[] = []
  const bookings: GivenBooking[] = []
  const appointments: AppointmentInFile[] = []
  const schedules = of.schedules.map((schedule, index): Schedule => {
    const key = `s${index}`
    const restricted = (only: { types: string[] | undefined; codes: string[] | undefined } | undefined) =>
      only && (only.types || only.codes) && { restrictedTo: present({ organisationTypes: only.types, organisationCodes: only.codes }) }
    const limits = present({ embargoMinutes: schedule.embargoMinutes, bookingWindowDays: schedule.bookingWindowDays })
    const inFile = schedule.slots.map(({ bookable, blocked, channel, only, holder }, at) => {
      const local = `2026-03-0${2 + Math.floor(at / 2)}T${at % 2 === 0 ? '08' : '09'}:${index}${at % 2 === 0 ? 1 : 4}`
      const start = momentOf(local.slice(0, 10), local.slice(11))
      const isBookable = bookable && channel !== 'Visit'
      slots.push({
        local,
        schedule: key,
        start,
        free: isBookable && !blocked && (!holder || holder.cancelled),
        allowedTypes: only?.types ?? schedule.only?.types,
        allowedCodes: only?.codes ?? schedule.only?.codes,
        embargoMinutes: schedule.embargoMinutes ?? of.settings.embargoMinutes,
        bookingWindowDays: schedule.bookingWindowDays ?? of.settings.bookingWindowDays,
      })
      if (holder) {
        bookings.push({ schedule: key, start, ...holder })
        appointments.push({
          key: `a${appointments.length}`,
          patient: PATIENT,
          schedule: key,
          starts: [local],
          description: 'Known',
          ...(holder.cancelled ? { status: 'cancelled', cancellationReason: 'x' } : {}),
          ...(holder.by && {
            bookingOrganisation: { odsCode: holder.by.code, name: 'A hub', telecom: [], ...(holder.by.type && { type: holder.by.type }) },
          }),
        })
      }
      return { start: local, minutes: 5, deliveryChannel: channel, bookable: isBookable, blocked, ...restricted(only) }
    })
    return { ...SCHEDULE, key, ...restricted(schedule.only), ...limits, slots: inFile } as Schedule
  })
  const file = { settings: { ...SWITCHED_ON, ...present(of.settings), caps }, schedules, appointments } as Partial<PracticeFileSource>
  return { file, slots, bookings, caps: caps as GivenCap[] }
}

describe('The availability matrix', () => {
  test('SLOT-06 SLOT-07 SLOT-08 ADM-01 ADM-02 ADM-03 APT-03 a search finds, and a booking takes, exactly what the rules leave open', async (t) => {
    let found = 0
    let taken = 0
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        // Given
        const { file, slots, bookings, caps } = describePractice(given)
        const practice = await givenPractice(t, { now: '2026-03-02T09:00:00Z', file })
        const open = (asker: GivenAsker) =>
          slots.filter((slot) => slot.free && isOpenTo(slot, { asker, now: practice.now, caps, bookings })).map(({ local }) => local)

        // When, Then
        assert.deepEqual(await search(practice, given.searcher), open(given.searcher).sort())
        found += open(given.searcher).length

        // Each by a booker, and every booking counts for those after it
        const { code, type } = given.booker
        for (const slot of slots.filter(({ free }) => free)) {
          const may = slot.start > practice.now && open({ types: type ? [type] : [], codes: [code] }).includes(slot.local)
          const end = new Date(slot.start.getTime() + 300_000).toISOString().replace('.000Z', '+00:00')
          const reply = await book(practice, [slot.local], { code, type }, { end })
          assert.equal(reply.status, may ? 201 : 422, `${slot.local}: ${reply.text}`)
          if (!may) continue
          taken += 1
          bookings.push({ schedule: slot.schedule, start: slot.start, cancelled: false, by: { code, type } })
        }
      }),
      { numRuns: 15 },
    )
    assert.ok(found > 5 && taken > 5, `too little was open: ${found} found, ${taken} booked`)
  })
})
