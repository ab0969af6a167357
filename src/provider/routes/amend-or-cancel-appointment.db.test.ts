import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { bookingOf, bookingOrganization } from '../../../test/given/booking.ts'
import {
  type GivenPractice,
  givenPractice,
  PATIENT,
  type PracticeOptions,
  practiceSlot,
  type Reply,
  SCHEDULE,
  spineCode,
} from '../../../test/given/practice.ts'
import { EXTENSIONS, SYSTEMS } from '../../fhir/urls.ts'

const NINE = '2026-03-02T09:00'
const TEN_PAST = '2026-03-02T09:10'

// biome-ignore lint/suspicious/noExplicitAny: changed here and there, as a consumer would
type Body = any

async function givenBooked(t: TestContext, options: PracticeOptions = {}): Promise<{ practice: GivenPractice; booked: Body }> {
  const practice = await givenPractice(t, { slots: [NINE, TEN_PAST], ...options })
  const reply = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, [NINE], { comment: 'Ground floor' }) })
  assert.equal(reply.status, 201, reply.text)
  return { practice, booked: reply.body }
}

const put = (practice: GivenPractice, name: 'amendAppointment' | 'cancelAppointment', body: Body, ifMatch?: string): Promise<Reply> =>
  practice.call(name, `/Appointment/${body.id}`, { body, headers: { 'if-match': ifMatch } })

const REASON = { url: EXTENSIONS.appointmentCancellationReason, valueString: 'No longer needed' }
const cancelled = (booked: Body, reason: object = REASON): Body => ({
  ...booked,
  status: 'cancelled',
  extension: [...booked.extension, reason],
})

async function slotHolder(practice: GivenPractice, start: string): Promise<string | null | undefined> {
  const [row] = await practice.db.query<{ appointment_id: string | null }>(
    'select appointment_id from slot where ods_code = $1 and id = $2',
    [practice.odsCode, practice.slots[start] ?? ''],
  )
  return row?.appointment_id
}

const assertRefused = (reply: Reply, status: number, code: string, of = '') =>
  assert.deepEqual([reply.status, spineCode(reply)], [status, code], `${of} ${reply.text}`)

