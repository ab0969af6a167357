import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type GivenPractice, givenPatient, givenPractice, PATIENT, spineCode } from '../../../test/given/practice.ts'
import { givenRegistration, givenTrace } from '../../../test/given/registration.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../../fhir/urls.ts'
import type { Trace } from '../../patients/trace.ts'

const NEWCOMER = '9990000026'

const register = (practice: GivenPractice, body: unknown) => practice.call('registerPatient', '/Patient/$gpc.registerpatient', { body })

async function patientsOf(practice: GivenPractice) {
  return practice.db.query<{ nhs_number: string; registration_type: string; version: number }>(
    'select nhs_number, registration_type, version from patient where ods_code = $1 order by nhs_number',
    [practice.odsCode],
  )
}

describe('Register a patient', () => {
  test('REG-05 PAT-05 a newcomer is registered as temporary, and comes back in a searchset Bundle', async (t) => {
    // Given somebody PDS knows, and this practice does not
    const practice = await givenPractice(t, { file: { patients: [] }, tracePatient: async () => givenTrace() })
    const communication = {
      url: EXTENSIONS.nhsCommunication,
      extension: [
        { url: 'language', valueCodeableConcept: { coding: [{ system: SYSTEMS.humanLanguage, code: 'pl', display: 'Polish' }] } },
        { url: 'interpreterRequired', valueBoolean: true },
      ],
    }

    // When
    const reply = await register(practice, givenRegistration(NEWCOMER, { extension: [communication] }))

    // Then
    assert.equal(reply.status, 200, reply.text)
    assert.equal(reply.body.type, 'searchset')
    assert.deepEqual(reply.body.meta.profile, [PROFILES.Bundle])
    const patient = reply.body.entry[0].resource
    assert.deepEqual(patient, {
      resourceType: 'Patient',
      id: patient.id,
      meta: { versionId: '1', profile: [PROFILES.Patient] },
      extension: [
        {
          url: EXTENSIONS.registrationDetails,
          extension: [
            { url: 'registrationPeriod', valuePeriod: { start: '2026-03-02T08:00:00+00:00', end: '2026-05-31T00:00:00+01:00' } },
            {
              url: 'registrationType',
              valueCodeableConcept: { coding: [{ system: SYSTEMS.registrationType, code: 'T', display: 'Temporary' }] },
            },
          ],
        },
        communication,
      ],
      identifier: [
        {
          extension: [
            {
              url: EXTENSIONS.nhsNumberVerificationStatus,
              valueCodeableConcept: {
                coding: [{ system: SYSTEMS.nhsNumberVerificationStatus, code: '01', display: 'Number present and verified' }],
              },
            },
          ],
          system: SYSTEMS.nhsNumber,
          value: NEWCOMER,
        },
      ],
      active: true,
      name: [{ use: 'official', family: 'Jackson', given: ['Jane'] }],
      telecom: [{ system: 'phone', value: '07700 900123', use: 'mobile' }],
      gender: 'female',
      birthDate: '1952-05-31',
      address: [{ use: 'home', line: ['9 From PDS'], city: 'York' }],
      managingOrganization: { reference: `Organization/${practice.organisationId}` },
    })
    assert.deepEqual(await patientsOf(practice), [{ nhs_number: NEWCOMER, registration_type: 'T', version: 1 }])
    const found = await practice.call('findPatient', `/Patient?identifier=${SYSTEMS.nhsNumber}|${NEWCOMER}`)
    assert.equal(found.body.entry[0].resource.id, patient.id)
  })

  test('REG-03 two simultaneous registrations of one person create one record', async (t) => {
    const practice = await givenPractice(t, { file: { patients: [] }, tracePatient: async () => givenTrace() })

    const replies = await Promise.all(Array.from({ length: 10 }, () => register(practice, givenRegistration(NEWCOMER))))

    assert.equal(replies.filter(({ status }) => status === 200).length, 1)
    for (const reply of replies.filter(({ status }) => status !== 200)) {
      assert.equal(reply.status, 409)
      assert.equal(spineCode(reply), 'DUPLICATE_REJECTED')
    }
    assert.equal((await patientsOf(practice)).length, 1)
  })

  test('REG-03 somebody active here is 409 DUPLICATE_REJECTED, under any registration type', async (t) => {
    for (const type of ['R', 'T', 'E', 'P'] as const) {
      const patient = givenPatient(PATIENT, { registration: { type, start: '2026-01-01' } })
      const practice = await givenPractice(t, { file: { patients: [patient] }, tracePatient: async () => givenTrace() })
      const reply = await register(practice, givenRegistration(PATIENT))
      assert.equal(reply.status, 409, type)
      assert.equal(spineCode(reply), 'DUPLICATE_REJECTED')
    }
  })

  test('REG-03 somebody who has left is registered again as temporary, under the same id', async (t) => {
    // Given
    const patient = givenPatient(PATIENT, { registration: { type: 'R', start: '2010-01-01', end: '2025-01-01' } })
    const practice = await givenPractice(t, { file: { patients: [patient] }, tracePatient: async () => givenTrace() })

    // When
    const reply = await register(practice, givenRegistration(PATIENT))

    // Then
    assert.equal(reply.status, 200, reply.text)
    assert.equal(reply.body.entry[0].resource.id, practice.patients[PATIENT])
    assert.equal(reply.body.entry[0].resource.name[0].family, 'Jackson')
    assert.deepEqual(await patientsOf(practice), [{ nhs_number: PATIENT, registration_type: 'T', version: 2 }])
  })

  test('REG-03 a record that was never traced must agree with PDS itself', async (t) => {
    const left = { registration: { type: 'R' as const, start: '2010-01-01', end: '2025-01-01' }, nhsNumberVerified: false }
    const agreeing = givenPatient(PATIENT, { ...left, birthDate: '1952-05-31' })
    const other = givenPatient(PATIENT, { ...left, birthDate: '1999-09-09' })
    for (const [patient, status] of [
      [agreeing, 200],
      [other, 400],
    ] as const) {
      const practice = await givenPractice(t, { file: { patients: [patient] }, tracePatient: async () => givenTrace() })
      const reply = await register(practice, givenRegistration(PATIENT))
      assert.equal(reply.status, status, reply.text)
      if (status === 400) assert.equal(spineCode(reply), 'INVALID_PATIENT_DEMOGRAPHICS')
    }
  })

  test('REG-03 somebody who is deceased here is 400 INVALID_PATIENT_DEMOGRAPHICS', async (t) => {
    const practice = await givenPractice(t, {
      file: { patients: [givenPatient(PATIENT, { deceased: '2026-01-01' })] },
      tracePatient: async () => givenTrace(),
    })
    const reply = await register(practice, givenRegistration(PATIENT))
    assert.equal(reply.status, 400)
    assert.equal(spineCode(reply), 'INVALID_PATIENT_DEMOGRAPHICS')
  })

  test('REG-02 what PDS says decides, and nothing is created', async (t) => {
    const cases: [Trace, number, string][] = [
      [{ kind: 'not-found' }, 400, 'INVALID_PATIENT_DEMOGRAPHICS'],
      [givenTrace({ deceased: true }), 400, 'INVALID_PATIENT_DEMOGRAPHICS'],
      [givenTrace({ sensitive: true }), 400, 'INVALID_PATIENT_DEMOGRAPHICS'],
      [givenTrace({}, { birthDate: '1999-09-09' }), 400, 'INVALID_PATIENT_DEMOGRAPHICS'],
      [{ kind: 'superseded' }, 400, 'INVALID_NHS_NUMBER'],
      [{ kind: 'invalidated' }, 400, 'INVALID_NHS_NUMBER'],
      [{ kind: 'unavailable', reason: 'timed-out' }, 500, 'INTERNAL_SERVER_ERROR'],
    ]
    for (const [trace, status, code] of cases) {
      const practice = await givenPractice(t, { file: { patients: [] }, tracePatient: async () => trace })
      const reply = await register(practice, givenRegistration(NEWCOMER))
      assert.equal(reply.status, status, JSON.stringify(trace))
      assert.equal(spineCode(reply), code)
      assert.ok(reply.body.issue[0].diagnostics)
      assert.deepEqual(await patientsOf(practice), [])
    }
  })

  test('REG-01 the operation may be called with its dollar percent-encoded', async (t) => {
    const practice = await givenPractice(t, { file: { patients: [] }, tracePatient: async () => givenTrace() })
    const reply = await practice.call('registerPatient', '/Patient/%24gpc.registerpatient', { body: givenRegistration(NEWCOMER) })
    assert.equal(reply.status, 200, reply.text)
  })

  test('REG-01 DIFF-01 DIFF-02 DIFF-03 DIFF-06 what is missing, doubled or more than allowed is refused by the dialect', async (t) => {
    const number = { system: SYSTEMS.nhsNumber, value: NEWCOMER }
    const name = { use: 'official', family: 'Jackson', given: ['Jane'] }
    const phone = { system: 'phone', value: '1', use: 'home' }
    const cases: [Record<string, unknown>, number, string, number, string][] = [
      [{ birthDate: undefined }, 400, 'BAD_REQUEST', 422, 'INVALID_RESOURCE'],
      [{ name: undefined }, 400, 'BAD_REQUEST', 422, 'INVALID_RESOURCE'],
      [{ name: [{ ...name, use: 'usual' }] }, 400, 'BAD_REQUEST', 422, 'INVALID_RESOURCE'],
      [{ name: [{ use: 'official', given: ['Jane'] }] }, 400, 'BAD_REQUEST', 422, 'INVALID_RESOURCE'],
      [{ name: [{ use: 'official', family: 'Jackson' }] }, 422, 'INVALID_RESOURCE', 422, 'INVALID_RESOURCE'],
      [{ name: [name, name] }, 422, 'INVALID_RESOURCE', 422, 'INVALID_RESOURCE'],
      [{ identifier: [{ value: NEWCOMER }] }, 400, 'BAD_REQUEST', 422, 'INVALID_RESOURCE'],
      [{ telecom: [phone, phone] }, 400, 'BAD_REQUEST', 422, 'INVALID_RESOURCE'],
      [{ identifier: undefined }, 400, 'INVALID_NHS_NUMBER', 422, 'INVALID_RESOURCE'],
      [{ identifier: [{ ...number, value: '9990000019' }] }, 400, 'INVALID_NHS_NUMBER', 400, 'INVALID_NHS_NUMBER'],
      [{ meta: undefined }, 422, 'INVALID_RESOURCE', 422, 'INVALID_RESOURCE'],
      [{ birthDate: '1952-05' }, 422, 'INVALID_RESOURCE', 422, 'INVALID_RESOURCE'],
      [{ active: true }, 422, 'INVALID_RESOURCE', 422, 'INVALID_RESOURCE'],
      [{ maritalStatus: { text: 'x' } }, 422, 'INVALID_RESOURCE', 422, 'INVALID_RESOURCE'],
      [{ extension: [{ url: 'https://other.example', valueString: 'x' }] }, 422, 'INVALID_RESOURCE', 422, 'INVALID_RESOURCE'],
      [{ telecom: [{ ...phone, system: 'fax' }] }, 422, 'INVALID_RESOURCE', 422, 'INVALID_RESOURCE'],
      [{ address: [{ use: 'work', line: ['x'] }] }, 422, 'INVALID_RESOURCE', 422, 'INVALID_RESOURCE'],
      [
        {
          address: [
            { use: 'home', city: 'x' },
            { use: 'home', city: 'y' },
          ],
        },
        422,
        'INVALID_RESOURCE',
        422,
        'INVALID_RESOURCE',
      ],
      [{ gender: 'lady' }, 422, 'INVALID_RESOURCE', 422, 'INVALID_RESOURCE'],
    ]
    const tracePatient = async () => givenTrace()
    const assured = await givenPractice(t, { file: { patients: [] }, tracePatient })
    const specified = await givenPractice(t, { file: { patients: [] }, tracePatient, config: { dialect: 'specification' } })
    for (const [change, status, code, specifiedStatus, specifiedCode] of cases) {
      const body = givenRegistration(NEWCOMER, change)
      for (const [practice, expected] of [
        [assured, [status, code]],
        [specified, [specifiedStatus, specifiedCode]],
      ] as const) {
        const reply = await register(practice, body)
        assert.deepEqual([reply.status, spineCode(reply)], expected, `${JSON.stringify(change)} ${reply.text}`)
        assert.deepEqual(await patientsOf(practice), [])
      }
    }
  })

  test('REG-01 another parameter, none, two, or another resource is refused', async (t) => {
    const practice = await givenPractice(t, { file: { patients: [] }, tracePatient: async () => givenTrace() })
    const [parameter] = givenRegistration(NEWCOMER).parameter
    const cases: [unknown, number, string][] = [
      [{ resourceType: 'Parameters' }, 422, 'INVALID_RESOURCE'],
      [{ resourceType: 'Parameters', parameter: [{ ...parameter, name: 'register' }] }, 422, 'INVALID_RESOURCE'],
      [{ resourceType: 'Parameters', parameter: [parameter, { name: 'more', valueString: 'x' }] }, 422, 'INVALID_RESOURCE'],
      [{ resourceType: 'Parameters', parameter: [parameter, parameter] }, 400, 'BAD_REQUEST'],
      [
        { resourceType: 'Parameters', parameter: [{ name: 'registerPatient', resource: { resourceType: 'Device' } }] },
        422,
        'INVALID_RESOURCE',
      ],
      [parameter?.resource, 422, 'INVALID_RESOURCE'],
    ]
    for (const [body, status, code] of cases) {
      const reply = await register(practice, body)
      assert.deepEqual([reply.status, spineCode(reply)], [status, code], reply.text)
    }
  })

  test('DIFF-03 a further name and a further identifier are tolerated and not stored; by the text they are 422', async (t) => {
    const change = {
      identifier: [
        { system: SYSTEMS.nhsNumber, value: NEWCOMER },
        { system: 'https://other.example', value: '1' },
      ],
      name: [
        { use: 'official', family: 'Jackson', given: ['Jane', 'Ann'] },
        { use: 'nickname', given: ['Jay'] },
      ],
    }
    const options = { file: { patients: [] }, tracePatient: async () => givenTrace() }
    const assured = await givenPractice(t, options)
    const specified = await givenPractice(t, { ...options, config: { dialect: 'specification' } })

    const tolerated = await register(assured, givenRegistration(NEWCOMER, change))
    const refused = await register(specified, givenRegistration(NEWCOMER, change))

    assert.equal(tolerated.status, 200, tolerated.text)
    assert.equal(tolerated.body.entry[0].resource.identifier.length, 1)
    assert.deepEqual(tolerated.body.entry[0].resource.name, [{ use: 'official', family: 'Jackson', given: ['Jane', 'Ann'] }])
    assert.deepEqual([refused.status, spineCode(refused)], [422, 'INVALID_RESOURCE'])
  })

  test('REG-04 when the registration ends, the patient is found no more', async (t) => {
    const past = givenPatient(PATIENT, { registration: { type: 'T', start: '2025-11-01', end: '2026-02-01' } })
    const practice = await givenPractice(t, { file: { patients: [past] } })
    const reply = await practice.call('findPatient', `/Patient?identifier=${SYSTEMS.nhsNumber}|${PATIENT}`)
    assert.equal('entry' in reply.body, false)
  })
})
