import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bookingOf } from '../../../test/given/booking.ts'
import {
  type GivenPractice,
  givenPatient,
  givenPractice,
  PATIENT,
  practiceSlot,
  type Reply,
  SCHEDULE,
  spineCode,
} from '../../../test/given/practice.ts'
import { EXTENSIONS } from '../../fhir/urls.ts'

const OTHER = '9990000026'
const WEEK = 'start=ge2026-03-02&start=le2026-03-08'

const retrieve = (practice: GivenPractice, query: string, patient = practice.patients[PATIENT]) =>
  practice.call('retrieveAppointments', `/Patient/${patient}/Appointment?${query}`)

// biome-ignore lint/suspicious/noExplicitAny: read as a consumer's developer would, by looking
const appointments = (reply: Reply): any[] => (reply.body.entry ?? []).map((entry: { resource: object }) => entry.resource)

describe("Retrieve a patient's appointments", () => {
  test('APT-08 the last day that can be written is a day like any other', async (t) => {
    const practice = await givenPractice(t)
    assert.equal((await retrieve(practice, 'start=ge2026-03-02&start=le9999-12-31')).status, 200)
  })

  test('APT-08 everything of that patient in that range, earlier today, cancelled ones and visits included', async (t) => {
    // Given
    const slots = [
      practiceSlot('2026-03-01T10:00'),
      practiceSlot('2026-03-02T07:00'),
      practiceSlot('2026-03-02T09:00'),
      { ...practiceSlot('2026-03-03T09:00'), deliveryChannel: 'Visit' as const, bookable: false, slotType: 'Home visit' },
      practiceSlot('2026-03-08T23:50'),
      practiceSlot('2026-03-09T00:00'),
      practiceSlot('2026-03-04T09:00'),
    ]
    const own = { patient: PATIENT, schedule: 'morning', description: 'Review' }
    const practice = await givenPractice(t, {
      file: {
        patients: [givenPatient(PATIENT), givenPatient(OTHER)],
        schedules: [{ ...SCHEDULE, slots }],
        appointments: [
          { ...own, key: 'yesterday', starts: ['2026-03-01T10:00'] },
          { ...own, key: 'earlier', starts: ['2026-03-02T07:00'] },
          { ...own, key: 'visit', starts: ['2026-03-03T09:00'], comment: 'Second floor' },
          { ...own, key: 'last', starts: ['2026-03-08T23:50'] },
          { ...own, key: 'after', starts: ['2026-03-09T00:00'] },
          { ...own, key: 'other', patient: OTHER, starts: ['2026-03-04T09:00'] },
        ],
      },
    })
    const booked = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, ['2026-03-02T09:00']) })
    const reason = { url: EXTENSIONS.appointmentCancellationReason, valueString: 'Better' }
    const body = { ...booked.body, status: 'cancelled', extension: [...booked.body.extension, reason] }
    const cancelled = await practice.call('cancelAppointment', `/Appointment/${booked.body.id}`, { body })

    // When
    const reply = await retrieve(practice, WEEK)

    // Then
    assert.equal(reply.status, 200, reply.text)
    assert.equal(reply.body.type, 'searchset')
    assert.deepEqual(
      appointments(reply).map(({ start, status }) => `${start.slice(0, 16)} ${status}`),
      ['2026-03-02T07:00 booked', '2026-03-02T09:00 cancelled', '2026-03-03T09:00 booked', '2026-03-08T23:50 booked'],
    )
    assert.deepEqual(appointments(reply)[1], cancelled.body)
    const today = await retrieve(practice, 'start=ge2026-03-02&start=le2026-03-02')
    assert.equal(appointments(today).length, 2)
    assert.equal('entry' in (await retrieve(practice, 'start=ge2026-04-01&start=le2026-04-30')).body, false)
  })

  test('APT-12 a visit is shown at a place that is not told, with its type in the comment, and that place can be read', async (t) => {
    const visit = { ...practiceSlot('2026-03-03T09:00'), deliveryChannel: 'Visit' as const, bookable: false, slotType: 'Home visit' }
    const practice = await givenPractice(t, {
      file: {
        schedules: [{ ...SCHEDULE, slots: [visit] }],
        appointments: [
          { key: 'visit', patient: PATIENT, schedule: 'morning', starts: ['2026-03-03T09:00'], description: 'Frail', comment: 'Key safe' },
        ],
      },
    })

    const [shown] = appointments(await retrieve(practice, WEEK))
    const read = await practice.call('readAppointment', `/Appointment/${shown.id}`)
    const location = shown.participant.find(({ actor }: { actor: { reference: string } }) => actor.reference.startsWith('Location/')).actor
      .reference
    const place = await practice.call('readLocation', `/${location}`)

    assert.deepEqual(read.body, shown)
    assert.equal(shown.comment, 'Home visit. Key safe')
    assert.equal(shown.extension.find(({ url }: { url: string }) => url === EXTENSIONS.deliveryChannel).valueCode, 'Visit')
    assert.notEqual(location, `Location/${practice.locations.main}`)
    assert.equal(place.status, 200)
    assert.deepEqual(place.body.address, { line: ['Unknown'], city: 'Unknown' })
    assert.deepEqual(place.body.managingOrganization, { reference: `Organization/${practice.organisationId}` })
  })

  test('APT-08 the range is given by two dates from today on, anything else is 422 INVALID_PARAMETER', async (t) => {
    const practice = await givenPractice(t)
    for (const query of [
      '',
      'start=ge2026-03-02',
      'start=le2026-03-02',
      'start=2026-03-02&start=2026-03-03',
      'start=ge2026-03-02&start=ge2026-03-03',
      'start=le2026-03-02&start=le2026-03-03',
      'start=ge2026-03-02&start=le2026-03-03&start=le2026-03-04',
      'start=ge2026-03-02&start=le2026-03-03&start=eq2026-03-04',
      'start=ge2026-03-01&start=le2026-03-03',
      'start=ge2026-03-03&start=le2026-03-02',
      'start=ge2026-03&start=le2026-04',
      'start=ge2026-02-30&start=le2026-03-03',
      'start=ge2026-03-02T09:00:00%2B00:00&start=le2026-03-03T09:00:00%2B00:00',
      'start=gt2026-03-02&start=lt2026-03-03',
      'Start=ge2026-03-02&Start=le2026-03-03',
    ]) {
      const reply = await retrieve(practice, query)
      assert.deepEqual([reply.status, spineCode(reply)], [422, 'INVALID_PARAMETER'], `${query} ${reply.text}`)
    }
    for (const query of ['start=ge2026-03-02&start=le2026-03-02', 'start=le2030-01-01&start=ge2026-03-02&fly=kite']) {
      assert.equal((await retrieve(practice, query)).status, 200, query)
    }
  })

  test('APT-08 today is the local day', async (t) => {
    const practice = await givenPractice(t, { now: '2026-06-30T23:30:00Z' })
    assert.equal((await retrieve(practice, 'start=ge2026-06-30&start=le2026-07-02')).status, 422)
    assert.equal((await retrieve(practice, 'start=ge2026-07-01&start=le2026-07-02')).status, 200)
  })

  test('APT-08 APT-15 an unknown, sensitive or inactive patient is 404 PATIENT_NOT_FOUND', async (t) => {
    for (const state of [
      { sensitive: true },
      { registration: { type: 'R' as const, start: '2010-01-01', end: '2026-01-01' } },
      { deceased: '2026-02-01' },
    ]) {
      const practice = await givenPractice(t, { file: { patients: [givenPatient(PATIENT, state)] } })
      const reply = await retrieve(practice, WEEK)
      assert.deepEqual([reply.status, spineCode(reply)], [404, 'PATIENT_NOT_FOUND'], JSON.stringify(state))
    }
    const practice = await givenPractice(t)
    const elsewhere = await givenPractice(t)
    for (const id of ['unknown', elsewhere.patients[PATIENT], '%00', '']) {
      const reply = await retrieve(practice, WEEK, id)
      assert.deepEqual([reply.status, spineCode(reply)], [404, 'PATIENT_NOT_FOUND'], id)
    }
  })
})
