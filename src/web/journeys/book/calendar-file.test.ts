import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import ICAL from 'ical.js'
import { type Appointment, parseOdsCode } from '../../../consumer/index.ts'
import { calendarFile } from './calendar-file.ts'

const APPOINTMENT: Appointment = {
  practice: parseOdsCode('B86013') ?? assert.fail(),
  id: 'appointment-1',
  version: '1',
  status: 'booked',
  cancellationReason: undefined,
  start: '2026-03-29T09:10:00+01:00',
  end: '2026-03-29T09:20:00+01:00',
  minutes: 10,
  description: 'Sore throat',
  comment: 'Mrs Ashworth is hard of hearing',
  created: undefined,
  deliveryChannel: 'In-person',
  slotType: 'GP appointment',
  sessionType: 'Morning',
  practitionerRole: { code: 'R0260', display: 'General Medical Practitioner' },
  practitioner: { id: 'gp', name: 'Dr Asha Patel', gender: 'female' },
  location: { id: 'main', name: 'Surgery 1', address: '1 High Street, Leeds' },
  patientId: 'patient-7',
  slotIds: ['slot-1'],
  bookedBy: undefined,
}

function eventOf(appointment: Appointment) {
  const text = calendarFile(appointment, { practiceName: 'Surgery 1', stamp: new Date('2026-03-02T08:00:00Z') })
  return { text, event: new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent') ?? assert.fail()) }
}

describe('The calendar file of a booking', () => {
  test('says when, where and with whom, and nothing of who the patient is or what they come for', () => {
    const { text, event } = eventOf(APPOINTMENT)
    assert.equal(event.startDate.toJSDate().toISOString(), '2026-03-29T08:10:00.000Z')
    assert.equal(event.endDate.toJSDate().toISOString(), '2026-03-29T08:20:00.000Z')
    assert.equal(event.location, 'Surgery 1, 1 High Street, Leeds')
    assert.match(event.description, /Dr Asha Patel \(female\)/)
    assert.doesNotMatch(text, /Sore|Ashworth|patient-7/)
  })

  test('of a call says so instead of a place to go to, and is the same event when it is made again', () => {
    const { event } = eventOf({ ...APPOINTMENT, deliveryChannel: 'Telephone' })
    assert.equal(event.location, 'Telephone')
    assert.equal(event.uid, eventOf(APPOINTMENT).event.uid)
  })
})
