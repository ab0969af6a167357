import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { UnsecuredJWT } from 'jose'
import { parseAsid } from '../nhs/asid.ts'
import { parseOdsCode } from '../nhs/ods-code.ts'
import { createCircuits } from './circuits.ts'
import type { SpineAddress } from './sds.ts'
import { createSsp, type SspRequest } from './ssp.ts'

const ROOT = 'https://provider.test:443/B86013/STU3/1/gpconnect'
const NOW = new Date('2026-03-02T08:00:00.900Z')

function givenAddress(serviceRoot = ROOT): SpineAddress {
  const asid = parseAsid('200000000985')
  assert.ok(asid)
  return { serviceRoot, asid, partyKey: 'B86013-821870' }
}

function givenRequest(more: Partial<SspRequest> = {}): SspRequest {
  const [asid, odsCode] = [parseAsid('200000000001'), parseOdsCode('Y00001')]
  assert.ok(asid && odsCode)
  const user = {
    id: 'u1',
    family: 'Jones',
    given: ['Claire'],
    sdsUserId: '555',
    localIdentifier: { system: 'https://hub.test/Id/user', value: 'cj' },
  }
  return {
    interaction: 'searchFreeSlots',
    from: { user, organisation: { odsCode, name: 'Leeds Hub', asid } },
    to: givenAddress(),
    path: 'Slot',
    ...more,
  }
}