describe('Amend an appointment', () => {
  test('APT-09 GEN-07 description and comment are changed, under a new version', async (t) => {
    const { practice, booked } = await givenBooked(t)

    const reply = await put(practice, 'amendAppointment', { ...booked, description: 'Worse now', comment: 'Ring the bell' }, 'W/"1"')

    assert.equal(reply.status, 200, reply.text)
    assert.deepEqual(reply.body, {
      ...booked,
      meta: { ...booked.meta, versionId: '2' },
      description: 'Worse now',
      comment: 'Ring the bell',
    })
    assert.equal(reply.headers.etag, 'W/"2"')
    assert.equal(reply.headers['content-location'], `${practice.serviceRoot}/Appointment/${booked.id}/_history/2`)
    const read = await practice.call('readAppointment', `/Appointment/${booked.id}`)
    assert.deepEqual(read.body, reply.body)
  })

  test('APT-09 a comment that is left out is taken away; AUD-02 who amended is stored', async (t) => {
    const { practice, booked } = await givenBooked(t)
    const { comment, ...without } = booked

    const reply = await put(practice, 'amendAppointment', without)

    assert.equal(reply.status, 200, reply.text)
    assert.equal('comment' in reply.body, false)
    const rows = await practice.db.query(
      'select target_version, interaction_id from provenance where ods_code = $1 order by target_version',
      [practice.odsCode],
    )
    assert.deepEqual(rows, [
      { target_version: 1, interaction_id: 'urn:nhs:names:services:gpconnect:fhir:rest:create:appointment-1' },
      { target_version: 2, interaction_id: 'urn:nhs:names:services:gpconnect:fhir:rest:update:appointment-1' },
    ])
  })

  test('APT-09 what the provider filled in may be left out, and other spellings of the same are the same', async (t) => {
    const { practice, booked } = await givenBooked(t)
    const { serviceCategory, serviceType, ...without } = booked
    const variants: Body[] = [
      { ...without, extension: booked.extension.filter(({ url }: Body) => url === EXTENSIONS.bookingOrganisation) },
      { ...booked, participant: booked.participant.slice(0, 2) },
      { ...booked, participant: booked.participant.toReversed() },
      { ...booked, start: '2026-03-02T10:00:00+01:00', end: '2026-03-02T09:10:00Z', created: '2026-03-02T08:00:00.000+00:00' },
      { ...booked, extension: [...booked.extension, { url: 'https://other.example', valueString: 'unknown' }] },
      {
        ...booked,
        contained: [{ ...booked.contained[0], id: 'org' }],
        extension: [{ ...booked.extension[0], valueReference: { reference: '#org' } }],
      },
      { ...booked, meta: { profile: booked.meta.profile } },
      { ...booked, slot: [{ ...booked.slot[0], display: 'nine' }] },
    ]
    for (const variant of variants) {
      const reply = await put(practice, 'amendAppointment', { ...variant, description: `Amended` })
      assert.equal(reply.status, 200, `${JSON.stringify(variant)} ${reply.text}`)
    }
  })

  test('APT-09 anything else that differs is 422 INVALID_RESOURCE, named, and nothing changes', async (t) => {
    const { practice, booked } = await givenBooked(t)
    const other = { actor: { reference: 'Patient/other' }, status: 'accepted' }
    const wrong: [RegExp, Body][] = [
      [/Appointment.start/, { start: '2026-03-02T09:01:00+00:00' }],
      [/Appointment.end/, { end: '2026-03-02T09:20:00+00:00' }],
      [/Appointment.created/, { created: '2026-03-01T08:00:00+00:00' }],
      [/Appointment.created/, { created: undefined }],
      [/Appointment.slot/, { slot: [{ reference: `Slot/${practice.slots[TEN_PAST]}` }] }],
      [/Appointment.slot/, { slot: [...booked.slot, { reference: `Slot/${practice.slots[TEN_PAST]}` }] }],
      [/Appointment.participant/, { participant: [other, ...booked.participant.slice(1)] }],
      [/Appointment.participant/, { participant: booked.participant.slice(1) }],
      [/Appointment.participant/, { participant: [booked.participant[0], booked.participant[2]] }],
      [/Appointment.participant/, { participant: [{ ...booked.participant[0], status: 'declined' }, ...booked.participant.slice(1)] }],
      [
        /Appointment.participant/,
        { participant: [...booked.participant, { actor: { reference: 'Practitioner/other' }, status: 'accepted' }] },
      ],
      [/Appointment.status/, { status: 'pending' }],
      [/Appointment.status/, { status: 'cancelled' }],
      [/Appointment.serviceCategory/, { serviceCategory: { text: 'Other' } }],
      [/Appointment.serviceType/, { serviceType: [{ text: 'Other' }] }],
      [/Appointment.reason/, { reason: [{ text: 'x' }] }],
      [/Appointment.priority/, { priority: 1 }],
      [/Appointment.minutesDuration/, { minutesDuration: 10 }],
      [/Appointment.appointmentType/, { appointmentType: { text: 'x' } }],
      [/Appointment.identifier/, { identifier: [{ system: 'https://other.example', value: '1' }] }],
      [
        /PractitionerRole/,
        {
          extension: booked.extension.map((one: Body) =>
            one.url === EXTENSIONS.practitionerRole
              ? { ...one, valueCodeableConcept: { coding: [{ system: SYSTEMS.sdsJobRoleName, code: 'R0620', display: 'x' }] } }
              : one,
          ),
        },
      ],
      [
        /DeliveryChannel/,
        { extension: booked.extension.map((one: Body) => (one.url === EXTENSIONS.deliveryChannel ? { ...one, valueCode: 'Video' } : one)) },
      ],
      [/AppointmentCancellationReason/, { extension: [...booked.extension, REASON] }],
      [/BookingOrganisation/, { extension: booked.extension.slice(1), contained: undefined }],
      [/contained/, { contained: [bookingOrganization({ name: 'Another' })] }],
      [/contained/, { contained: [bookingOrganization({ identifier: [{ system: SYSTEMS.odsOrganisationCode, value: 'A99999' }] })] }],
      [
        /contained/,
        { contained: [bookingOrganization({ type: [{ coding: [{ system: SYSTEMS.organisationType, code: 'urgent-care' }] }] })] },
      ],
      [/Appointment.description/, { description: undefined }],
      [/Appointment.description/, { description: 'x'.repeat(101) }],
      [/Appointment.comment/, { comment: 'x'.repeat(501) }],
      [/meta.profile/, { meta: { versionId: '1' } }],
      [/colour/, { colour: 'blue' }],
    ]
    for (const [named, change] of wrong) {
      const reply = await put(practice, 'amendAppointment', { ...booked, ...change })
      assertRefused(reply, 422, 'INVALID_RESOURCE', String(named))
      assert.match(reply.body.issue[0].diagnostics, named)
    }
    assert.deepEqual((await practice.call('readAppointment', `/Appointment/${booked.id}`)).body, booked)
  })

  test('APT-09 an unknown id is 404 NO_RECORD_FOUND, and a body id unlike the URL’s 400 BAD_REQUEST', async (t) => {
    const { practice, booked } = await givenBooked(t)
    const elsewhere = await givenBooked(t)
    assertRefused(await put(practice, 'amendAppointment', { ...booked, id: 'unknown' }), 404, 'NO_RECORD_FOUND')
    assertRefused(await put(practice, 'amendAppointment', elsewhere.booked), 404, 'NO_RECORD_FOUND')
    const path = `/Appointment/${booked.id}`
    for (const body of [
      { ...booked, id: 'other' },
      { ...booked, id: undefined },
    ]) {
      assertRefused(await practice.call('amendAppointment', path, { body }), 400, 'BAD_REQUEST')
    }
  })

  test('APT-11 DIFF-05 a version mismatch or malformed If-Match is 409; a missing one as the dialect has it', async (t) => {
    const { practice, booked } = await givenBooked(t)
    for (const ifMatch of ['W/"2"', 'W/"0"', '"1"', '1', '', '*', 'W/"1", W/"2"', 'nonsense']) {
      assertRefused(await put(practice, 'amendAppointment', booked, ifMatch), 409, 'FHIR_CONSTRAINT_VIOLATION', ifMatch)
    }
    assert.equal((await put(practice, 'amendAppointment', booked)).status, 200)

    const specified = await givenBooked(t, { config: { dialect: 'specification' } })
    assertRefused(await put(specified.practice, 'amendAppointment', specified.booked), 400, 'BAD_REQUEST')
    assert.equal((await put(specified.practice, 'amendAppointment', specified.booked, 'W/"1"')).status, 200)
  })

  test('APT-11 of ten amendments at once on one version, one is made; versions are linear', async (t) => {
    const { practice, booked } = await givenBooked(t)
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) => put(practice, 'amendAppointment', { ...booked, description: `Number ${index}` }, 'W/"1"')),
    )
    assert.equal(replies.filter(({ status }) => status === 200).length, 1)
    for (const reply of replies.filter(({ status }) => status !== 200)) assertRefused(reply, 409, 'FHIR_CONSTRAINT_VIOLATION')
    const read = await practice.call('readAppointment', `/Appointment/${booked.id}`)
    assert.equal(read.body.meta.versionId, '2')
  })

  test('APT-09 one that has begun, APT-12 a visit and APT-10 a cancelled one are 422 INVALID_RESOURCE', async (t) => {
    const file: PracticeOptions['file'] = {
      schedules: [
        {
          ...SCHEDULE,
          slots: [
            practiceSlot('2026-03-02T08:00'),
            { ...practiceSlot('2026-03-02T10:00'), bookable: false, deliveryChannel: 'Visit', slotType: 'Home visit' },
          ],
        },
      ],
      appointments: ['2026-03-02T08:00', '2026-03-02T10:00'].map((start) => ({
        key: start.slice(11, 13),
        patient: PATIENT,
        schedule: 'morning',
        starts: [start],
        description: 'Review',
      })),
    }
    const practice = await givenPractice(t, { file })
    const rows = await practice.db.query<{ id: string }>('select id from appointment where ods_code = $1 order by start_at', [
      practice.odsCode,
    ])
    for (const { id } of rows) {
      const read = await practice.call('readAppointment', `/Appointment/${id}`)
      assert.equal(read.status, 200, read.text)
      assertRefused(await put(practice, 'amendAppointment', { ...read.body, description: 'x' }), 422, 'INVALID_RESOURCE')
      assertRefused(await put(practice, 'cancelAppointment', cancelled(read.body)), 422, 'INVALID_RESOURCE')
    }

    const { practice: other, booked } = await givenBooked(t)
    const done = await put(other, 'cancelAppointment', cancelled(booked))
    assertRefused(await put(other, 'amendAppointment', { ...booked, description: 'x' }), 422, 'INVALID_RESOURCE')
    assertRefused(await put(other, 'amendAppointment', { ...done.body, description: 'x' }), 422, 'INVALID_RESOURCE')
  })

  test('APT-13 what the practice booked itself is amended and cancelled like any other', async (t) => {
    const practice = await givenPractice(t, {
      file: {
        schedules: [{ ...SCHEDULE, slots: [practiceSlot(NINE)] }],
        appointments: [{ key: 'own', patient: PATIENT, schedule: 'morning', starts: [NINE], description: 'Review' }],
      },
    })
    const [row] = await practice.db.query<{ id: string }>('select id from appointment where ods_code = $1', [practice.odsCode])
    const read = await practice.call('readAppointment', `/Appointment/${row?.id}`)

    const amended = await put(practice, 'amendAppointment', { ...read.body, description: 'Changed' })
    assert.equal(amended.status, 200, amended.text)
    const gone = await put(practice, 'cancelAppointment', cancelled(amended.body))
    assert.equal(gone.status, 200, gone.text)
  })

  test('APT-15 that of a patient who has become sensitive is 404 PATIENT_NOT_FOUND', async (t) => {
    const { practice, booked } = await givenBooked(t)
    await practice.db.query('update patient set sensitive = true where ods_code = $1', [practice.odsCode])
    assertRefused(await put(practice, 'amendAppointment', booked), 404, 'PATIENT_NOT_FOUND')
    assertRefused(await put(practice, 'cancelAppointment', cancelled(booked)), 404, 'PATIENT_NOT_FOUND')
  })
})

