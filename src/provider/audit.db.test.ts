import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { auditEntries } from '../../test/given/audit.ts'
import { bookingOf } from '../../test/given/booking.ts'
import { givenCapturedLog } from '../../test/given/captured-log.ts'
import { type GivenPractice, givenPractice, PATIENT, spineCode } from '../../test/given/practice.ts'
import { givenRegistration, givenTrace } from '../../test/given/registration.ts'
import { givenTlsProvider } from './tls/given-tls.ts'

const NINE = '2026-03-02T09:00'

const find = (practice: GivenPractice, nhsNumber: string) =>
  practice.call('findPatient', `/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C${nhsNumber}`)

describe('The audit trail', () => {
  test('AUD-01 an answered call leaves who asked, for whom, what and when, and what came of it', async (t) => {
    // Given
    const practice = await givenPractice(t, { slots: [NINE] })

    // When
    const reply = await practice.call('bookAppointment', '/Appointment', {
      body: bookingOf(practice, [NINE]),
      headers: { 'ssp-traceid': 'trace-of-the-booking' },
    })

    // Then
    const { id } = reply.body
    const [entry, ...others] = await auditEntries(practice.db, practice.odsCode)
    assert.equal(others.length, 0)
    assert.match(entry?.requestId ?? '', /^[0-9a-f-]{36}$/)
    assert.deepEqual(entry, {
      at: '2026-03-02T08:00:00.000Z',
      requestId: entry?.requestId,
      admitted: true,
      status: 201,
      target: `POST /${practice.odsCode}/STU3/1/gpconnect/Appointment`,
      remoteAddress: '127.0.0.1',
      interactionId: 'urn:nhs:names:services:gpconnect:fhir:rest:create:appointment-1',
      traceId: 'trace-of-the-booking',
      fromAsid: '200000000111',
      toAsid: '200000000222',
      patient: practice.patients[PATIENT],
      record: `Appointment/${id}/_history/1`,
      user: { id: 'user-1', name: 'Ms Call Handler', sdsUserId: '111222333444', sdsRoleProfileId: '444555666777' },
      organisation: { odsCode: 'B30012', name: 'A hub' },
      device: { identifier: 'desk-1', model: 'Test consumer', version: '1.0' },
    })
  })

  test('AUD-01 each interaction names the patient whose record it read or changed', async (t) => {
    const practice = await givenPractice(t, { slots: [NINE], tracePatient: async () => givenTrace() })
    const patient = practice.patients[PATIENT]
    const booked = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, [NINE]) })
    const appointment = `Appointment/${booked.body.id}`
    await find(practice, PATIENT)
    await practice.call('readPatient', `/Patient/${patient}`)
    await practice.call('retrieveAppointments', `/Patient/${patient}/Appointment?start=ge2026-03-02&start=le2026-03-09`)
    await practice.call('readAppointment', `/${appointment}`)
    await practice.call('amendAppointment', `/${appointment}`, {
      body: { ...booked.body, description: 'Changed' },
      headers: { 'if-match': 'W/"1"' },
    })
    const registered = await practice.call('registerPatient', '/Patient/$gpc.registerpatient', { body: givenRegistration('9990000026') })
    await find(practice, '9990000042')

    const newcomer = registered.body.entry[0].resource.id
    const said = (await auditEntries(practice.db, practice.odsCode)).map(({ status, patient, nhsNumber, record }) => [
      status,
      patient,
      nhsNumber,
      record,
    ])
    assert.deepEqual(said, [
      [201, patient, undefined, `${appointment}/_history/1`],
      [200, patient, PATIENT, undefined],
      [200, patient, undefined, `Patient/${patient}/_history/1`],
      [200, patient, undefined, undefined],
      [200, patient, undefined, `${appointment}/_history/1`],
      [200, patient, undefined, `${appointment}/_history/2`],
      [200, newcomer, '9990000026', `Patient/${newcomer}/_history/1`],
      [200, undefined, '9990000042', undefined],
    ])
  })

  test('AUD-01 a refusal leaves its code, for whom it was, and who the token said was asking', async (t) => {
    const practice = await givenPractice(t)
    const patient = practice.patients[PATIENT] ?? ''

    // Given a token of yesterday, a slot that does not exist, and a token that is none
    const yesterday = practice.now.getTime() / 1000 - 86_400
    await practice.call('readPatient', `/Patient/${patient}`, { claims: { iat: yesterday, exp: yesterday + 300 } })
    await practice.call('bookAppointment', '/Appointment', {
      body: { ...bookingOf(practice, []), slot: [{ reference: 'Slot/nothing' }] },
    })
    await practice.call('readMetadata', '/metadata', { headers: { authorization: 'Bearer a.b.c', 'ssp-from': 'me' } })

    const [expired, unbookable, unreadable] = await auditEntries(practice.db, practice.odsCode)
    assert.deepEqual(
      [expired?.admitted, expired?.status, expired?.code, expired?.user?.name, expired?.organisation?.odsCode, expired?.device?.model],
      [false, 400, 'BAD_REQUEST', 'Ms Call Handler', 'B30012', 'Test consumer'],
    )
    assert.equal(expired?.target, `GET /${practice.odsCode}/STU3/1/gpconnect/Patient/${patient}`)
    assert.deepEqual(
      [unbookable?.admitted, unbookable?.status, unbookable?.code, unbookable?.patient],
      [true, 422, 'REFERENCE_NOT_FOUND', patient],
    )
    assert.deepEqual(
      [unreadable?.admitted, unreadable?.status, unreadable?.fromAsid, unreadable?.user, unreadable?.interactionId?.split(':').at(-1)],
      [false, 400, 'me', {}, 'metadata-1'],
    )
  })

  test('AUD-01 what anybody sends can be recorded: NUL, half a character, more than there is room for', async (t) => {
    const practice = await givenPractice(t)
    const claims = {
      sub: 'a\0b',
      requesting_organization: { resourceType: 'Organization', name: '\ud800', identifier: 'none' },
      requesting_practitioner: { name: [{ family: 'x'.repeat(50_000), given: 'y' }], identifier: [null, { system: 7 }] },
      requesting_device: { resourceType: 'Device', model: ['many'] },
    }
    const headers = { 'ssp-traceid': '\u00e9'.repeat(5_000) }
    const reply = await practice.call('readMetadata', '/metadata', { claims, headers })
    assert.equal(reply.status, 422, reply.text)

    const [entry] = await auditEntries(practice.db, practice.odsCode)
    assert.deepEqual(entry?.user, { id: 'a\ufffdb', name: `y ${'x'.repeat(498)}` })
    assert.deepEqual(entry?.organisation, { name: '\ufffd' })
    assert.equal(entry?.traceId, '\u00e9'.repeat(500))
  })

  test('AUD-01 what names no practice of ours is in a chain of its own, and what names one before it is refused is in that one', async (t) => {
    const practice = await givenPractice(t)
    const nobodys = (await auditEntries(practice.db, '-')).length

    await practice.call('readMetadata', '//ZZ999/STU3/1/gpconnect/metadata')
    await practice.call('readMetadata', '//%zz?x=1')
    await practice.call('readMetadata', '/metadata?_format=pdf')
    await practice.call('readMetadata', '/nothing')

    const elsewhere = await auditEntries(practice.db, '-', nobodys)
    assert.deepEqual(
      elsewhere.map(({ status, code, target }) => [status, code, target]),
      [
        [404, 'NO_RECORD_FOUND', 'GET /ZZ999/STU3/1/gpconnect/metadata'],
        [400, 'BAD_REQUEST', 'GET /%zz?x=1'],
      ],
    )
    const here = await auditEntries(practice.db, practice.odsCode)
    assert.deepEqual(
      here.map(({ status }) => status),
      [415, 501],
    )
  })

  test('AUD-01 bytes that are no request are recorded', async (t) => {
    const practice = await givenPractice(t)
    const nobodys = (await auditEntries(practice.db, '-')).length
    const url = await practice.app.listen({ host: '127.0.0.1', port: 0 })

    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write('HELLO\r\n\r\n')
    const [answer] = await once(socket, 'data')
    assert.match(String(answer), /^HTTP\/1.1 400 /)

    const [entry, ...others] = await auditEntries(practice.db, '-', nobodys)
    assert.equal(others.length, 0)
    assert.deepEqual([entry?.status, entry?.code, entry?.admitted, entry?.remoteAddress], [400, 'BAD_REQUEST', false, '127.0.0.1'])
  })

  test('AUD-01 SEC-01 a client that is not the SSP is recorded', async (t) => {
    const provider = await givenTlsProvider(t)
    const { db } = provider.practice
    const nobodys = (await auditEntries(db, '-')).length
    const { anonymous, ask } = provider
    assert.equal((await ask({ as: anonymous })).status, 496)
    const entries = await auditEntries(db, '-', nobodys)
    assert.deepEqual(
      entries.map(({ status, admitted }) => [status, admitted]),
      [[496, false]],
    )
  })

  test('AUD-01 a call whose consumer goes away in the middle of its body is recorded', async (t) => {
    const practice = await givenPractice(t)
    const url = await practice.app.listen({ host: '127.0.0.1', port: 0 })
    const headers = Object.entries({ ...practice.headersFor('bookAppointment'), 'content-type': 'application/fhir+json' })
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write(
      `POST /${practice.odsCode}/STU3/1/gpconnect/Appointment HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n{"resource`,
    )
    await once(practice.app.server, 'request')
    socket.destroy()

    let entries = await auditEntries(practice.db, practice.odsCode)
    for (let tries = 0; entries.length === 0 && tries < 500; tries += 1) {
      await setTimeout(10)
      entries = await auditEntries(practice.db, practice.odsCode)
    }
    assert.deepEqual(
      entries.map(({ status, code, admitted }) => [status, code, admitted]),
      [[400, 'BAD_REQUEST', true]],
    )
  })

  test('AUD-01 what cannot be audited is not answered: 500, with nothing of what was done', async (t) => {
    // Given an audit trail that cannot be written
    const captured = givenCapturedLog()
    const practice = await givenPractice(t, {
      slots: [NINE],
      log: captured.log,
      audit: { append: async () => Promise.reject(new Error('the disk is full')) },
    })

    // When
    const reply = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, [NINE]) })

    // Then
    assert.equal(reply.status, 500)
    assert.equal(spineCode(reply), 'INTERNAL_SERVER_ERROR')
    assert.deepEqual([reply.headers.etag, reply.headers.location, reply.headers['last-modified']], [undefined, undefined, undefined])
    const [failure] = captured.lines().filter(({ msg }) => msg === 'unexpected failure')
    assert.ok(reply.text.includes(String(failure?.requestId)))
    // And the booking stands, with its provenance, for the consumer to find and for the operator to see
    const [provenance] = await practice.db.query('select target_id from provenance where ods_code = $1', [practice.odsCode])
    assert.ok(provenance)
  })
})
