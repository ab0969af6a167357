import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { localDateOf } from '../nhs/local-time.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { Appointment } from './appointment.ts'
import { clashesWith } from './clashes.ts'

const MINUTE = 60_000
/** Two local days, the second of them the one that has an hour twice. */
const FIRST = Date.UTC(2026, 9, 23, 23)

type Times = { start: string; end: string }

const times: fc.Arbitrary<Times> = fc
  .record({ from: fc.integer({ min: 0, max: 49 * 4 }), quarters: fc.integer({ min: 1, max: 4 }) })
  .map(({ from, quarters }) => ({
    start: new Date(FIRST + from * 15 * MINUTE).toISOString(),
    end: new Date(FIRST + (from + quarters) * 15 * MINUTE).toISOString(),
  }))

function givenAppointment({ start, end }: Times, id: string, status = 'booked'): Appointment {
  const nothing = {
    cancellationReason: undefined,
    version: '1',
    description: undefined,
    comment: undefined,
    created: undefined,
    deliveryChannel: undefined,
    slotType: undefined,
    sessionType: undefined,
    practitionerRole: undefined,
    practitioner: undefined,
    location: undefined,
    patientId: undefined,
    bookedBy: undefined,
  }
  return { ...nothing, practice: 'A20047' as OdsCode, id, status, start, end, minutes: 15, slotIds: [] }
}

const wanted = (start: string, end: string) => ({ start: `2026-03-02T${start}:00+00:00`, end: `2026-03-02T${end}:00+00:00` })

describe('Clashes with what the patient has already', () => {
  test('one that ends as the other begins is of the same day, and does not overlap', () => {
    const before = givenAppointment(wanted('09:00', '09:10'), 'before')
    const within = givenAppointment(wanted('09:15', '09:20'), 'within')
    const cancelled = givenAppointment(wanted('09:15', '09:20'), 'cancelled', 'cancelled')
    const nextDay = givenAppointment({ start: '2026-03-03T09:10:00+00:00', end: '2026-03-03T09:20:00+00:00' }, 'next day')

    assert.deepEqual(clashesWith(wanted('09:10', '09:30'), [before, within, cancelled, nextDay]), {
      overlapping: [within],
      sameDay: [before],
    })
  })

  test('each is named once at most, and nobody who is on that day or in that time is left out', () => {
    fc.assert(
      fc.property(times, fc.array(times, { maxLength: 20 }), (offer, held) => {
        const appointments = held.map((one, index) => givenAppointment(one, String(index)))
        const { overlapping, sameDay } = clashesWith(offer, appointments)

        const named = [...overlapping, ...sameDay].map(({ id }) => id)
        assert.equal(new Set(named).size, named.length)
        for (const appointment of appointments) {
          const minutes = Array.from({ length: 60 }, (_, minute) => Date.parse(appointment.start) + minute * MINUTE)
          const shares = minutes.some(
            (minute) => minute < Date.parse(appointment.end) && minute >= Date.parse(offer.start) && minute < Date.parse(offer.end),
          )
          const isOnThatDay = localDateOf(new Date(appointment.start)) === localDateOf(new Date(offer.start))
          assert.equal(overlapping.includes(appointment), shares)
          assert.equal(named.includes(appointment.id), shares || isOnThatDay)
        }
      }),
    )
  })
})
