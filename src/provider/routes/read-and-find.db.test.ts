import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bookingOf } from '../../../test/given/booking.ts'
import { type GivenPractice, givenPatient, givenPractice, PATIENT, spineCode } from '../../../test/given/practice.ts'
import { givenTrace } from '../../../test/given/registration.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../../fhir/urls.ts'

const find = (practice: GivenPractice, query: string) => practice.call('findPatient', `/Patient?${query}`)
const byNumber = (nhsNumber: string) => `identifier=${SYSTEMS.nhsNumber}|${nhsNumber}`
const UNTRACED = { nhsNumberVerified: false, family: 'Jackson', given: ['Jane'], birthDate: '1952-05-31' }

describe('Find a patient', () => {
  test('PAT-01 PAT-05 an active, verified patient is found, populated as the rules say', async (t) => {
    const patient = givenPatient(PATIENT, {
      prefix: ['Mrs'],
      telecom: [{ system: 'phone', value: '0113 496 0999', use: 'home' }],
      addresses: [{ use: 'home', lines: ['2 Low Road'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS1 6AE' }],
      contacts: [{ relationship: 'Mother', family: 'Example', given: ['Mo'], telecom: [{ system: 'phone', value: '1' }] }],
      preferredBranch: 'main',
      generalPractitioner: 'patel',
    })
    const practice = await givenPractice(t, { file: { patients: [patient] } })

    const reply = await find(practice, byNumber(PATIENT))

    assert.equal(reply.status, 200, reply.text)
    assert.equal(reply.body.entry.length, 1)
    const { resource } = reply.body.entry[0]
    assert.deepEqual(resource.name, [{ use: 'official', family: 'Example', given: ['Pat'], prefix: ['Mrs'] }])
    assert.deepEqual(resource.address, [
      { use: 'home', line: ['2 Low Road'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS1 6AE' },
    ])
    assert.deepEqual(resource.contact[0].relationship, [{ text: 'Mother' }])
    assert.deepEqual(resource.generalPractitioner, [{ reference: `Practitioner/${practice.practitioners.patel}` }])
    assert.deepEqual(resource.managingOrganization, { reference: `Organization/${practice.organisationId}` })
    const details = resource.extension.find(({ url }: { url: string }) => url === EXTENSIONS.registrationDetails)
    assert.deepEqual(
      details.extension.map(({ url }: { url: string }) => url),
      ['registrationPeriod', 'registrationType', 'preferredBranchSurgery'],
    )
    assert.equal(resource.identifier.length, 1)
  })

  test('PAT-01 PAT-02 nobody, the sensitive, the deceased and the departed are an empty Bundle', async (t) => {
    const states = [
      { sensitive: true },
      { deceased: '2026-01-01' },
      { registration: { type: 'R' as const, start: '2010-01-01', end: '2026-01-01' } },
    ]
    for (const state of states) {
      const practice = await givenPractice(t, { file: { patients: [givenPatient(PATIENT, state)] } })
      const reply = await find(practice, byNumber(PATIENT))
      assert.equal(reply.status, 200)
      assert.equal('entry' in reply.body, false, JSON.stringify(state))
    }
    const practice = await givenPractice(t)
    assert.equal('entry' in (await find(practice, byNumber('9990000026'))).body, false)
  })

  test('PAT-03 a number that was never traced is verified on PDS once, and then stays verified', async (t) => {
    // Given
    let asked = 0
    const tracePatient = async () => {
      asked += 1
      return givenTrace()
    }
    const practice = await givenPractice(t, { file: { patients: [givenPatient(PATIENT, UNTRACED)] }, tracePatient })

    // When
    const [first, second] = [await find(practice, byNumber(PATIENT)), await find(practice, byNumber(PATIENT))]

    // Then
    assert.equal(first.body.entry[0].resource.meta.versionId, '2')
    assert.equal(second.body.entry[0].resource.meta.versionId, '2')
    assert.equal(asked, 1)
  })

  test('PAT-03 PAT-04 one that PDS does not verify is neither found nor read', async (t) => {
    for (const trace of [
      givenTrace({}, { birthDate: '1999-09-09' }),
      givenTrace({ deceased: true }),
      givenTrace({ sensitive: true }),
      { kind: 'superseded' },
      { kind: 'invalidated' },
      { kind: 'not-found' },
      { kind: 'unavailable', reason: 'timed-out' },
    ] as const) {
      const practice = await givenPractice(t, { file: { patients: [givenPatient(PATIENT, UNTRACED)] }, tracePatient: async () => trace })
      assert.equal('entry' in (await find(practice, byNumber(PATIENT))).body, false, trace.kind)
      const read = await practice.call('readPatient', `/Patient/${practice.patients[PATIENT]}`)
      assert.deepEqual([read.status, spineCode(read)], [404, 'PATIENT_NOT_FOUND'])
    }
  })

  test('PAT-01 DIFF-04 a missing, repeated, foreign, blank or invalid identifier is refused in its own code', async (t) => {
    const assured = await givenPractice(t)
    const specified = await givenPractice(t, { config: { dialect: 'specification' } })
    const cases: [string, [number, string], [number, string]][] = [
      ['', [400, 'BAD_REQUEST'], [400, 'BAD_REQUEST']],
      [`Identifier=${SYSTEMS.nhsNumber}|${PATIENT}`, [400, 'BAD_REQUEST'], [400, 'BAD_REQUEST']],
      [`${byNumber(PATIENT)}&${byNumber(PATIENT)}`, [400, 'BAD_REQUEST'], [400, 'BAD_REQUEST']],
      [`identifier=https://other.example|${PATIENT}`, [400, 'INVALID_IDENTIFIER_SYSTEM'], [400, 'INVALID_IDENTIFIER_SYSTEM']],
      [byNumber('9990000019'), [400, 'INVALID_NHS_NUMBER'], [400, 'INVALID_NHS_NUMBER']],
      [byNumber('999'), [400, 'INVALID_NHS_NUMBER'], [400, 'INVALID_NHS_NUMBER']],
      [`identifier=${PATIENT}`, [422, 'INVALID_PARAMETER'], [400, 'INVALID_IDENTIFIER_SYSTEM']],
      [`identifier=|${PATIENT}`, [422, 'INVALID_PARAMETER'], [400, 'INVALID_IDENTIFIER_SYSTEM']],
      [byNumber(''), [422, 'INVALID_PARAMETER'], [400, 'INVALID_IDENTIFIER_VALUE']],
    ]
    for (const [query, expected, expectedByText] of cases) {
      const reply = await find(assured, query)
      assert.deepEqual([reply.status, spineCode(reply)], expected, query)
      const byText = await find(specified, query)
      assert.deepEqual([byText.status, spineCode(byText)], expectedByText, query)
      assert.ok(!reply.text.includes(PATIENT), 'no NHS number in an error')
    }
  })
})

describe('Read by id', () => {
  test('GEN-06 GEN-07 ORG-02 PAT-04 what is read has its version and its place', async (t) => {
    const practice = await givenPractice(t)
    const reads = [
      ['readPatient', 'Patient', practice.patients[PATIENT]],
      ['readPractitioner', 'Practitioner', practice.practitioners.patel],
      ['readOrganization', 'Organization', practice.organisationId],
      ['readLocation', 'Location', practice.locations.main],
    ] as const
    for (const [name, type, id] of reads) {
      const reply = await practice.call(name, `/${type}/${id}`)
      assert.equal(reply.status, 200, reply.text)
      assert.equal(reply.body.id, id)
      assert.deepEqual(reply.body.meta, { versionId: '1', profile: [PROFILES[type]] })
      assert.equal(reply.headers.etag, 'W/"1"')
      assert.equal(reply.headers['content-location'], `${practice.serviceRoot}/${type}/${id}/_history/1`)
    }
  })

  test('ORG-02 only what may be shown of a practitioner, an organisation and a location is', async (t) => {
    const practice = await givenPractice(t)
    const practitioner = await practice.call('readPractitioner', `/Practitioner/${practice.practitioners.patel}`)
    assert.deepEqual(Object.keys(practitioner.body).sort(), ['gender', 'id', 'identifier', 'meta', 'name', 'resourceType'])
    const organization = await practice.call('readOrganization', `/Organization/${practice.organisationId}`)
    assert.deepEqual(organization.body.identifier, [{ system: SYSTEMS.odsOrganisationCode, value: practice.odsCode }])
    const location = await practice.call('readLocation', `/Location/${practice.locations.main}`)
    assert.deepEqual(location.body.managingOrganization, { reference: `Organization/${practice.organisationId}` })
    assert.deepEqual(location.body.address, { line: ['1 High Street'], city: 'Leeds', postalCode: 'LS1 6AE' })
  })

  test("ORG-02 PAT-04 APT-07 GEN-19 INT-02 an unknown, another practice's, impossible or empty id is 404 in the type's own code", async (t) => {
    const practice = await givenPractice(t)
    const other = await givenPractice(t)
    const reads = [
      ['readPatient', 'Patient', 'PATIENT_NOT_FOUND', other.patients[PATIENT]],
      ['readPractitioner', 'Practitioner', 'PRACTITIONER_NOT_FOUND', other.practitioners.patel],
      ['readOrganization', 'Organization', 'ORGANISATION_NOT_FOUND', other.organisationId],
      ['readLocation', 'Location', 'NO_RECORD_FOUND', other.locations.main],
      ['readAppointment', 'Appointment', 'NO_RECORD_FOUND', 'none'],
    ] as const
    for (const [name, type, code, othersId] of reads) {
      for (const id of [othersId, 'unknown', 'a%20b', '%00', 'x'.repeat(65), 'x'.repeat(1000), '%3Cscript%3E', '']) {
        const reply = await practice.call(name, `/${type}/${id}`)
        assert.deepEqual([reply.status, spineCode(reply)], [404, code], `${type}/${id}`)
      }
    }
  })
})

describe('Read an appointment', () => {
  test('APT-07 GEN-07 what was booked is read back just as it was answered', async (t) => {
    const practice = await givenPractice(t, { slots: ['2026-03-02T09:00', '2026-03-02T09:10'] })
    const booked = await practice.call('bookAppointment', '/Appointment', {
      body: bookingOf(practice, ['2026-03-02T09:00', '2026-03-02T09:10'], { comment: 'Step-free access' }),
    })

    const read = await practice.call('readAppointment', `/Appointment/${booked.body.id}`)

    assert.equal(read.status, 200)
    assert.deepEqual(read.body, booked.body)
    assert.equal(read.headers.etag, booked.headers.etag)
  })

  test('APT-07 one that is past is 422 INVALID_RESOURCE, one that the practice booked itself is read', async (t) => {
    const appointment = { patient: PATIENT, schedule: 'morning', description: 'Review', created: '2026-02-01T09:00' }
    const practice = await givenPractice(t, {
      slots: ['2026-03-02T07:00', '2026-03-02T09:00'],
      file: {
        schedules: [
          {
            key: 'morning',
            location: 'main',
            practitionerRole: 'R0260',
            slots: ['2026-03-02T07:00', '2026-03-02T09:00'].map((start) => ({ start, minutes: 10, deliveryChannel: 'In-person' as const })),
          },
        ],
        appointments: [
          { ...appointment, key: 'past', starts: ['2026-03-02T07:00'] },
          { ...appointment, key: 'future', starts: ['2026-03-02T09:00'] },
        ],
      },
    })
    const [past, future] = await practice.db.query<{ id: string }>('select id from appointment where ods_code = $1 order by start_at', [
      practice.odsCode,
    ])

    const refused = await practice.call('readAppointment', `/Appointment/${past?.id}`)
    const read = await practice.call('readAppointment', `/Appointment/${future?.id}`)

    assert.deepEqual([refused.status, spineCode(refused)], [422, 'INVALID_RESOURCE'])
    assert.ok(refused.body.issue[0].diagnostics)
    assert.equal(read.status, 200)
    assert.equal('contained' in read.body, false)
  })

  test('APT-15 that of a patient who has become sensitive is 404 PATIENT_NOT_FOUND', async (t) => {
    const practice = await givenPractice(t, { slots: ['2026-03-02T09:00'] })
    const booked = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, ['2026-03-02T09:00']) })
    await practice.db.query('update patient set sensitive = true where ods_code = $1', [practice.odsCode])

    const reply = await practice.call('readAppointment', `/Appointment/${booked.body.id}`)

    assert.deepEqual([reply.status, spineCode(reply)], [404, 'PATIENT_NOT_FOUND'])
  })

  test("GEN-14 GEN-06 when the schedule's practitioner changes, so does the appointment, under a new version", async (t) => {
    const practice = await givenPractice(t, {
      slots: ['2026-03-02T09:00'],
      file: {
        practitioners: [
          { key: 'patel', family: 'Patel' },
          { key: 'locum', family: 'Locum' },
        ],
      },
    })
    const booked = await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, ['2026-03-02T09:00']) })
    await practice.db.query('update schedule set practitioner_id = $2, version = version + 1 where ods_code = $1', [
      practice.odsCode,
      practice.practitioners.locum ?? '',
    ])

    const read = await practice.call('readAppointment', `/Appointment/${booked.body.id}`)

    assert.equal(read.body.meta.versionId, '2')
    assert.equal(read.body.participant[2].actor.reference, `Practitioner/${practice.practitioners.locum}`)
  })
})
