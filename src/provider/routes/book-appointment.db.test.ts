import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bookingOf, bookingOrganization } from '../../../test/given/booking.ts'
import {
  type GivenPractice,
  givenPatient,
  givenPractice,
  PATIENT,
  practiceSlot,
  SCHEDULE,
  spineCode,
} from '../../../test/given/practice.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../../fhir/urls.ts'

const NINE = '2026-03-02T09:00'
const TEN_PAST = '2026-03-02T09:10'

const book = (practice: GivenPractice, body: unknown) => practice.call('bookAppointment', '/Appointment', { body })

async function heldSlots(practice: GivenPractice) {
  return practice.db.query<{ id: string; appointment_id: string }>(
    'select id, appointment_id from slot where ods_code = $1 and appointment_id is not null',
    [practice.odsCode],
  )
}

describe('Book an appointment', () => {
  test('APT-01 APT-06 GEN-07 a booking is answered with the appointment, its version and its place', async (t) => {
    // Given
    const practice = await givenPractice(t, { slots: [NINE] })
    const contained = bookingOrganization({ type: [{ coding: [{ system: SYSTEMS.organisationType, code: 'urgent-care' }] }] })

    // When
    const reply = await book(practice, bookingOf(practice, [NINE], { contained: [contained], comment: 'Prefers mornings' }))

    // Then
    assert.equal(reply.status, 201, reply.text)
    const { id } = reply.body
    assert.deepEqual(reply.body, {
      resourceType: 'Appointment',
      id,
      meta: { versionId: '1', profile: [PROFILES.Appointment] },
      contained: [contained],
      extension: [
        { url: EXTENSIONS.bookingOrganisation, valueReference: { reference: '#1' } },
        {
          url: EXTENSIONS.practitionerRole,
          valueCodeableConcept: { coding: [{ system: SYSTEMS.sdsJobRoleName, code: 'R0260', display: 'General Medical Practitioner' }] },
        },
        { url: EXTENSIONS.deliveryChannel, valueCode: 'In-person' },
      ],
      status: 'booked',
      serviceCategory: { text: 'Morning surgery' },
      serviceType: [{ text: 'GP appointment' }],
      description: 'Sore throat',
      start: '2026-03-02T09:00:00+00:00',
      end: '2026-03-02T09:10:00+00:00',
      slot: [{ reference: `Slot/${practice.slots[NINE]}` }],
      created: '2026-03-02T08:00:00+00:00',
      comment: 'Prefers mornings',
      participant: [
        { actor: { reference: `Patient/${practice.patients[PATIENT]}` }, status: 'accepted' },
        { actor: { reference: `Location/${practice.locations.main}` }, status: 'accepted' },
        { actor: { reference: `Practitioner/${practice.practitioners.patel}` }, status: 'accepted' },
      ],
    })
    assert.equal(reply.headers.etag, 'W/"1"')
    assert.equal(reply.headers.location, `${practice.serviceRoot}/Appointment/${id}/_history/1`)
    assert.equal(reply.headers['content-location'], `${practice.serviceRoot}/Appointment/${id}/_history/1`)
    assert.equal(reply.headers['last-modified'], 'Mon, 02 Mar 2026 08:00:00 GMT')
    assert.deepEqual(await heldSlots(practice), [{ id: practice.slots[NINE], appointment_id: id }])
  })

  test('AUD-02 who booked, for which organisation and by which request is stored with the booking', async (t) => {
    const practice = await givenPractice(t, { slots: [NINE] })

    const reply = await practice.call('bookAppointment', '/Appointment', {
      body: bookingOf(practice, [NINE]),
      headers: { 'ssp-traceid': 'trace-1' },
    })

    const rows = await practice.db.query(
      'select target_type, target_id, target_version, trace_id, from_asid, agent from provenance where ods_code = $1',
      [practice.odsCode],
    )
    assert.deepEqual(rows, [
      {
        target_type: 'Appointment',
        target_id: reply.body.id,
        target_version: 1,
        trace_id: 'trace-1',
        from_asid: '200000000111',
        agent: {
          user: { id: 'user-1', name: 'Ms Call Handler', sdsUserId: '111222333444', sdsRoleProfileId: '444555666777' },
          organisation: { odsCode: 'B30012', name: 'A hub' },
          device: { identifier: 'desk-1', model: 'Test consumer', version: '1.0' },
        },
      },
    ])
  })

  test('APT-05 a slot that is no longer free is refused with 409 DUPLICATE_REJECTED, whoever asks at the same moment', async (t) => {
    // Given one free slot, seen by fifty consumers
    const practice = await givenPractice(t, { slots: [NINE] })

    // When all fifty book it at once
    const replies = await Promise.all(Array.from({ length: 50 }, () => book(practice, bookingOf(practice, [NINE]))))

    // Then one is booked, forty-nine are told why not, and the book holds one appointment
    const refused = replies.filter(({ status }) => status !== 201)
    assert.equal(refused.length, 49)
    for (const reply of refused) {
      assert.equal(reply.status, 409)
      assert.equal(spineCode(reply), 'DUPLICATE_REJECTED')
    }
    const appointments = await practice.db.query('select id from appointment where ods_code = $1', [practice.odsCode])
    assert.equal(appointments.length, 1)
    assert.equal((await heldSlots(practice)).length, 1)
  })

  test('APT-05 of overlapping bookings of several slots each is taken whole or not at all', async (t) => {
    const slots = Array.from(
      { length: 12 },
      (_, index) => `2026-03-02T${String(9 + Math.floor(index / 6)).padStart(2, '0')}:${(index % 6) * 10 || '00'}`,
    )
    const practice = await givenPractice(t, { slots })
    const pairs = slots.slice(1).map((start, index) => [slots[index] ?? '', start])

    const replies = await Promise.all([...pairs, ...pairs.toReversed()].map((pair) => book(practice, bookingOf(practice, pair))))

    const booked = replies.filter(({ status }) => status === 201)
    for (const { status } of replies) assert.ok(status === 201 || status === 409)
    const holders = Map.groupBy(await heldSlots(practice), ({ appointment_id }) => appointment_id)
    assert.deepEqual([...holders.keys()].sort(), booked.map(({ body }) => body.id).sort())
    for (const held of holders.values()) assert.equal(held.length, 2)
  })

  test('APT-04 adjacent slots of one schedule are booked together', async (t) => {
    const practice = await givenPractice(t, { slots: [NINE, TEN_PAST] })
    const reply = await book(practice, bookingOf(practice, [NINE, TEN_PAST]))
    assert.equal(reply.status, 201)
    assert.equal(reply.body.end, '2026-03-02T09:20:00+00:00')
    assert.deepEqual(
      reply.body.slot.map((slot: { reference: string }) => slot.reference),
      [NINE, TEN_PAST].map((start) => `Slot/${practice.slots[start]}`),
    )
  })

  test('APT-04 slots apart, of two schedules, of two channels or of two types are 422 INVALID_RESOURCE', async (t) => {
    const slots = [
      practiceSlot(NINE),
      practiceSlot('2026-03-02T09:30'),
      { ...practiceSlot('2026-03-02T09:40'), deliveryChannel: 'Telephone' as const },
      practiceSlot('2026-03-02T10:00'),
      { ...practiceSlot('2026-03-02T10:10'), slotType: 'Nurse' },
    ]
    const afternoon = { ...SCHEDULE, key: 'afternoon', slots: [practiceSlot(TEN_PAST)] }
    const practice = await givenPractice(t, { file: { schedules: [{ ...SCHEDULE, slots }, afternoon] } })
    for (const starts of [
      [NINE, '2026-03-02T09:30'],
      [NINE, TEN_PAST],
      ['2026-03-02T09:30', '2026-03-02T09:40'],
      ['2026-03-02T10:00', '2026-03-02T10:10'],
    ]) {
      const reply = await book(practice, bookingOf(practice, starts))
      assert.equal(reply.status, 422, starts.join())
      assert.equal(spineCode(reply), 'INVALID_RESOURCE')
      assert.match(reply.body.issue[0].diagnostics, /slots booked together must be/)
    }
    assert.deepEqual(await heldSlots(practice), [])
  })

  test('APT-01 every missing or forbidden element is named in one refusal, 422 INVALID_RESOURCE', async (t) => {
    const practice = await givenPractice(t, { slots: [NINE] })
    const patient = { actor: { reference: `Patient/${practice.patients[PATIENT]}` }, status: 'accepted' }
    const location = { actor: { reference: `Location/${practice.locations.main}` }, status: 'accepted' }
    const wrong: [RegExp, Record<string, unknown>][] = [
      [/meta.profile/, { meta: undefined }],
      [/Appointment.status/, { status: 'pending' }],
      [/start and end/, { start: undefined, end: undefined }],
      [/Appointment.created/, { created: undefined }],
      [/Appointment.created/, { created: '2026' }],
      [/Appointment.description/, { description: undefined }],
      [/Appointment.description/, { description: 'x'.repeat(101) }],
      [/Appointment.comment/, { comment: 'x'.repeat(501) }],
      [/Appointment.slot/, { slot: undefined }],
      [/Appointment.slot/, { slot: [{ reference: `https://elsewhere.example/Slot/${practice.slots[NINE]}` }] }],
      [/Appointment.slot/, { slot: [{ reference: `Location/${practice.locations.main}` }] }],
      [/Appointment.slot/, { slot: [{ reference: `Slot/${practice.slots[NINE]}` }, { reference: `Slot/${practice.slots[NINE]}` }] }],
      [/exactly one Patient/, { participant: [location] }],
      [/exactly one Location/, { participant: [patient] }],
      [/exactly one Patient/, { participant: [patient, patient, location] }],
      [/participant\[2\].actor/, { participant: [patient, location, { type: [{ text: 'x' }], status: 'accepted' }] }],
      [/participant\[0\]/, { participant: [{ actor: patient.actor }, location] }],
      [/must not hold a Device/, { participant: [patient, location, { actor: { reference: 'Device/1' }, status: 'accepted' }] }],
      [/BookingOrganisation/, { extension: undefined, contained: undefined }],
      [/identifier/, { contained: [bookingOrganization({ identifier: undefined })] }],
      [/name/, { contained: [bookingOrganization({ name: undefined })] }],
      [/telecom/, { contained: [bookingOrganization({ telecom: undefined })] }],
      [/Appointment.id/, { id: 'mine' }],
      [/Appointment.reason/, { reason: [{ text: 'x' }] }],
      [/Appointment.specialty/, { specialty: [{ text: 'x' }] }],
      [/Appointment.appointmentType/, { appointmentType: { text: 'x' } }],
      [/Appointment.requestedPeriod/, { requestedPeriod: [{ start: '2026-03-02' }] }],
      [/Appointment.colour/, { colour: 'blue' }],
      [/resourceType|type/, { resourceType: 'Slot' }],
    ]
    for (const [named, change] of wrong) {
      const reply = await book(practice, bookingOf(practice, [NINE], change))
      assert.equal(reply.status, 422, `${named} ${reply.text}`)
      assert.equal(spineCode(reply), 'INVALID_RESOURCE', String(named))
      assert.match(reply.body.issue[0].diagnostics, named)
    }

    const several = await book(
      practice,
      bookingOf(practice, [NINE], { description: undefined, created: undefined, reason: [{ text: 'x' }] }),
    )
    for (const named of [/description/, /created/, /reason/]) assert.match(several.body.issue[0].diagnostics, named)
    assert.deepEqual(await heldSlots(practice), [])
  })

  test('APT-01 a cancellation reason has no place in a booking', async (t) => {
    const practice = await givenPractice(t, { slots: [NINE] })
    const extension = [
      { url: EXTENSIONS.bookingOrganisation, valueReference: { reference: '#1' } },
      { url: EXTENSIONS.appointmentCancellationReason, valueString: 'Changed my mind' },
    ]
    const reply = await book(practice, bookingOf(practice, [NINE], { extension }))
    assert.equal(reply.status, 422)
    assert.match(reply.body.issue[0].diagnostics, /AppointmentCancellationReason/)
  })

  test('APT-01 texts of exactly 100 and 500 characters are stored as they are', async (t) => {
    const practice = await givenPractice(t, { slots: [NINE] })
    const texts = { description: `${'é'.repeat(98)}🌡x`, comment: 'y'.repeat(500) }
    const reply = await book(practice, bookingOf(practice, [NINE], texts))
    assert.equal(reply.status, 201, reply.text)
    assert.deepEqual({ description: reply.body.description, comment: reply.body.comment }, texts)
  })

  test('APT-02 what this practice does not hold is 422 REFERENCE_NOT_FOUND', async (t) => {
    const practice = await givenPractice(t, { slots: [NINE] })
    const other = await givenPractice(t, { slots: [NINE] })
    const patient = `Patient/${practice.patients[PATIENT]}`
    const location = `Location/${practice.locations.main}`
    const participants = (...references: string[]) => ({
      participant: references.map((reference) => ({ actor: { reference }, status: 'accepted' })),
    })
    for (const change of [
      { slot: [{ reference: 'Slot/none' }] },
      { slot: [{ reference: `Slot/${other.slots[NINE]}` }] },
      participants('Patient/none', location),
      participants(`Patient/${other.patients[PATIENT]}`, location),
      participants(patient, 'Location/none'),
      participants(patient, location, `Practitioner/${other.practitioners.patel}`),
      participants(patient, location, 'HealthcareService/none'),
    ]) {
      const reply = await book(practice, bookingOf(practice, [NINE], change))
      assert.equal(reply.status, 422, JSON.stringify(change))
      assert.equal(spineCode(reply), 'REFERENCE_NOT_FOUND', JSON.stringify(change))
    }
  })

  test("APT-02 a location or practitioner that is not the schedule's is 422 INVALID_RESOURCE", async (t) => {
    const practice = await givenPractice(t, {
      slots: [NINE],
      file: {
        locations: [
          { key: 'main', name: 'Main' },
          { key: 'branch', name: 'Branch' },
        ],
        practitioners: [
          { key: 'patel', family: 'Patel' },
          { key: 'other', family: 'Other' },
        ],
      },
    })
    const patient = `Patient/${practice.patients[PATIENT]}`
    for (const references of [
      [patient, `Location/${practice.locations.branch}`],
      [patient, `Location/${practice.locations.main}`, `Practitioner/${practice.practitioners.other}`],
    ]) {
      const reply = await book(
        practice,
        bookingOf(practice, [NINE], { participant: references.map((reference) => ({ actor: { reference }, status: 'accepted' })) }),
      )
      assert.equal(reply.status, 422)
      assert.equal(spineCode(reply), 'INVALID_RESOURCE')
    }
  })

  test('APT-02 a sensitive, departed or deceased patient is 404 PATIENT_NOT_FOUND', async (t) => {
    for (const state of [
      { sensitive: true },
      { registration: { type: 'R' as const, start: '2010-01-01', end: '2026-01-01' } },
      { deceased: '2026-02-01' },
    ]) {
      const practice = await givenPractice(t, { slots: [NINE], file: { patients: [givenPatient(PATIENT, state)] } })
      const reply = await book(practice, bookingOf(practice, [NINE]))
      assert.equal(reply.status, 404, JSON.stringify(state))
      assert.equal(spineCode(reply), 'PATIENT_NOT_FOUND')
    }
  })

  test('APT-03 start and end are compared as moments, and must be those of the slots', async (t) => {
    const practice = await givenPractice(t, { slots: [NINE, TEN_PAST] })
    for (const change of [
      { start: '2026-03-02T09:01:00+00:00' },
      { end: '2026-03-02T09:09:00+00:00' },
      { start: '2026-03-02T09:00:00+01:00' },
    ]) {
      const reply = await book(practice, bookingOf(practice, [NINE], change))
      assert.equal(reply.status, 422)
      assert.equal(spineCode(reply), 'INVALID_RESOURCE')
    }
    const reply = await book(practice, bookingOf(practice, [NINE], { start: '2026-03-02T10:00:00+01:00', end: '2026-03-02T09:10:00Z' }))
    assert.equal(reply.status, 201, reply.text)
  })

  test('APT-03 a slot that has begun, is blocked or is not released is 422 INVALID_RESOURCE', async (t) => {
    const slots = [
      practiceSlot('2026-03-02T08:00'),
      { ...practiceSlot('2026-03-02T10:00'), bookable: false },
      { ...practiceSlot('2026-03-02T11:00'), blocked: true },
      { ...practiceSlot('2026-03-02T12:00'), bookable: false, deliveryChannel: 'Visit' as const },
    ]
    const practice = await givenPractice(t, { now: '2026-03-02T08:00:00Z', file: { schedules: [{ ...SCHEDULE, slots }] } })
    for (const { start } of slots) {
      const reply = await book(practice, bookingOf(practice, [start]))
      assert.equal(reply.status, 422, start)
      assert.equal(spineCode(reply), 'INVALID_RESOURCE')
    }
  })

  test('APT-03 SLOT-07 the booking organisation as sent decides on restricted slots, not the token', async (t) => {
    const slots = [{ ...practiceSlot(NINE), restrictedTo: { organisationTypes: ['urgent-care' as const], organisationCodes: ['B30012'] } }]
    const practice = await givenPractice(t, { file: { schedules: [{ ...SCHEDULE, slots }] } })
    const type = [{ coding: [{ system: SYSTEMS.organisationType, code: 'urgent-care' }] }]
    const elsewhere = [{ system: SYSTEMS.odsOrganisationCode, value: 'A99999' }]

    for (const contained of [bookingOrganization(), bookingOrganization({ type, identifier: elsewhere })]) {
      const reply = await book(practice, bookingOf(practice, [NINE], { contained: [contained] }))
      assert.equal(reply.status, 422)
      assert.equal(spineCode(reply), 'INVALID_RESOURCE')
    }
    assert.equal((await book(practice, bookingOf(practice, [NINE], { contained: [bookingOrganization({ type })] }))).status, 201)
  })

  test('ERR-03 a malformed body is 400 BAD_REQUEST, and one of another media type 415', async (t) => {
    const practice = await givenPractice(t, { slots: [NINE] })
    for (const body of ['', '{', 'nonsense', '{"resourceType":"Appointment","resourceType":"Slot"}']) {
      const reply = await practice.call('bookAppointment', '/Appointment', { body })
      assert.equal(reply.status, 400, body)
      assert.equal(spineCode(reply), 'BAD_REQUEST')
    }
    const reply = await practice.call('bookAppointment', '/Appointment', {
      body: '<Appointment/>',
      headers: { 'content-type': 'application/pdf' },
    })
    assert.equal(reply.status, 415)
  })
})
