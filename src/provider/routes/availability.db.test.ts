import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { book, search } from '../../../test/given/asker.ts'
import { givenPractice, PATIENT, practiceSlot, type Reply, SCHEDULE, SWITCHED_ON, spineCode } from '../../../test/given/practice.ts'
import type { PracticeFileSource } from '../../dataset/practice-file.ts'
import { EXTENSIONS } from '../../fhir/urls.ts'

type Settings = NonNullable<PracticeFileSource['settings']>

const givenSettings = (t: TestContext, settings: Settings, slots: readonly string[], file: Partial<PracticeFileSource> = {}) =>
  givenPractice(t, { slots, file: { settings: { ...SWITCHED_ON, ...settings }, ...file } })

function assertRefused(reply: Reply, says: RegExp): void {
  assert.deepEqual([reply.status, spineCode(reply)], [422, 'INVALID_RESOURCE'], reply.text)
  assert.match(reply.body.issue[0].diagnostics, says)
}

describe('Availability', () => {
  test('ADM-03 SLOT-06 within the embargo a slot is neither found nor booked, and a schedule may have an embargo of its own', async (t) => {
    // Given 08:00, an embargo of 75 minutes, and another schedule without any
    const free = { ...SCHEDULE, key: 'no-embargo', embargoMinutes: 0, slots: [practiceSlot('2026-03-02T08:10')] }
    const slots = ['2026-03-02T09:10', '2026-03-02T09:20', '2026-03-02T07:30']
    const practice = await givenSettings(t, { embargoMinutes: 75 }, [], {
      schedules: [{ ...SCHEDULE, slots: slots.map(practiceSlot) }, free],
    })

    // When, Then
    assert.deepEqual(await search(practice), ['2026-03-02T08:10', '2026-03-02T09:20'])
    assertRefused(await book(practice, ['2026-03-02T09:10']), /too soon/)
    assert.equal((await book(practice, ['2026-03-02T08:10'])).status, 201)
    assert.equal((await book(practice, ['2026-03-02T09:20'])).status, 201)
  })

  test('ADM-03 SLOT-06 beyond the booking window a slot is neither found nor booked', async (t) => {
    const slots = ['2026-03-02T09:00', '2026-03-04T23:50', '2026-03-05T00:00']
    const practice = await givenSettings(t, { bookingWindowDays: 2 }, slots)

    assert.deepEqual(await search(practice), ['2026-03-02T09:00', '2026-03-04T23:50'])
    assertRefused(await book(practice, ['2026-03-05T00:00']), /further ahead/)
    assert.equal((await book(practice, ['2026-03-04T23:50'])).status, 201)
  })

  test('SLOT-08 a cap per day hides the rest of the day from that organisation alone, and booking fails; cancelling makes room again', async (t) => {
    // Given
    const slots = ['2026-03-02T09:00', '2026-03-02T09:10', '2026-03-02T09:20', '2026-03-03T09:00']
    const practice = await givenSettings(t, { caps: [{ per: 'day', organisationCode: 'B30012', most: 1 }] }, slots)
    const hub = { types: [], codes: ['B30012'] }

    // When
    const booked = await book(practice, ['2026-03-02T09:00'])

    // Then
    assert.equal(booked.status, 201)
    assert.deepEqual(await search(practice, hub), ['2026-03-03T09:00'])
    assert.deepEqual(await search(practice, { types: [], codes: ['A20048'] }), slots.slice(1))
    assertRefused(await book(practice, ['2026-03-02T09:10']), /as many as the practice allows/)
    assert.equal((await book(practice, ['2026-03-02T09:10'], { code: 'A20048' })).status, 201)
    assert.equal((await book(practice, ['2026-03-03T09:00'])).status, 201)

    // When the first is cancelled
    const { id } = booked.body
    await practice.db.query(`update slot set appointment_id = null where ods_code = $1 and appointment_id = $2`, [practice.odsCode, id])
    await practice.db.query(`update appointment set status = 'cancelled', cancellation_reason = 'x' where ods_code = $1 and id = $2`, [
      practice.odsCode,
      id,
    ])

    // Then there is room for another
    assert.deepEqual(await search(practice, hub), ['2026-03-02T09:00', '2026-03-02T09:20'])
    assert.equal((await book(practice, ['2026-03-02T09:20'])).status, 201)
  })

  test('SLOT-08 a cap of a type counts every organisation that books as such, and several slots together are one booking', async (t) => {
    const slots = ['2026-03-02T09:00', '2026-03-02T09:10', '2026-03-02T09:20', '2026-03-02T09:30']
    const practice = await givenSettings(t, { caps: [{ per: 'session', organisationType: 'urgent-care', most: 2 }] }, slots)

    assert.equal((await book(practice, slots.slice(0, 2), { code: 'A20048', type: 'urgent-care' })).status, 201)
    assert.equal((await book(practice, ['2026-03-02T09:20'], { code: 'A20049', type: 'urgent-care' })).status, 201)
    assertRefused(await book(practice, ['2026-03-02T09:30'], { code: 'A20050', type: 'urgent-care' }), /as many/)
    assert.deepEqual(await search(practice, { types: ['urgent-care'], codes: [] }), [])
    assert.deepEqual(await search(practice, { types: ['urgent-care', 'gp-practice'], codes: [] }), ['2026-03-02T09:30'])
    assert.equal((await book(practice, ['2026-03-02T09:30'], { type: 'gp-practice' })).status, 201)
  })

  test('SLOT-08 a cap without type and code counts everybody outside, and not what the practice books itself', async (t) => {
    const slots = ['2026-03-02T09:00', '2026-03-02T09:10', '2026-03-02T09:20']
    const own = { key: 'own', patient: PATIENT, schedule: 'morning', starts: ['2026-03-02T09:00'], description: 'Review' }
    const practice = await givenSettings(t, { caps: [{ per: 'session', most: 1 }] }, slots, { appointments: [own] })

    assert.deepEqual(await search(practice), slots.slice(1))
    assert.equal((await book(practice, ['2026-03-02T09:10'])).status, 201)
    assert.deepEqual(await search(practice, { types: ['gp-practice'], codes: ['A20048'] }), [])
    assertRefused(await book(practice, ['2026-03-02T09:20'], { code: 'A20048' }), /as many/)
  })

  test('SLOT-08 a session is counted whole, also what lies outside the range that is searched, and a day is a local day', async (t) => {
    // Given a session that ends after midnight
    const slots = ['2026-03-02T23:40', '2026-03-02T23:50', '2026-03-03T00:00']
    const day = await givenSettings(t, { caps: [{ per: 'day', most: 1 }] }, slots)
    const session = await givenSettings(t, { caps: [{ per: 'session', most: 1 }] }, slots)
    for (const practice of [day, session]) assert.equal((await book(practice, ['2026-03-02T23:40'])).status, 201)

    const nextDay = 'start=ge2026-03-03&end=le2026-03-04'
    assert.deepEqual(await search(day, undefined, nextDay), ['2026-03-03T00:00'])
    assert.deepEqual(await search(day), ['2026-03-03T00:00'])
    assert.deepEqual(await search(session, undefined, nextDay), [])
    // Of two slots, that of the full day keeps both from being booked.
    assertRefused(await book(day, ['2026-03-02T23:50', '2026-03-03T00:00']), /as many/)
  })

  test('SLOT-08 GEN-09 in summer, what begins just after local midnight counts on the day that clocks show', async (t) => {
    // Given
    const slots = ['2026-07-01T00:10', '2026-07-01T09:00', '2026-06-30T20:00']
    const file = {
      settings: { ...SWITCHED_ON, caps: [{ per: 'day' as const, most: 1 }] },
      schedules: slots.map((slot, index) => ({ ...SCHEDULE, key: `s${index}`, slots: [practiceSlot(slot)] })),
    }
    const practice = await givenPractice(t, { now: '2026-06-30T08:00:00Z', file })

    // When
    const times = { start: '2026-07-01T00:10:00+01:00', end: '2026-07-01T00:20:00+01:00' }
    assert.equal((await book(practice, ['2026-07-01T00:10'], {}, times)).status, 201)

    // Then
    assert.deepEqual(await search(practice, undefined, 'start=ge2026-06-30&end=le2026-07-02'), ['2026-06-30T20:00'])
  })

  test('SLOT-08 under concurrency a cap of three gives three bookings, never four', async (t) => {
    const slots = Array.from({ length: 20 }, (_, index) =>
      `2026-03-02T${9 + Math.floor(index / 6)}:${(index % 6) * 10}`.replace(/:0$/, ':00'),
    )
    const starts = slots.map((start) => start.replace('T9', 'T09'))
    const practice = await givenSettings(t, { caps: [{ per: 'day', organisationType: 'gp-practice', most: 3 }] }, starts)

    const replies = await Promise.all(starts.map((start) => book(practice, [start], { type: 'gp-practice' })))

    assert.equal(replies.filter(({ status }) => status === 201).length, 3)
    for (const reply of replies.filter(({ status }) => status !== 201)) assertRefused(reply, /as many/)
  })

  test('SLOT-12 SLOT-06 read, amend and cancel see what search and booking do not', async (t) => {
    // Given an appointment in a slot that was open when it was booked
    const practice = await givenSettings(t, {}, ['2026-03-02T09:00'])
    const booked = await book(practice, ['2026-03-02T09:00'])
    await practice.db.query(`update organisation set embargo_minutes = 1000, booking_window_days = 0 where ods_code = $1`, [
      practice.odsCode,
    ])

    // When
    const read = await practice.call('readAppointment', `/Appointment/${booked.body.id}`)
    const amended = await practice.call('amendAppointment', `/Appointment/${booked.body.id}`, {
      method: 'PUT',
      headers: { 'if-match': read.headers.etag },
      body: { ...read.body, description: 'Another' },
    })
    const cancelled = await practice.call('cancelAppointment', `/Appointment/${booked.body.id}`, {
      method: 'PUT',
      headers: { 'if-match': amended.headers.etag },
      body: {
        ...amended.body,
        status: 'cancelled',
        extension: [
          ...amended.body.extension,
          {
            url: EXTENSIONS.appointmentCancellationReason,
            valueString: 'Better',
          },
        ],
      },
    })

    // Then
    assert.deepEqual([read.status, amended.status, cancelled.status], [200, 200, 200], cancelled.text)
  })
})
