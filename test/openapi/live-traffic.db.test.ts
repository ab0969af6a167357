import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { SYSTEMS } from '../../src/fhir/urls.ts'
import { type ApiDocument, apiDocument } from '../../src/openapi/document.ts'
import { INTERACTIONS } from '../../src/provider/interactions.ts'
import { bookingOf } from '../given/booking.ts'
import { type Call, type GivenPractice, givenPractice, PATIENT, spineCode } from '../given/practice.ts'
import { givenRegistration } from '../given/registration.ts'
import type { InteractionOfProvider } from '../given/request-headers.ts'
import { givenTalkativePractice, happyTraffic, NEWCOMER, pathsAt, RANGE, REGISTER, UNTRACEABLE } from './given-traffic.ts'
import { propertiesIn, renamedIn, renameNoticedBy, schemaProperties } from './rename.ts'
import type { Exchange } from './traffic-check.ts'
import { trafficCheck } from './watch-traffic.ts'

const NAMES = Object.keys(INTERACTIONS) as InteractionOfProvider[]
const NOWHERE = 'ffffffff-0000-4000-8000-000000000000'

/** Every way in which any interaction can be refused, and then each one's own. */
async function refusedTraffic(
  t: TestContext,
  { exchanges, practice, appointmentId }: Awaited<ReturnType<typeof happyTraffic>>,
): Promise<void> {
  const paths = pathsAt(practice, appointmentId)
  const call = practice.call
  for (const name of NAMES) {
    const body = INTERACTIONS[name].method === 'GET' ? {} : { body: {} }
    await call(name, paths[name], { ...body, headers: { 'ssp-traceid': undefined } })
    await call(name, paths[name], { ...body, headers: { authorization: undefined } })
    await call(name, paths[name], { ...body, headers: { accept: 'text/html' } })
    await call(name, paths[name], { ...body, claims: { requesting_device: { resourceType: 'Device', nothing: 'STU3 has' } } })
    await call(name, `//T99999/STU3/1/gpconnect${paths[name]}`, body)
    if (body.body) await call(name, paths[name], { body: `{"a":"${'a'.repeat(1_100_000)}"}` })
  }

  const off = await givenPractice(t, { hear: (exchange) => exchanges.push(exchange), file: { settings: {} } })
  const failing = await givenTalkativePractice(t, {
    hear: (exchange) => exchanges.push(exchange),
    audit: { append: () => Promise.reject(new Error('The disk is full')) },
  })
  for (const name of NAMES) {
    const body = INTERACTIONS[name].method === 'GET' ? {} : { body: {} }
    await off.call(name, pathsAt(off, NOWHERE)[name], body)
    await failing.call(name, pathsAt(failing, NOWHERE)[name], body)
  }
  const hear = (exchange: Exchange) => exchanges.push(exchange)
  const literal = await givenPractice(t, { hear, config: { dialect: 'specification' } })
  await literal.call('findPatient', `/Patient?identifier=${SYSTEMS.nhsNumber}|`)
  for (const [name, path, request, code] of ownRefusals(practice, paths, appointmentId)) {
    const reply = await call(name, path, request)
    assert.equal(spineCode(reply), code, `${name} ${reply.text}`)
  }
}

type OwnRefusal = [InteractionOfProvider, string, Call, string]

