import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { BOOKING, givenRequest, lint, NOW, ROOT } from './given/request.ts'

const requirements = await readFile(new URL('../../../../docs/requirements.md', import.meta.url), 'utf8')
const at = (location: string) => (fault: { at: string }) => fault.at === location

describe('gpa lint, of a request that is right', () => {
  for (const interaction of ['readMetadata', 'findPatient', 'searchFreeSlots', 'retrieveAppointments'] as const) {
    test(`finds nothing wrong with ${interaction}`, async () => {
      const { answer, faults } = await lint({ interaction })
      assert.deepEqual([answer, faults], [undefined, []])
    })
  }

  test('finds nothing wrong with a booking', async () => {
    const { faults } = await lint({ interaction: 'bookAppointment', body: BOOKING })
    assert.deepEqual(faults, [])
  })

  test('takes a path with a Host, and an address behind the SSP', async () => {
    const path = givenRequest({ target: '/A20047/STU3/1/gpconnect/metadata', headers: { Host: 'provider.example' } })
    const throughSsp = givenRequest({ target: `https://ssp.example/${ROOT}/metadata`, headers: { Host: 'ssp.example' } })
    assert.deepEqual((await lint(path)).faults, [])
    assert.deepEqual((await lint(throughSsp)).faults, [])
  })
})