describe('Cancel an appointment', () => {
  test('APT-10 it is cancelled with its reason, and its slots are free again in the same moment', async (t) => {
    const { practice, booked } = await givenBooked(t)
    assert.equal(await slotHolder(practice, NINE), booked.id)

    const reply = await put(practice, 'cancelAppointment', cancelled(booked), 'W/"1"')

    assert.equal(reply.status, 200, reply.text)
    assert.deepEqual(reply.body, { ...cancelled(booked), meta: { ...booked.meta, versionId: '2' } })
    assert.equal(await slotHolder(practice, NINE), null)
    const again = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, [NINE]) })
    assert.equal(again.status, 201, again.text)
    const read = await practice.call('readAppointment', `/Appointment/${booked.id}`)
    assert.deepEqual(read.body, reply.body, 'a cancelled appointment reads back whole, though another holds its slot')
  })

  test('APT-10 the same again is 200 and unchanged, even after another has taken the slot; with another reason it is 422', async (t) => {
    const { practice, booked } = await givenBooked(t)
    const first = await put(practice, 'cancelAppointment', cancelled(booked), 'W/"1"')
    const other = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, [NINE]) })

    const again = await put(practice, 'cancelAppointment', cancelled(booked), 'W/"1"')
    const otherwise = await put(practice, 'cancelAppointment', cancelled(booked, { ...REASON, valueString: 'Another reason' }))

    assert.equal(again.status, 200, again.text)
    assert.deepEqual(again.body, first.body)
    assertRefused(otherwise, 422, 'INVALID_RESOURCE')
    assert.equal(await slotHolder(practice, NINE), other.body.id)
  })

  test('APT-10 no reason, or one under another URL, is 422 INVALID_RESOURCE; an empty one 422 INVALID_PARAMETER', async (t) => {
    const { practice, booked } = await givenBooked(t)
    assertRefused(await put(practice, 'cancelAppointment', { ...booked, status: 'cancelled' }), 422, 'INVALID_RESOURCE')
    assertRefused(
      await put(practice, 'cancelAppointment', cancelled(booked, { ...REASON, url: 'https://other.example' })),
      422,
      'INVALID_RESOURCE',
    )
    for (const valueString of ['', '   ']) {
      assertRefused(await put(practice, 'cancelAppointment', cancelled(booked, { ...REASON, valueString })), 422, 'INVALID_PARAMETER')
    }
    assert.equal(await slotHolder(practice, NINE), booked.id)
  })

  test('APT-10 with any other difference it is 422 INVALID_RESOURCE, texts included', async (t) => {
    const { practice, booked } = await givenBooked(t)
    for (const change of [
      { description: 'x' },
      { comment: 'x' },
      { comment: undefined },
      { status: 'booked' },
      { status: 'noshow' },
      { start: '2026-03-02T09:01:00+00:00' },
      { priority: 1 },
    ]) {
      assertRefused(
        await put(practice, 'cancelAppointment', { ...cancelled(booked), ...change }),
        422,
        'INVALID_RESOURCE',
        JSON.stringify(change),
      )
    }
    assert.equal(await slotHolder(practice, NINE), booked.id)
  })

  test('INT-01 the interaction id tells a cancellation from an amendment, not the content', async (t) => {
    const { practice, booked } = await givenBooked(t)
    assertRefused(await put(practice, 'amendAppointment', cancelled(booked)), 422, 'INVALID_RESOURCE')
    assertRefused(await put(practice, 'cancelAppointment', { ...booked, description: 'x' }), 422, 'INVALID_RESOURCE')
    const reply = await practice.call('readAppointment', `/Appointment/${booked.id}`, { method: 'PUT', body: booked })
    assertRefused(reply, 400, 'BAD_REQUEST')
  })

  test('APT-10 a reason of any length is kept', async (t) => {
    const { practice, booked } = await givenBooked(t)
    const valueString = 'long '.repeat(400).trim()
    const reply = await put(practice, 'cancelAppointment', cancelled(booked, { ...REASON, valueString }))
    assert.equal(reply.status, 200, reply.text)
    assert.ok(reply.text.includes(valueString))
  })

  test('APT-05 APT-10 of cancelling and booking at once, the slot always has one holder or none', async (t) => {
    const { practice, booked } = await givenBooked(t)
    const replies = await Promise.all([
      put(practice, 'cancelAppointment', cancelled(booked)),
      ...Array.from({ length: 8 }, () => practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, [NINE]) })),
    ])
    assert.equal(replies[0]?.status, 200)
    const winners = replies.slice(1).filter(({ status }) => status === 201)
    assert.ok(winners.length <= 1)
    assert.equal(await slotHolder(practice, NINE), winners[0]?.body.id ?? null)
  })
})
