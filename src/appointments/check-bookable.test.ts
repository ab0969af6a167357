import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type OdsCode, parseOdsCode } from '../nhs/ods-code.ts'
import { SpineError } from '../nhs/spine-errors.ts'
import type { PatientId } from '../patients/model.ts'
import { NO_CAPS } from './caps.ts'
import { checkBookable } from './check-bookable.ts'
import type { BookingRequest, HeldSlot, SlotId } from './model.ts'

const NOW = new Date('2026-03-02T08:00:00Z')
const FIRST = new Date('2026-03-02T09:00:00Z').getTime()
const practice = parseOdsCode('T00001') as OdsCode

const SCHEDULE = {
  id: 'morning',
  version: 1,
  locationId: 'main',
  practitionerRole: 'R0260',
  start: new Date(FIRST),
  end: new Date(FIRST + 7_200_000),
}

type Change = { gap: boolean; otherSchedule: boolean; otherChannel: boolean; otherType: boolean }

/** Ten-minute slots in a row, some of which are unlike the one before in some way. */
function slotsFrom(changes: readonly Change[]): HeldSlot[] {
  let [start, schedule, channel, type] = [FIRST, 0, 0, 0]
  return changes.map((change, index) => {
    if (index > 0) {
      start += change.gap ? 900_000 : 600_000
      schedule += Number(change.otherSchedule)
      channel += Number(change.otherChannel)
      type += Number(change.otherType)
    }
    const scheduleId = `schedule-${schedule}`
    return {
      id: `slot-${index}` as SlotId,
      version: 1,
      scheduleId,
      start: new Date(start),
      end: new Date(start + 600_000),
      slotType: `type ${type}`,
      deliveryChannel: channel % 2 === 0 ? 'In-person' : 'Telephone',
      access: {},
      schedule: { ...SCHEDULE, id: scheduleId },
      bookable: true,
      blocked: false,
    }
  })
}

function requestFor(slots: readonly HeldSlot[]): BookingRequest {
  return {
    practice,
    patientId: 'patient' as PatientId,
    locationId: 'main',
    slotIds: slots.map(({ id }) => id),
    start: slots[0]?.start ?? NOW,
    end: slots.at(-1)?.end ?? NOW,
    created: NOW,
    description: 'x',
    bookingOrganisation: { odsCode: 'B30012', name: 'A hub', telecom: [] },
  }
}

const changes = fc.array(
  fc.record(
    { gap: fc.boolean(), otherSchedule: fc.boolean(), otherChannel: fc.boolean(), otherType: fc.boolean() },
    { noNullPrototype: true },
  ),
  { minLength: 1, maxLength: 6 },
)
const alike = { gap: false, otherSchedule: false, otherChannel: false, otherType: false }

describe('Slots booked together', () => {
  test('APT-04 in whatever order they are found, alike and adjacent ones are taken together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.infiniteStream(fc.nat()), (count, order) => {
        const slots = slotsFrom(Array.from({ length: count }, () => alike))
        const shuffled = slots.map((slot) => ({ slot, at: order.next().value })).toSorted((one, other) => one.at - other.at)
        const booked = checkBookable(
          shuffled.map(({ slot }) => slot),
          requestFor(slots),
          { now: NOW, caps: NO_CAPS },
        )
        assert.deepEqual(booked.slots, slots)
        assert.deepEqual([booked.first, booked.last], [slots[0], slots.at(-1)])
      }),
    )
  })

  test('APT-04 one that is apart, of another schedule, channel or type is refused, and the refusal says which', () => {
    fc.assert(
      fc.property(changes, (made) => {
        const slots = slotsFrom(made)
        const later = made.slice(1)
        const expected = [
          ...(later.some(({ otherSchedule }) => otherSchedule) ? ['in one Schedule'] : []),
          ...(later.some(({ gap }) => gap) ? ['adjacent'] : []),
          ...(later.some(({ otherChannel }) => otherChannel) ? ['of one delivery channel'] : []),
          ...(later.some(({ otherType }) => otherType) ? ['of one service type'] : []),
        ]
        const book = () => checkBookable(slots, requestFor(slots), { now: NOW, caps: NO_CAPS })
        if (expected.length === 0) return void book()
        assert.throws(book, (error: unknown) => {
          assert.ok(error instanceof SpineError)
          assert.equal(error.error, 'INVALID_RESOURCE')
          for (const part of expected) assert.ok(error.message.includes(part), `${error.message} should say: ${part}`)
          return true
        })
      }),
    )
  })
})
