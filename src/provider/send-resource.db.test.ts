import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { bookingOf } from '../../test/given/booking.ts'
import { givenPractice } from '../../test/given/practice.ts'

const SLOTS = ['2026-03-02T09:00', '2026-03-02T10:00', '2026-03-02T11:00', '2026-03-02T12:00', '2026-03-02T13:00', '2026-03-02T14:00']
const given = (t: TestContext) => givenPractice(t, { slots: SLOTS })

describe('Prefer', () => {
  test('GEN-08 return=minimal on create and update gives the headers, and no body', async (t) => {
    const practice = await given(t)
    const headers = { prefer: 'return=minimal' }

    const booked = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, [SLOTS[0] ?? '']), headers })

    assert.deepEqual([booked.status, booked.text, booked.headers['content-type']], [201, '', undefined])
    assert.equal(booked.headers.etag, 'W/"1"')
    assert.match(booked.headers.location ?? '', /\/Appointment\/[^/]+\/_history\/1$/)
    assert.equal(booked.headers['content-location'], booked.headers.location)
    assert.ok(booked.headers['last-modified'])

    const path = `/Appointment/${booked.headers.location?.split('/').at(-3)}`
    const { body } = await practice.call('readAppointment', path)
    const amended = await practice.call('amendAppointment', path, {
      body: { ...body, description: 'Worse' },
      headers: { ...headers, 'if-match': 'W/"1"' },
    })
    assert.deepEqual([amended.status, amended.text, amended.headers.etag], [200, '', 'W/"2"'])
    assert.equal((await practice.call('readAppointment', path)).body.description, 'Worse')
  })

  test('GEN-08 the representation is returned without it, and for every other preference', async (t) => {
    const practice = await given(t)
    const preferences = [
      undefined,
      'return=representation',
      'respond-async, wait=10',
      'return=OperationOutcome',
      'return=representation, return=minimal',
    ]
    for (const [index, prefer] of preferences.entries()) {
      const reply = await practice.call('bookAppointment', '/Appointment', {
        body: bookingOf(practice, [SLOTS[index] ?? '']),
        headers: { prefer },
      })
      assert.deepEqual([reply.status, reply.body?.resourceType], [201, 'Appointment'], prefer)
    }
  })

  test('GEN-08 it is understood among others and however it is written, and does not touch reading or refusing', async (t) => {
    const practice = await given(t)
    for (const [index, prefer] of ['respond-async, Return = "minimal"; x=1', 'return=minimal, return=representation'].entries()) {
      const reply = await practice.call('bookAppointment', '/Appointment', {
        body: bookingOf(practice, [SLOTS[index] ?? '']),
        headers: { prefer },
      })
      assert.deepEqual([reply.status, reply.text], [201, ''], prefer)
    }
    const headers = { prefer: 'return=minimal' }
    assert.equal((await practice.call('readLocation', `/Location/${practice.locations.main}`, { headers })).body.resourceType, 'Location')
    const refused = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, [SLOTS[0] ?? '']), headers })
    assert.deepEqual([refused.status, refused.body.resourceType], [409, 'OperationOutcome'])
  })
})
