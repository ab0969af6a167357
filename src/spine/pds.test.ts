import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type NhsNumber, parseNhsNumber } from '../nhs/nhs-number.ts'
import { createPds, type PdsOutcome } from './pds.ts'

function nhsNumber(text: string): NhsNumber {
  const number = parseNhsNumber(text)
  assert.ok(number)
  return number
}

const NUMBER = nhsNumber('9000000009')
const OTHER = nhsNumber('9000000017')

type Sent = { url: string; headers: Record<string, string> }

async function retrieve(
  answer: Response | Error,
  options: { authorize?: () => Promise<string> } = {},
): Promise<{ outcome: PdsOutcome; sent: Sent[] }> {
  const sent: Sent[] = []
  const pds = createPds({
    fetch: async (url, { headers }) => {
      sent.push({ url, headers })
      if (answer instanceof Error) throw answer
      return answer.clone()
    },
    baseUrl: 'https://pds.test/R4',
    timeoutMs: 1000,
    now: () => new Date('2026-03-02T08:00:00Z'),
    newId: () => '6f6e1a4e-0000-4000-8000-000000000001',
    wait: async () => undefined,
    ...options,
  })
  return { outcome: await pds.retrieve(NUMBER), sent }
}

const patient = (more: object, id: string = NUMBER) =>
  Response.json({ resourceType: 'Patient', id, meta: { security: [{ code: 'U' }] }, ...more })

async function found(more: object) {
  const { outcome } = await retrieve(patient(more))
  assert.ok(outcome.kind === 'found')
  return outcome
}

const refusal = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ resourceType: 'OperationOutcome', issue: [{ details: { coding: [{ code }] } }] }, { status, headers })