async function givenProxy(t: TestContext, statuses: number[] = []) {
  const seen: { request: IncomingMessage; body: string }[] = []
  const server = createServer(async (request, reply) => {
    let body = ''
    for await (const chunk of request) body += chunk
    seen.push({ request, body })
    reply.writeHead(statuses.shift() ?? 200, { 'Content-Type': 'application/fhir+json' }).end('{"resourceType":"Bundle"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  t.after(() => server.closeAllConnections())
  const ssp = createSsp({
    fetch,
    sspUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    application: {
      issuer: 'https://hub.test',
      device: { system: 'https://hub.test/Id/device', value: 'd1', model: 'Hub', version: '1.0' },
    },
    timeoutMs: 5000,
    now: () => NOW,
    newId: randomUUID,
    circuits: createCircuits({ now: () => NOW, failures: 2 }),
  })
  return { ssp, seen }
}

describe('Send through the SSP', () => {
  test('CON-04, CON-12 the service root stands unchanged in the path, the query is percent-encoded', async (t) => {
    // Given
    const { ssp, seen } = await givenProxy(t)
    const query = [
      ['identifier', 'https://fhir.nhs.uk/Id/nhs-number|9000000009'],
      ['_include:recurse', 'Schedule:actor:Location'],
    ] as const
    // When
    await ssp.send(givenRequest({ query }))
    await ssp.send(givenRequest({ to: givenAddress(`${ROOT}/`) }))
    await ssp.send(givenRequest({ path: 'Patient/$gpc.registerpatient', body: {} }))
    // Then
    assert.deepEqual(
      seen.map(({ request }) => `${request.method} ${request.url}`),
      [
        `GET /${ROOT}/Slot?identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C9000000009&_include%3Arecurse=Schedule%3Aactor%3ALocation`,
        `GET /${ROOT}/Slot`,
        `POST /${ROOT}/Patient/$gpc.registerpatient`,
      ],
    )
  })

  test('CON-04 a service root that would not arrive unchanged is not sent', async (t) => {
    // Given
    const { ssp, seen } = await givenProxy(t)
    for (const serviceRoot of ['https://provider.test/./B86013', 'https://provider.test/B 86013', 'https://provider.test/B86013?x={y}#z']) {
      // When
      const answer = await ssp.send(givenRequest({ to: givenAddress(serviceRoot) }))
      // Then
      assert.ok(answer.kind === 'unanswered')
      assert.deepEqual([answer.fault, answer.mayHaveActed], ['not-sent', false])
    }
    assert.equal(seen.length, 0)
  })

  test('SEC-02 the four Ssp headers name the trace, both systems and the interaction', async (t) => {
    // Given
    const { ssp, seen } = await givenProxy(t)
    // When
    const answer = await ssp.send(givenRequest())
    // Then
    const headers = seen[0]?.request.headers
    assert.equal(headers?.['ssp-traceid'], answer.traceId)
    assert.equal(headers?.['ssp-from'], '200000000001')
    assert.equal(headers?.['ssp-to'], '200000000985')
    assert.equal(headers?.['ssp-interactionid'], 'urn:nhs:names:services:gpconnect:fhir:rest:search:slot-1')
    assert.equal(headers?.accept, 'application/fhir+json')
    assert.equal(headers?.['content-type'], undefined)
  })

  test('GEN-02 a body goes out as FHIR JSON in UTF-8', async (t) => {
    // Given
    const { ssp, seen } = await givenProxy(t)
    // When
    await ssp.send(
      givenRequest({ interaction: 'bookAppointment', path: 'Appointment', body: { resourceType: 'Appointment', comment: 'Zoë' } }),
    )
    // Then
    assert.equal(seen[0]?.request.headers['content-type'], 'application/fhir+json;charset=utf-8')
    assert.equal(seen[0]?.body, '{"resourceType":"Appointment","comment":"Zoë"}')
  })

  test('SEC-04 the token is unsecured and names application, organisation and real user', async (t) => {
    // Given
    const { ssp, seen } = await givenProxy(t)
    // When
    await ssp.send(givenRequest())
    // Then
    const token = seen[0]?.request.headers.authorization?.replace(/^Bearer /, '') ?? ''
    assert.match(token, /^[\w-]+\.[\w-]+\.$/)
    const { payload, header } = UnsecuredJWT.decode(token, { currentDate: NOW })
    assert.deepEqual(header, { alg: 'none', typ: 'JWT' })
    assert.deepEqual(payload, {
      iss: 'https://hub.test',
      sub: 'u1',
      aud: ROOT,
      iat: 1772438400,
      exp: 1772438700,
      reason_for_request: 'directcare',
      requested_scope: 'organization/*.read',
      requesting_device: {
        resourceType: 'Device',
        identifier: [{ system: 'https://hub.test/Id/device', value: 'd1' }],
        model: 'Hub',
        version: '1.0',
      },
      requesting_organization: {
        resourceType: 'Organization',
        identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'Y00001' }],
        name: 'Leeds Hub',
      },
      requesting_practitioner: {
        resourceType: 'Practitioner',
        id: 'u1',
        identifier: [
          { system: 'https://fhir.nhs.uk/Id/sds-user-id', value: '555' },
          { system: 'https://fhir.nhs.uk/Id/sds-role-profile-id', value: 'UNK' },
          { system: 'https://hub.test/Id/user', value: 'cj' },
        ],
        name: [{ family: 'Jones', given: ['Claire'] }],
      },
    })
  })

  test('SEC-05 the scope asked for fits the request', async (t) => {
    // Given
    const { ssp, seen } = await givenProxy(t)
    // When
    for (const interaction of [
      'findPatient',
      'registerPatient',
      'bookAppointment',
      'readAppointment',
      'readLocation',
      'readMetadata',
    ] as const) {
      await ssp.send(givenRequest({ interaction }))
    }
    // Then
    const scopes = seen.map(
      ({ request }) => UnsecuredJWT.decode(request.headers.authorization?.slice(7) ?? '', { currentDate: NOW }).payload.requested_scope,
    )
    assert.deepEqual(scopes, [
      'patient/*.read',
      'patient/*.write',
      'patient/*.write',
      'patient/*.read',
      'organization/*.read',
      'organization/*.read',
    ])
  })

  test('CON-05 each request has a trace id of its own', async (t) => {
    // Given
    const { ssp, seen } = await givenProxy(t)
    // When
    await ssp.send(givenRequest())
    await ssp.send(givenRequest())
    // Then
    assert.equal(new Set(seen.map(({ request }) => request.headers['ssp-traceid'])).size, 2)
  })

  test('APT-09 an amendment is a PUT with the version it is of; what SSP and FHIR prescribe cannot be overridden', async (t) => {
    // Given
    const { ssp, seen } = await givenProxy(t)
    const headers = { 'If-Match': 'W/"3"', 'Ssp-To': '1', Accept: 'text/html' }
    // When
    await ssp.send(givenRequest({ interaction: 'amendAppointment', path: 'Appointment/1', method: 'PUT', body: {}, headers }))
    // Then
    const [put] = seen
    assert.deepEqual([put?.request.method, put?.request.headers['if-match']], ['PUT', 'W/"3"'])
    assert.deepEqual([put?.request.headers['ssp-to'], put?.request.headers.accept], ['200000000985', 'application/fhir+json'])
  })

  test('CON-11 a provider that the SSP cannot reach is not asked again for a while, and nobody waits for it', async (t) => {
    // Given
    const { ssp, seen } = await givenProxy(t, [502, 504])
    await ssp.send(givenRequest())
    await ssp.send(givenRequest())
    // When
    const answer = await ssp.send(givenRequest())
    // Then
    assert.equal(seen.length, 2)
    assert.ok(answer.kind === 'unanswered')
    assert.deepEqual([answer.fault, answer.mayHaveActed], ['not-tried', false])
  })

  test('a refusal by provider or SSP says nothing against reaching it', async (t) => {
    const { ssp, seen } = await givenProxy(t, [403, 404, 409, 429, 500])
    for (let time = 0; time < 6; time += 1) await ssp.send(givenRequest())
    assert.equal(seen.length, 6)
  })
})
