import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenPatient, givenPractice, refusal } from './given/practice.ts'
import { type GivenSpine, givenNhsNumber, givenOdsCode, givenPerson, givenSpine, NHS_NUMBER } from './given/spine.ts'
import { openSession } from './open-session.ts'

const OTHER = givenNhsNumber('9000000017')
const PRACTICE = givenOdsCode('B86013')

async function open(given: GivenSpine, practice?: typeof PRACTICE) {
  const { spine, asker, asked, sent } = givenSpine(given)
  return { outcome: await openSession(spine, { nhsNumber: NHS_NUMBER, practice, ...asker }), asked, sent }
}

async function givenSession(given: GivenSpine) {
  const { outcome, sent } = await open(given, PRACTICE)
  assert.ok(outcome.kind === 'open')
  return { session: outcome.session, sent }
}

const withPerson = (more: object): GivenSpine => ({ people: { [NHS_NUMBER]: givenPerson(NHS_NUMBER, more) } })

describe('Open a session', () => {
  test('CON-04 traces the patient, and asks nobody else before it is needed', async () => {
    const { outcome, asked } = await open({}, PRACTICE)
    assert.equal(outcome.kind, 'open')
    assert.deepEqual(asked, ['https://pds.test/Patient/9000000009'])
  })

  test('CON-09 a sensitive patient ends it there, dead or alive', async () => {
    for (const more of [{}, { deceasedDateTime: '2020-01-01' }]) {
      const { outcome, asked } = await open(withPerson({ meta: { security: [{ code: 'R' }] }, ...more }), PRACTICE)
      assert.deepEqual([outcome.kind, 'because' in outcome && outcome.because], ['stopped', 'sensitive'])
      assert.equal(asked.length, 1)
    }
  })

  test('CON-04 the dead, the unknown and the invalidated end it', async () => {
    const invalidated = () =>
      Response.json(
        { resourceType: 'OperationOutcome', issue: [{ details: { coding: [{ code: 'INVALIDATED_RESOURCE' }] } }] },
        { status: 404 },
      )
    const cases: [GivenSpine, string][] = [
      [withPerson({ deceasedDateTime: '2020-01-01' }), 'deceased'],
      [{ people: {} }, 'not-found'],
      [{ people: { [NHS_NUMBER]: invalidated } }, 'invalidated'],
    ]
    for (const [given, because] of cases) {
      const { outcome, sent } = await open(given, PRACTICE)
      assert.deepEqual([outcome.kind, 'because' in outcome && outcome.because, sent.length], ['stopped', because, 0])
    }
  })

  test('CON-04 a superseded number ends it, and the new one is told', async () => {
    const { outcome } = await open({ people: { [NHS_NUMBER]: givenPerson(OTHER) } }, PRACTICE)
    assert.ok(outcome.kind === 'stopped' && outcome.because === 'superseded')
    assert.equal(outcome.by, OTHER)
  })

  test('CON-04 without a practice, it is the registered one; where there is none, the user chooses', async () => {
    const { outcome } = await open({})
    assert.ok(outcome.kind === 'open')
    assert.equal(outcome.session.practice, 'B86013')

    const nowhere = await open(withPerson({ generalPractitioner: undefined }))
    assert.deepEqual(['because' in nowhere.outcome && nowhere.outcome.because], ['no-registered-practice'])
  })

  test('PDS out of order is said so', async () => {
    const { outcome } = await open({ people: { [NHS_NUMBER]: () => new Response('', { status: 429, headers: { 'Retry-After': '9' } }) } })
    assert.ok(outcome.kind === 'unavailable')
    assert.deepEqual([outcome.by, outcome.code, outcome.advice], ['pds', 'rate-limited', 'Try again in 9 seconds.'])
  })
})