function ownRefusals(practice: GivenPractice, paths: Record<InteractionOfProvider, string>, appointmentId: string): OwnRefusal[] {
  const taken = bookingOf(practice, ['2026-03-02T09:20'])
  const stored = { id: appointmentId, ...bookingOf(practice, ['2026-03-02T09:00', '2026-03-02T09:10']) }
  const participant = [`Patient/${NOWHERE}`, `Location/${practice.locations.main}`].map((reference) => ({
    actor: { reference },
    status: 'accepted',
  }))
  return [
    ['findPatient', `/Patient?identifier=${SYSTEMS.sdsUserId}|1`, {}, 'INVALID_IDENTIFIER_SYSTEM'],
    ['findPatient', `/Patient?identifier=${SYSTEMS.nhsNumber}|1234567890`, {}, 'INVALID_NHS_NUMBER'],
    ['findPatient', '/Patient?identifier=9990000018', {}, 'INVALID_PARAMETER'],
    ['findPatient', '/Patient', {}, 'BAD_REQUEST'],
    ['readPatient', `/Patient/${NOWHERE}`, {}, 'PATIENT_NOT_FOUND'],
    ['readPractitioner', `/Practitioner/${NOWHERE}`, {}, 'PRACTITIONER_NOT_FOUND'],
    ['readOrganization', `/Organization/${NOWHERE}`, {}, 'ORGANISATION_NOT_FOUND'],
    ['readLocation', `/Location/${NOWHERE}`, {}, 'NO_RECORD_FOUND'],
    ['readHealthcareService', `/HealthcareService/${NOWHERE}`, {}, 'NO_RECORD_FOUND'],
    ['findHealthcareService', '/HealthcareService?identifier=1', {}, 'INVALID_PARAMETER'],
    ['registerPatient', REGISTER, { body: givenRegistration(NEWCOMER) }, 'DUPLICATE_REJECTED'],
    ['registerPatient', REGISTER, { body: givenRegistration('1234567890') }, 'INVALID_NHS_NUMBER'],
    ['registerPatient', REGISTER, { body: givenRegistration('9990000042', { birthDate: '1901-01-01' }) }, 'INVALID_PATIENT_DEMOGRAPHICS'],
    ['registerPatient', REGISTER, { body: givenRegistration(UNTRACEABLE) }, 'INTERNAL_SERVER_ERROR'],
    ['searchFreeSlots', '/Slot', {}, 'BAD_REQUEST'],
    ['searchFreeSlots', `/Slot?${RANGE.replace('status=free', 'status=busy')}`, {}, 'INVALID_PARAMETER'],
    ['searchFreeSlots', `/Slot?${RANGE}&service.identifier=${SYSTEMS.dosServiceId}|1`, {}, 'NO_RECORD_FOUND'],
    ['bookAppointment', '/Appointment', { body: taken }, 'DUPLICATE_REJECTED'],
    ['bookAppointment', '/Appointment', { body: { ...taken, description: undefined } }, 'INVALID_RESOURCE'],
    ['bookAppointment', '/Appointment', { body: { ...taken, participant } }, 'REFERENCE_NOT_FOUND'],
    ['readAppointment', `/Appointment/${NOWHERE}`, {}, 'NO_RECORD_FOUND'],
    ['amendAppointment', paths.amendAppointment, { body: stored, headers: { 'if-match': 'W/"9"' } }, 'FHIR_CONSTRAINT_VIOLATION'],
    ['retrieveAppointments', `/Patient/${practice.patients[PATIENT]}/Appointment`, {}, 'INVALID_PARAMETER'],
    ['retrieveAppointments', `/Patient/${NOWHERE}/Appointment?start=ge2026-03-02&start=le2026-03-08`, {}, 'PATIENT_NOT_FOUND'],
  ]
}

describe('The description of the API, held against live traffic', () => {
  test('ERR-01 INT-01 describes every answer of every interaction, and every status it names is really sent', async (t) => {
    // Given, When
    const happy = await happyTraffic(t)
    await refusedTraffic(t, happy)

    // Then
    const { answerFaults } = trafficCheck()
    for (const exchange of happy.exchanges) assert.deepEqual(answerFaults(exchange), [], exchange.request.path)
    const sent = new Set(happy.exchanges.map(({ request, answer }) => `${interactionOf(request)} ${answer.status}`))
    assert.deepEqual(
      statusesNamed().filter((status) => !sent.has(status)),
      [],
    )
  })

  test('describes every request that the provider grants', async (t) => {
    const { exchanges } = await happyTraffic(t)
    const { requestFaults } = trafficCheck()
    for (const exchange of exchanges) assert.deepEqual(requestFaults(exchange), [], exchange.request.path)
  })

  test('a field renamed in any answer or request is noticed', async (t) => {
    // Given
    const { exchanges } = await happyTraffic(t)
    const { answerFaults, requestFaults } = trafficCheck()
    const unnoticed: string[] = []
    let tried = 0

    // When each property of each body is renamed in turn
    for (const { request, answer } of exchanges) {
      for (const path of propertiesIn(answer.body)) {
        tried += 1
        const renamed = { request, answer: { ...answer, body: renamedIn(answer.body, path) } }
        if (answerFaults(renamed)?.length === 0) unnoticed.push(`${request.path} answer ${path.join('.')}`)
      }
      for (const path of request.method === 'GET' ? [] : propertiesIn(request.body)) {
        tried += 1
        const renamed = { request: { ...request, body: renamedIn(request.body, path) }, answer }
        if (requestFaults(renamed).length === 0) unnoticed.push(`${request.path} request ${path.join('.')}`)
      }
    }

    // Then
    assert.ok(tried > 1000, `only ${tried} were tried`)
    assert.deepEqual(unnoticed, [])
  })

  test('a field renamed in any schema is noticed', async (t) => {
    // Given
    const happy = await happyTraffic(t)
    await refusedTraffic(t, happy)
    const properties = schemaProperties(apiDocument())
    assert.ok(properties.length > 200, `only ${properties.length} were found`)

    // When each property of each schema is renamed in turn
    const isNoticed = renameNoticedBy(apiDocument(), happy.exchanges)

    // Then
    assert.deepEqual(
      properties.filter((property) => !isNoticed(property)).map((property) => property.join('.')),
      [],
    )
  })
})

function interactionOf({ headers, method, path }: Exchange['request']): string {
  const id = headers['ssp-interactionid']
  return NAMES.find((name) => INTERACTIONS[name].id === id) ?? `${method} ${path}`
}

/** `bookAppointment 409`. Of two interactions that share verb and path, either may send it. */
function statusesNamed(document: ApiDocument = apiDocument()): string[] {
  return NAMES.filter((name) => name !== 'cancelAppointment').flatMap((name) => {
    const { method, path } = INTERACTIONS[name]
    const operation = document.paths[path.replace(':id', '{id}')]?.[method.toLowerCase()] as { responses: object }
    return Object.keys(operation.responses).map((status) => `${name} ${status}`)
  })
}
