import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import ICAL from 'ical.js'
import { formatLocalDateTime } from '../../nhs/local-time.ts'
import { givenAppointment, givenAppointmentBook } from './given/appointment-book.ts'
import { gpa, oneOf } from './given/gpa.ts'

/** What another program reads in it. */
async function readCalendar(more: object) {
  const appointment = givenAppointment({ description: 'Mrs Smith, ring 0113 496 0000', comment: 'deaf', ...more })
  const { output, exitCode } = await gpa(['ics', 'B86013', 'a1'], oneOf(givenAppointmentBook([appointment])))
  assert.equal(exitCode, 0)
  const events = new ICAL.Component(ICAL.parse(output)).getAllSubcomponents('vevent')
  const [event] = events
  assert.ok(event && events.length === 1)
  const property = (name: string) => event.getFirstPropertyValue(name)
  const moment = (name: string) => formatLocalDateTime(new ICAL.Event(event)[name === 'start' ? 'startDate' : 'endDate'].toJSDate())
  return { output, property, start: moment('start'), end: moment('end') }
}

describe('gpa ics', () => {
  for (const [start, end] of [
    ['2026-03-28T09:00:00+00:00', '2026-03-28T09:10:00+00:00'],
    ['2026-03-29T00:50:00+00:00', '2026-03-29T02:10:00+01:00'],
    ['2026-03-30T09:00:00+01:00', '2026-03-30T09:10:00+01:00'],
    ['2026-10-25T01:30:00+01:00', '2026-10-25T01:40:00+01:00'],
    ['2026-10-25T01:30:00+00:00', '2026-10-25T01:40:00+00:00'],
    ['2026-10-26T09:00:00+00:00', '2026-10-26T09:10:00+00:00'],
  ] as const) {
    test(`GEN-09 ${start} is that moment to another program`, async () => {
      const read = await readCalendar({ start, end })
      assert.deepEqual([read.start, read.end], [start, end])
    })
  }

  test('says neither who the patient is nor what they come for', async () => {
    const { output } = await readCalendar({})
    assert.doesNotMatch(output, /Smith|Jane|0113|deaf|9000000009|patient-1/)
  })

  test('has one UID for good, counts up with the version, and a cancelled one is cancelled there', async () => {
    const [first, second] = [await readCalendar({}), await readCalendar({ status: 'cancelled', meta: { versionId: '2' } })]
    assert.equal(first.property('uid'), 'a1@b86013.gp-appointments')
    assert.equal(second.property('uid'), first.property('uid'))
    assert.deepEqual([first.property('status'), second.property('status')], ['CONFIRMED', 'CANCELLED'])
    assert.deepEqual([first.property('sequence'), second.property('sequence')], [1, 2])
  })

  test('writes a file, and says where there is nothing to write', async () => {
    const { held, output } = await gpa(['ics', 'B86013/a1', '--out', 'a.ics'], oneOf(givenAppointmentBook()))
    assert.deepEqual([output, String(held.get('a.ics')).startsWith('BEGIN:VCALENDAR\r\n')], ['', true])
    assert.equal((await gpa(['ics', 'B86013/a9'])).exitCode, 1)
    assert.equal((await gpa(['ics', 'B86013/a1', '--out', 'nowhere/a.ics'], oneOf(givenAppointmentBook()))).exitCode, 2)
  })
})