describe('Find a patient', () => {
  test('PAT-01 asks by NHS number', async () => {
    const { session, sent } = await givenSession({})
    const outcome = await session.findPatient()
    assert.deepEqual([...(sent[0]?.query ?? [])], [['identifier', 'https://fhir.nhs.uk/Id/nhs-number|9000000009']])
    assert.ok(outcome.kind === 'known')
    assert.deepEqual([outcome.patient.id, outcome.differences], ['patient-1', []])
  })

  test('CON-06 differences from PDS are told', async () => {
    const patient = givenPatient({
      name: [{ use: 'official', family: 'Smythe', given: ['Jean'] }],
      gender: 'male',
      birthDate: '1980-10-23',
    })
    const { session } = await givenSession({ practices: { B86013: givenPractice({ patients: [patient] }) } })
    const outcome = await session.findPatient()
    assert.ok(outcome.kind === 'known')
    assert.deepEqual(outcome.differences, [
      { field: 'family', onPds: 'Smith', atPractice: 'Smythe' },
      { field: 'given', onPds: 'Jane', atPractice: 'Jean' },
      { field: 'gender', onPds: 'female', atPractice: 'male' },
      { field: 'birthDate', onPds: '1980-10-22', atPractice: '1980-10-23' },
    ])
  })

  test('CON-06 case, accents, further given names and an unknown gender are no difference', async () => {
    const people = { [NHS_NUMBER]: givenPerson(NHS_NUMBER, { name: [{ use: 'usual', family: "O'Né ill", given: ['Zoë', 'Anne'] }] }) }
    const patient = givenPatient({ name: [{ use: 'official', family: 'ONEILL', given: ['Zoe'] }], gender: 'unknown' })
    const { session } = await givenSession({ people, practices: { B86013: givenPractice({ patients: [patient] }) } })
    const outcome = await session.findPatient()
    assert.ok(outcome.kind === 'known')
    assert.deepEqual(outcome.differences, [])
  })

  test('an empty Bundle means no record; two records, or somebody else’s, mean no answer', async () => {
    const stranger = givenPatient({ identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: OTHER }] })
    const cases = [
      [[], 'no-record'],
      [[givenPatient(), givenPatient({ id: 'patient-2' })], 'unavailable'],
      [[stranger], 'unavailable'],
    ] as const
    for (const [patients, kind] of cases) {
      const { session } = await givenSession({ practices: { B86013: givenPractice({ patients }) } })
      assert.equal((await session.findPatient()).kind, kind)
    }
  })
})

describe('Register a patient', () => {
  test('CON-03, REG-01 sends what PDS holds, one telephone of a use, and nothing else', async () => {
    // Given
    const { session, sent } = await givenSession({ practices: { B86013: givenPractice({ patients: [] }) } })
    // When
    const outcome = await session.registerPatient()
    // Then
    assert.ok(outcome.kind === 'registered')
    assert.equal(outcome.patient.id, 'registered-1')
    assert.deepEqual([sent[0]?.method, sent[0]?.path], ['POST', 'Patient/$gpc.registerpatient'])
    assert.deepEqual(sent[0]?.body, {
      resourceType: 'Parameters',
      parameter: [
        {
          name: 'registerPatient',
          resource: {
            resourceType: 'Patient',
            meta: { profile: ['https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-GPC-Patient-1'] },
            identifier: [
              {
                extension: [
                  {
                    url: 'https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-NHSNumberVerificationStatus-1',
                    valueCodeableConcept: {
                      coding: [
                        {
                          system: 'https://fhir.nhs.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1',
                          code: '01',
                          display: 'Number present and verified',
                        },
                      ],
                    },
                  },
                ],
                system: 'https://fhir.nhs.uk/Id/nhs-number',
                value: '9000000009',
              },
            ],
            name: [{ use: 'official', family: 'Smith', given: ['Jane'], prefix: ['Mrs'] }],
            telecom: [
              { system: 'phone', value: '01130000001', use: 'home' },
              { system: 'email', value: 'jane@example.org' },
            ],
            gender: 'female',
            birthDate: '1980-10-22',
            address: [{ use: 'home', postalCode: 'LS1 6AE', line: ['1 Boar Lane', 'Leeds'] }],
          },
        },
      ],
    })
  })

  test('REG-03 somebody already there is looked up', async () => {
    const intercept = ({ method }: { method: string }) => (method === 'POST' ? refusal(409, 'DUPLICATE_REJECTED') : undefined)
    const { session } = await givenSession({ practices: { B86013: givenPractice({ intercept }) } })
    const outcome = await session.registerPatient()
    assert.ok(outcome.kind === 'already-known')
    assert.equal(outcome.patient.id, 'patient-1')
  })

  test('after a lost answer it looks whether the patient is there, and does not register again', async () => {
    // Given a practice that registers, but whose answer is lost
    const intercept = ({ method }: { method: string }) => (method === 'POST' ? Promise.reject(new TypeError('terminated')) : undefined)
    const { session, sent } = await givenSession({ practices: { B86013: givenPractice({ intercept }) } })
    // When
    const outcome = await session.registerPatient()
    // Then
    assert.equal(outcome.kind, 'registered')
    assert.deepEqual(
      sent.map(({ method }) => method),
      ['POST', 'GET'],
    )
  })

  test('without a full name and date of birth on PDS nothing is sent', async () => {
    for (const more of [{ birthDate: '1980-10' }, { birthDate: undefined }, { name: [] }]) {
      const { session, sent } = await givenSession(withPerson(more))
      const outcome = await session.registerPatient()
      assert.deepEqual([outcome.kind, 'by' in outcome && outcome.by, sent.length], ['refused', 'consumer', 0])
    }
  })
})