/** What is wrong, where that is said to be, the requirement, and what the provider answers. */
const CASES: readonly (readonly [what: string, given: Parameters<typeof lint>[0], where: string, requirement: string, answer: string])[] = [
  ['SEC-02 no trace id', { headers: { 'Ssp-TraceID': undefined } }, 'header Ssp-TraceID', 'SEC-02', '400 BAD_REQUEST'],
  ['SEC-02 an empty Ssp-To', { headers: { 'Ssp-To': ' ' } }, 'header Ssp-To', 'SEC-02', '400 BAD_REQUEST'],
  ['SEC-03 no ASID', { headers: { 'Ssp-From': 'X99998' } }, 'header Ssp-From', 'SEC-03', '400 BAD_REQUEST'],
  ["SEC-03 another practice's ASID", { headers: { 'Ssp-To': '999999999999' } }, 'header Ssp-To', 'SEC-03', '400 BAD_REQUEST'],
  [
    'SEC-03 another interaction',
    { headers: { 'Ssp-InteractionID': 'rest:read:metadata-1' } },
    'header Ssp-InteractionID',
    'SEC-03',
    '400 BAD_REQUEST',
  ],
  ['SEC-03 a type there is not', { target: `${ROOT}/Observation` }, 'path', 'SEC-03', '501 NOT_IMPLEMENTED'],
  ['ERR-03 another verb', `DELETE ${ROOT}/metadata`, 'verb', 'ERR-03', '400 BAD_REQUEST'],
  ['GEN-01 another root', { target: 'https://provider.example/gpconnect/metadata' }, 'path', 'GEN-01', '404 NO_RECORD_FOUND'],
  ['GEN-03 a format there is not', { headers: { Accept: 'text/html' } }, 'header Accept', 'GEN-03', '415 BAD_REQUEST'],
  ['GEN-03 such a _format', { target: `${ROOT}/metadata?_format=pdf` }, 'search parameter _format', 'GEN-03', '415 BAD_REQUEST'],
  ['CON-12 a query that does not decode', { target: `${ROOT}/metadata?a=%zz` }, 'query', 'CON-12', '400 BAD_REQUEST'],
  ['SEC-04 no token', { headers: { Authorization: undefined } }, 'header Authorization', 'SEC-04', '400 BAD_REQUEST'],
  ['SEC-04 two parts', { token: 'Bearer e30.e30' }, 'header Authorization', 'SEC-04', '400 BAD_REQUEST'],
  ['SEC-04 no base64', { token: 'Bearer #.#.' }, 'header Authorization', 'SEC-04', '400 BAD_REQUEST'],
  ['SEC-04 a signed token', { token: 'Bearer e30.e30.c2ln' }, 'header Authorization', 'SEC-04', '400 BAD_REQUEST'],
  ['SEC-04 no sub', { claims: { sub: undefined } }, 'claim sub', 'SEC-04', '400 BAD_REQUEST'],
  ['SEC-04 an exp in milliseconds', { claims: { exp: 1_772_438_700_000 } }, 'claims exp and iat', 'SEC-04', '400 BAD_REQUEST'],
  ['SEC-04 an expired token', { claims: { exp: 1_700_000_300, iat: 1_700_000_000 } }, 'claim exp', 'SEC-04', '400 BAD_REQUEST'],
  ['SEC-04 an iss that is no URL', { claims: { iss: 'me' } }, 'claim iss', 'SEC-04', '400 BAD_REQUEST'],
  ['SEC-04 another reason', { claims: { reason_for_request: 'secondaryuses' } }, 'claim reason_for_request', 'SEC-04', '400 BAD_REQUEST'],
  [
    "SEC-04 another practice's root",
    { claims: { aud: 'https://provider.example/B1/STU3/1/gpconnect' } },
    'claim aud',
    'SEC-04',
    '400 BAD_REQUEST',
  ],
  ['SEC-04 a sub of somebody else', { claims: { sub: 'another' } }, 'claim sub', 'SEC-04', '400 BAD_REQUEST'],
  ['SEC-05 another scope', { claims: { requested_scope: 'patient/*.write' } }, 'claim requested_scope', 'SEC-05', '400 BAD_REQUEST'],
  [
    'SEC-04 a device without a model',
    { claims: { requesting_device: { resourceType: 'Device', version: '1', identifier: [{ value: '1' }] } } },
    'claim requesting_device.model',
    'SEC-04',
    '422 INVALID_RESOURCE',
  ],
  [
    'DIFF-07 a claim of another type',
    { claims: { requesting_device: { resourceType: 'Patient' } } },
    'claim requesting_device',
    'SEC-04',
    '422 INVALID_RESOURCE',
  ],
  [
    'SLOT-01 no end',
    { interaction: 'searchFreeSlots', target: `${ROOT}/Slot?start=ge2026-03-02&status=free&_include=Slot:schedule` },
    'search parameter end',
    'SLOT-01',
    '400 BAD_REQUEST',
  ],
  [
    'SLOT-01 a start without prefix',
    { interaction: 'searchFreeSlots', target: `${ROOT}/Slot?start=2026-03-02&end=le2026-03-03&status=free&_include=Slot:schedule` },
    'search parameter start',
    'SLOT-01',
    '422 INVALID_PARAMETER',
  ],
  [
    'SLOT-03 three weeks',
    { interaction: 'searchFreeSlots', target: `${ROOT}/Slot?start=ge2026-03-02&end=le2026-03-23&status=free&_include=Slot:schedule` },
    'search parameter end',
    'SLOT-03',
    '422 INVALID_PARAMETER',
  ],
  [
    'APT-08 one day alone',
    { interaction: 'retrieveAppointments', target: `${ROOT}/Patient/1/Appointment?start=ge2026-03-02` },
    'search parameter start',
    'APT-08',
    '422 INVALID_PARAMETER',
  ],
  [
    'APT-08 days that are past',
    { interaction: 'retrieveAppointments', target: `${ROOT}/Patient/1/Appointment?start=ge2026-02-02&start=le2026-03-03` },
    'search parameter start',
    'APT-08',
    '422 INVALID_PARAMETER',
  ],
  [
    'PAT-01 no NHS number',
    { interaction: 'findPatient', target: `${ROOT}/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|123` },
    'search parameter identifier',
    'PAT-01',
    '400 INVALID_NHS_NUMBER',
  ],
  [
    'PAT-01 another system',
    { interaction: 'findPatient', target: `${ROOT}/Patient?identifier=urn:x|123` },
    'search parameter identifier',
    'PAT-01',
    '400 INVALID_IDENTIFIER_SYSTEM',
  ],
  [
    'DIFF-04 no system',
    { interaction: 'findPatient', target: `${ROOT}/Patient?identifier=9990000018` },
    'search parameter identifier',
    'DIFF-04',
    '422 INVALID_PARAMETER',
  ],
  ['ERR-03 no body', { interaction: 'bookAppointment' }, 'body', 'ERR-03', '400 BAD_REQUEST'],
  ['ERR-03 no JSON', { interaction: 'bookAppointment', body: '{' }, 'body', 'ERR-03', '400 BAD_REQUEST'],
  [
    'GEN-03 no Content-Type',
    { interaction: 'bookAppointment', body: BOOKING, headers: { 'Content-Type': undefined } },
    'header Content-Type',
    'GEN-03',
    '415 BAD_REQUEST',
  ],
  [
    'APT-01 no slot',
    { interaction: 'bookAppointment', body: { ...BOOKING, slot: undefined } },
    'Appointment.slot',
    'APT-01',
    '422 INVALID_RESOURCE',
  ],
  [
    'GEN-20 an unknown element',
    { interaction: 'bookAppointment', body: { ...BOOKING, colour: 'blue' } },
    'Appointment.colour',
    'GEN-20',
    '422 INVALID_RESOURCE',
  ],
  [
    'APT-01 a reason',
    { interaction: 'bookAppointment', body: { ...BOOKING, reason: [{ text: 'x' }] } },
    'Appointment.reason',
    'APT-01',
    '422 INVALID_RESOURCE',
  ],
  [
    'APT-11 a strong If-Match',
    { interaction: 'amendAppointment', body: { ...BOOKING, id: 'a1' }, headers: { 'If-Match': '"1"' } },
    'header If-Match',
    'APT-11',
    '409 FHIR_CONSTRAINT_VIOLATION',
  ],
  ['APT-09 another id', { interaction: 'amendAppointment', body: { ...BOOKING, id: 'a2' } }, 'Appointment.id', 'APT-09', '400 BAD_REQUEST'],
  [
    'APT-10 no cancellation reason',
    { interaction: 'cancelAppointment', body: { ...BOOKING, id: 'a1', status: 'cancelled' } },
    'Appointment.extension(AppointmentCancellationReason)',
    'APT-10',
    '422 INVALID_RESOURCE',
  ],
  [
    'REG-01 no Patient',
    { interaction: 'registerPatient', body: { resourceType: 'Parameters', parameter: [{ name: 'patient', valueString: 'x' }] } },
    'Parameters.parameter',
    'REG-01',
    '422 INVALID_RESOURCE',
  ],
]