describe('Retrieve a person from PDS', () => {
  test('CON-04 asks for the number, with a request id and a token where one is wanted', async () => {
    // When
    const { sent } = await retrieve(patient({}), { authorize: async () => 'abc' })
    // Then
    const expected = {
      Accept: 'application/fhir+json',
      'X-Request-ID': '6f6e1a4e-0000-4000-8000-000000000001',
      Authorization: 'Bearer abc',
    }
    assert.deepEqual(sent, [{ url: 'https://pds.test/R4/Patient/9000000009', headers: expected }])
  })

  test('CON-04 reads who somebody is, how to reach them and where they are registered', async () => {
    // When
    const outcome = await found({
      name: [
        { use: 'old', family: 'Jones', given: ['Jane'] },
        { use: 'usual', family: 'Smith', given: ['Jane', 'Marie'], prefix: ['Mrs'] },
      ],
      gender: 'female',
      birthDate: '1980-10-22',
      generalPractitioner: [
        { identifier: { system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'B86013', period: { end: '2021-12-31' } } },
      ],
      address: [
        { use: 'billing', line: ['PO Box 1'] },
        { use: 'home', line: ['1 Boar Lane', '', 'Leeds'], postalCode: 'LS1 6AE' },
        { use: 'temp', line: ['9 Elsewhere'], period: { end: '2025-12-31' } },
      ],
      telecom: [
        { system: 'phone', use: 'mobile', value: '07700900123' },
        { system: 'telepathy', value: '?' },
      ],
    })
    // Then
    assert.deepEqual(outcome, {
      kind: 'found',
      demographics: {
        nhsNumber: NUMBER,
        family: 'Smith',
        given: ['Jane', 'Marie'],
        prefix: ['Mrs'],
        gender: 'female',
        birthDate: '1980-10-22',
        addresses: [{ use: 'home', lines: ['1 Boar Lane', 'Leeds'], postalCode: 'LS1 6AE' }],
        telecom: [{ system: 'phone', value: '07700900123', use: 'mobile' }],
      },
      registeredPractice: 'B86013',
      deceased: false,
      sensitive: false,
    })
  })

  test('PAT-10 of several usual names the one in force counts, and an only one counts for ever', async () => {
    // Given
    const ended = { use: 'usual', family: 'Before', period: { start: '2000-01-01', end: '2019-12-31' } }
    const inForce = { use: 'usual', family: 'Now', period: { start: '2020-01-01' } }
    // When
    const [several, only] = [await found({ name: [ended, inForce] }), await found({ name: [ended] })]
    // Then
    assert.deepEqual([several.demographics.family, only.demographics.family], ['Now', 'Before'])
  })

  test('a minimal record is read as one', async () => {
    const { demographics, registeredPractice } = await found({})
    assert.deepEqual(demographics, {
      nhsNumber: NUMBER,
      family: '',
      given: [],
      prefix: [],
      birthDate: undefined,
      addresses: [],
      telecom: [],
    })
    assert.equal(registeredPractice, undefined)
  })

  for (const [code, sensitive] of [
    ['R', true],
    ['V', true],
    ['U', false],
  ] as const) {
    test(`CON-09 security ${code} is ${sensitive ? '' : 'not '}sensitive`, async () => {
      assert.equal((await found({ meta: { security: [{ code }] } })).sensitive, sensitive)
    })
  }

  for (const [code, deceased] of [
    ['1', true],
    ['2', true],
    ['U', false],
  ] as const) {
    test(`PAT-10 death notification ${code} is ${deceased ? '' : 'not '}a death`, async () => {
      const extension = {
        url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus',
        extension: [{ url: 'deathNotificationStatus', valueCodeableConcept: { coding: [{ code }] } }],
      }
      assert.equal((await found({ extension: [extension] })).deceased, deceased)
    })
  }

  test('PAT-10 a date of death is a death, a partial one too', async () => {
    assert.equal((await found({ deceasedDateTime: '2010' })).deceased, true)
  })

  test('PAT-10 a record under another number means superseded, whatever else it says', async () => {
    const { outcome } = await retrieve(patient({ deceasedDateTime: '2010' }, OTHER))
    assert.deepEqual(outcome, { kind: 'superseded', by: OTHER })
  })

  test('a 404 is read by its coding', async () => {
    assert.deepEqual((await retrieve(refusal(404, 'RESOURCE_NOT_FOUND'))).outcome, { kind: 'not-found' })
    assert.deepEqual((await retrieve(refusal(404, 'INVALIDATED_RESOURCE'))).outcome, { kind: 'invalidated' })
    // A wrong path is no statement about a person.
    const wrongPath = await retrieve(new Response('<html>', { status: 404 }))
    assert.deepEqual(wrongPath.outcome, { kind: 'unavailable', reason: 'unexpected-answer' })
  })

  test('a number that PDS holds for none is told apart from one that nobody has', async () => {
    assert.deepEqual((await retrieve(refusal(400, 'INVALID_RESOURCE_ID'))).outcome, { kind: 'invalid-number' })
  })

  test('a success that carries no Patient is no answer', async () => {
    for (const body of [
      refusal(200, 'TOO_MANY_MATCHES'),
      new Response('{'),
      Response.json([]),
      Response.json({ resourceType: 'Patient' }),
    ]) {
      assert.deepEqual((await retrieve(body)).outcome, { kind: 'unavailable', reason: 'unexpected-answer' })
    }
  })

  test('tells why it could not be asked, and when to come back', async () => {
    const cases: [Response | Error, PdsOutcome][] = [
      [refusal(429, 'TOO_MANY_REQUESTS', { 'Retry-After': '7' }), { kind: 'unavailable', reason: 'rate-limited', retryAfterSeconds: 7 }],
      [refusal(429, 'TOO_MANY_REQUESTS'), { kind: 'unavailable', reason: 'rate-limited', backOffSeconds: 60 }],
      [
        refusal(503, 'SERVICE_UNAVAILABLE', { 'Retry-After': 'Mon, 02 Mar 2026 08:00:05 GMT' }),
        { kind: 'unavailable', reason: 'failed', retryAfterSeconds: 5 },
      ],
      [refusal(401, 'ACCESS_DENIED'), { kind: 'unavailable', reason: 'not-authorised', fault: 'token-refused' }],
      [refusal(403, 'ACCESS_DENIED'), { kind: 'unavailable', reason: 'not-authorised', fault: 'not-permitted' }],
      [refusal(408, 'UNABLE_TO_CALL_SERVICE'), { kind: 'unavailable', reason: 'timed-out' }],
      [new Response('', { status: 500 }), { kind: 'unavailable', reason: 'failed' }],
      [
        new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }),
        { kind: 'unavailable', reason: 'no-connection' },
      ],
      [new TypeError('terminated'), { kind: 'unavailable', reason: 'broken-off' }],
    ]
    for (const [answer, expected] of cases) assert.deepEqual((await retrieve(answer)).outcome, expected)
  })
})