describe('gpa lint, of a request that is wrong', () => {
  for (const [what, given, where, requirement, expected] of CASES) {
    test(`${what}: says where, by which requirement, and what is answered`, async () => {
      // When
      const { faults } = await lint(given)
      // Then
      const fault = faults.find(at(where))
      assert.ok(fault, `found ${faults.map((found) => `${found.at} (${found.says})`).join(', ')}`)
      assert.deepEqual([`${fault.status} ${fault.code}`, fault.requirement], [expected, requirement])
      assert.ok(fault.instead !== '' && fault.rule !== '')
      assert.match(requirements, new RegExp(`\\b${requirement}\\b`))
    })
  }

  test('tells every fault, and what is answered first, and that nothing more is wrong', async () => {
    // Given
    const headers = { 'Ssp-TraceID': undefined, 'Ssp-From': '', Accept: 'text/html' }
    const target = `${ROOT}/Slot?start=2026-03-02&end=le2026-03-40&status=busy`
    const claims = { aud: 'https://other.example', exp: 1, iat: undefined, requested_scope: 'patient/*.read' }
    // When
    const { answer, faults, isUnfinished } = await lint({ interaction: 'searchFreeSlots', target, headers, claims })
    // Then
    assert.deepEqual(faults.map((fault) => fault.at).sort(), [
      'claim aud',
      'claim iat',
      'claim requested_scope',
      'claims exp and iat',
      'header Accept',
      'header Ssp-From',
      'header Ssp-TraceID',
      'search parameter _include',
      'search parameter end',
      'search parameter start',
      'search parameter status',
    ])
    assert.deepEqual([answer?.status, isUnfinished], [415, false])
  })

  test('tells all faults of a body at once, and says that more may follow', async () => {
    const body = { ...BOOKING, slot: undefined, description: 'x'.repeat(101), meta: undefined }
    const { faults, isUnfinished } = await lint({ interaction: 'bookAppointment', body })
    assert.deepEqual(faults.map((fault) => fault.at).sort(), ['Appointment.description', 'Appointment.meta.profile', 'Appointment.slot'])
    assert.equal(isUnfinished, true)
  })

  test('judges by the dialect and at the moment that are told', async () => {
    const device = { claims: { requesting_device: { resourceType: 'Patient' } } }
    const [byText] = (await lint(device, { dialect: 'specification' })).faults
    assert.equal(byText?.status, 400)
    const later = await lint({}, { now: new Date(NOW.getTime() + 3_600_000) })
    assert.deepEqual(
      later.faults.map((fault) => fault.at),
      ['claim exp'],
    )
  })

  test('SLOT-10 what service.identifier must be is judged where service filtering is on', async () => {
    const target = `${ROOT}/Slot?start=ge2026-03-02&end=le2026-03-03&status=free&_include=Slot:schedule&service.identifier=1`
    const given = { interaction: 'searchFreeSlots', target } as const
    assert.deepEqual((await lint(given)).faults, [])
    assert.deepEqual(
      (await lint(given, { serviceFiltering: true })).faults.map((fault) => fault.at),
      ['search parameter service.identifier'],
    )
  })
})
