import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import { givenCapturedLog } from '../../test/given/captured-log.ts'
import { givenPractice, PATIENT, spineCode } from '../../test/given/practice.ts'
import { CONSUMER_ASID } from '../../test/given/request-headers.ts'
import { PROFILES, SYSTEMS } from '../fhir/urls.ts'
import { INTERACTIONS } from './interactions.ts'

describe('Every request', () => {
  test('ERR-01 GEN-02 GEN-05 a refusal is an OperationOutcome of the profile, uncached', async (t) => {
    const practice = await givenPractice(t)
    const reply = await practice.call('readLocation', '/Location/unknown')
    assert.deepEqual(reply.body, {
      resourceType: 'OperationOutcome',
      meta: { profile: [PROFILES.OperationOutcome] },
      issue: [
        {
          severity: 'error',
          code: 'not-found',
          details: { coding: [{ system: SYSTEMS.spineError, code: 'NO_RECORD_FOUND', display: 'No record found' }] },
          diagnostics: 'This practice has no Location with that id.',
        },
      ],
    })
    assert.equal(reply.headers['content-type'], 'application/fhir+json;charset=utf-8')
    assert.equal(reply.headers['cache-control'], 'no-store')
    assert.equal((await practice.call('readMetadata', '/metadata')).headers['cache-control'], 'no-store')
  })

  test('SEC-02 a Spine header that is missing or empty is 400 BAD_REQUEST', async (t) => {
    const practice = await givenPractice(t)
    for (const name of ['ssp-traceid', 'ssp-from', 'ssp-to', 'ssp-interactionid']) {
      for (const value of [undefined, '', ' ']) {
        const reply = await practice.call('readMetadata', '/metadata', { headers: { [name]: value } })
        assert.deepEqual([reply.status, spineCode(reply)], [400, 'BAD_REQUEST'], name)
      }
    }
  })

  test("SEC-03 an interaction id that does not fit, or another system's ASID, is 400 BAD_REQUEST", async (t) => {
    const practice = await givenPractice(t)
    for (const headers of [
      { 'ssp-interactionid': INTERACTIONS.findPatient.id },
      { 'ssp-interactionid': 'urn:nhs:names:services:gpconnect:fhir:rest:search:slot-9' },
      { 'ssp-to': CONSUMER_ASID },
      { 'ssp-from': 'not-an-asid' },
    ]) {
      const reply = await practice.call('readMetadata', '/metadata', { headers })
      assert.deepEqual([reply.status, spineCode(reply)], [400, 'BAD_REQUEST'], JSON.stringify(headers))
    }
  })

  test('SEC-03 a practice that Spine has not registered yet is asked for by no ASID', async (t) => {
    const practice = await givenPractice(t)
    await practice.db.query('update organisation set asid = null where ods_code = $1', [practice.odsCode])
    const reply = await practice.call('readMetadata', '/metadata')
    assert.deepEqual([reply.status, spineCode(reply)], [400, 'BAD_REQUEST'])
  })

  test('SEC-03 ERR-03 GEN-01 INT-01 unknown roots are 404, wrong verbs 400, what this provider lacks 501', async (t) => {
    const practice = await givenPractice(t)
    const root = `//${practice.odsCode}/STU3/1`
    const cases: [string, 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH', number, string][] = [
      ['//', 'GET', 404, 'NO_RECORD_FOUND'],
      ['//favicon.ico', 'GET', 404, 'NO_RECORD_FOUND'],
      ['//A99999/STU3/1/gpconnect/metadata', 'GET', 404, 'NO_RECORD_FOUND'],
      [`//${practice.odsCode.toLowerCase()}/STU3/1/gpconnect/metadata`, 'GET', 404, 'NO_RECORD_FOUND'],
      [`//${practice.odsCode}/stu3/1/gpconnect/metadata`, 'GET', 404, 'NO_RECORD_FOUND'],
      [`${root}/structured/metadata`, 'GET', 404, 'NO_RECORD_FOUND'],
      ['/Medication', 'GET', 501, 'NOT_IMPLEMENTED'],
      ['/Patient/$gpc.getstructuredrecord', 'POST', 501, 'NOT_IMPLEMENTED'],
      ['/Patient/$everything', 'GET', 501, 'NOT_IMPLEMENTED'],
      ['/Appointment/1/_history/1', 'GET', 501, 'NOT_IMPLEMENTED'],
      ['/slot', 'GET', 501, 'NOT_IMPLEMENTED'],
      ['', 'POST', 501, 'NOT_IMPLEMENTED'],
      ['/Slot', 'POST', 400, 'BAD_REQUEST'],
      ['/Patient/1', 'DELETE', 400, 'BAD_REQUEST'],
      ['/Appointment/1', 'PATCH', 400, 'BAD_REQUEST'],
      ['/metadata', 'PUT', 400, 'BAD_REQUEST'],
      ['/Patient/%ZZ', 'GET', 400, 'BAD_REQUEST'],
      ['/Slot?start=%ZZ', 'GET', 400, 'BAD_REQUEST'],
    ]
    for (const [path, method, status, code] of cases) {
      const reply = await practice.call('searchFreeSlots', path, { method })
      assert.deepEqual([reply.status, spineCode(reply)], [status, code], `${method} ${path}`)
    }
  })

  test('SEC-04 a token that is wrong in any way is 400 BAD_REQUEST, and the answer says Bearer', async (t) => {
    const practice = await givenPractice(t)
    const iat = Math.floor(practice.now.getTime() / 1000)
    const claims = [
      ...[
        'iss',
        'sub',
        'aud',
        'exp',
        'iat',
        'reason_for_request',
        'requested_scope',
        'requesting_device',
        'requesting_organization',
        'requesting_practitioner',
      ].flatMap((name) => [undefined, null, ''].map((value) => ({ [name]: value }))),
      { exp: iat + 301 },
      { exp: iat + 299 },
      { iat: iat - 301, exp: iat - 1 },
      { iat: iat - 300, exp: iat },
      { exp: `${iat + 300}` },
      { iss: 'no url' },
      { aud: 'https://other.example/A99999/STU3/1/gpconnect' },
      { reason_for_request: 'secondaryuses' },
      { requesting_device: {} },
      { requesting_device: [] },
      { sub: 'somebody-else' },
    ]
    for (const claim of claims) {
      const reply = await practice.call('readMetadata', '/metadata', { claims: claim })
      assert.deepEqual([reply.status, spineCode(reply)], [400, 'BAD_REQUEST'], `${JSON.stringify(claim)} ${reply.text}`)
      assert.equal(reply.headers['www-authenticate'], 'Bearer error="invalid_token"')
    }
    for (const authorization of ['Bearer a.b', 'Bearer a.b.c', 'Bearer !.!.', 'Bearer bm8.bm8.', 'Bearer e30.e30.']) {
      const reply = await practice.call('readMetadata', '/metadata', { headers: { authorization } })
      assert.deepEqual([reply.status, spineCode(reply)], [400, 'BAD_REQUEST'], authorization)
    }
    const signed = await practice.call('readMetadata', '/metadata', { tokenHeader: { alg: 'RS512' } })
    assert.equal(signed.status, 400)
    for (const authorization of [undefined, '', 'Basic dXNlcjpwYXNz']) {
      const reply = await practice.call('readMetadata', '/metadata', { headers: { authorization } })
      assert.deepEqual([reply.status, reply.headers['www-authenticate']], [400, 'Bearer'])
    }
    assert.equal((await practice.call('readMetadata', '/metadata')).headers['www-authenticate'], undefined)
  })

  test('SEC-04 a claim resource that is not valid is 422 INVALID_RESOURCE; DIFF-07 one of the wrong type as the dialect has it', async (t) => {
    const assured = await givenPractice(t)
    const specified = await givenPractice(t, { config: { dialect: 'specification' } })
    const invalid = [
      { requesting_organization: { resourceType: 'Organization', name: 'No code' } },
      { requesting_organization: { resourceType: 'Organization', colour: 'blue', name: 'x' } },
      { requesting_device: { resourceType: 'Device', model: 'x' } },
      { requesting_practitioner: { resourceType: 'Practitioner', id: 'user-1' } },
    ]
    for (const claims of invalid) {
      const reply = await assured.call('readMetadata', '/metadata', { claims })
      assert.deepEqual([reply.status, spineCode(reply)], [422, 'INVALID_RESOURCE'], JSON.stringify(claims))
    }
    const claims = { requesting_device: { resourceType: 'Organization', name: 'x' } }
    assert.equal((await assured.call('readMetadata', '/metadata', { claims })).status, 422)
    assert.equal((await specified.call('readMetadata', '/metadata', { claims })).status, 400)
  })

  test('SEC-04 deployed consumers are let in: UNK ids, the old ODS system, a slash after aud, a fast clock', async (t) => {
    const practice = await givenPractice(t, { config: { additionalAudiences: ['https://authorize.example/token'] } })
    const iat = Math.floor(practice.now.getTime() / 1000)
    const practitioner = (identifier: unknown) => ({
      requesting_practitioner: { resourceType: 'Practitioner', id: 'user-1', identifier, name: [{ family: 'Handler' }] },
    })
    for (const claims of [
      practitioner([{ system: SYSTEMS.sdsUserId, value: 'UNK' }]),
      {
        requesting_organization: {
          resourceType: 'Organization',
          identifier: [{ system: 'http://fhir.nhs.net/Id/ods-organization-code', value: 'B30012' }],
          name: 'Old',
        },
      },
      { aud: `${practice.serviceRoot}/` },
      { aud: 'https://authorize.example/token' },
      { iat: iat + 240, exp: iat + 540 },
    ]) {
      const reply = await practice.call('readMetadata', '/metadata', { claims })
      assert.equal(reply.status, 200, `${JSON.stringify(claims)} ${reply.text}`)
    }
  })

  test('SEC-05 SEC-04 a scope that does not fit is 400 BAD_REQUEST, and the answer says insufficient_scope', async (t) => {
    const practice = await givenPractice(t)
    for (const scope of ['patient/*.read', 'organization/*.write', 'everything']) {
      const reply = await practice.call('readMetadata', '/metadata', { claims: { requested_scope: scope } })
      assert.deepEqual([reply.status, spineCode(reply)], [400, 'BAD_REQUEST'], scope)
      assert.equal(reply.headers['www-authenticate'], 'Bearer error="insufficient_scope"')
    }
    assert.equal(
      (await practice.call('readMetadata', '/metadata', { claims: { requested_scope: 'patient/*.read organization/*.read' } })).status,
      200,
    )
  })

  test('SEC-04 a token that has just expired is taken within the skew that is set, and no longer', async (t) => {
    const strict = await givenPractice(t)
    const lenient = await givenPractice(t, { config: { tokenSkewSeconds: 60 } })
    const iat = Math.floor(strict.now.getTime() / 1000)
    const expiredBy = (seconds: number) => ({ claims: { iat: iat - 300 - seconds, exp: iat - seconds } })
    assert.equal((await strict.call('readMetadata', '/metadata', expiredBy(0))).status, 400)
    assert.equal((await lenient.call('readMetadata', '/metadata', expiredBy(59))).status, 200)
    assert.equal((await lenient.call('readMetadata', '/metadata', expiredBy(60))).status, 400)
  })

  test('GEN-03 JSON is answered under each of its names, and what is not is 415', async (t) => {
    const practice = await givenPractice(t)
    for (const accept of [
      'application/fhir+json',
      'application/json+fhir',
      'application/json',
      'text/html, */*;q=0.1',
      'application/fhir+json; charset=utf-8',
      undefined,
    ]) {
      assert.equal((await practice.call('readMetadata', '/metadata', { headers: { accept } })).status, 200, accept)
    }
    assert.equal(
      (await practice.call('readMetadata', '/metadata?_format=application%2Ffhir%2Bjson', { headers: { accept: 'image/png' } })).status,
      200,
    )
    assert.equal((await practice.call('readMetadata', '/metadata', { headers: { accept: 'image/png' } })).status, 415)
    assert.equal((await practice.call('readMetadata', '/metadata?_format=yaml')).status, 415)
  })

  test('ERR-06 a body over the limit is 413, with an OperationOutcome', async (t) => {
    const practice = await givenPractice(t, { config: { bodyLimitBytes: 2048 } })
    const reply = await practice.call('bookAppointment', '/Appointment', { body: 'x'.repeat(4096) })
    assert.deepEqual([reply.status, spineCode(reply)], [413, 'BAD_REQUEST'])
  })

  test('ERR-05 a failure that is nobody’s fault is 500 with an id to quote, and says nothing else', async (t) => {
    const { log, lines } = givenCapturedLog()
    const practice = await givenPractice(t, {
      log,
      file: {},
      tracePatient: async () => {
        throw new Error('secret detail')
      },
    })
    await practice.db.query('update patient set nhs_number_verified = false where ods_code = $1', [practice.odsCode])

    const reply = await practice.call('findPatient', `/Patient?identifier=${SYSTEMS.nhsNumber}|${PATIENT}`)

    assert.deepEqual([reply.status, spineCode(reply)], [500, 'INTERNAL_SERVER_ERROR'])
    const { diagnostics } = reply.body.issue[0]
    assert.doesNotMatch(diagnostics, /secret/)
    const failure = lines().find((line) => line.msg === 'unexpected failure')
    assert.ok(diagnostics.includes(failure?.requestId))
  })

  test('ERR-05 bytes that are no HTTP request are answered with an OperationOutcome', async (t) => {
    const practice = await givenPractice(t)
    await practice.app.listen({ host: '127.0.0.1', port: 0 })
    const address = practice.app.server.address()
    assert.ok(typeof address === 'object' && address)

    const answer = await new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(address.port, '127.0.0.1', () => socket.write('\x00\x01nonsense\r\n\r\n'))
      socket.on('data', (data) => (text += data))
      socket.on('close', () => resolve(text))
      socket.on('error', reject)
    })

    assert.match(answer, /^HTTP\/1\.1 400 /)
    assert.equal(JSON.parse(answer.split('\r\n\r\n')[1] ?? '').resourceType, 'OperationOutcome')
  })

  test('SEC-07 no name, NHS number or URL is logged', async (t) => {
    const { log, text } = givenCapturedLog()
    const practice = await givenPractice(t, { log })

    await practice.call('findPatient', `/Patient?identifier=${SYSTEMS.nhsNumber}|${PATIENT}`, { headers: { 'ssp-traceid': 'trace-7' } })
    await practice.call('readPatient', `/Patient/${practice.patients[PATIENT]}`)
    // Whatever a consumer takes for a trace id
    await practice.call('readMetadata', '/metadata', { headers: { 'ssp-traceid': `for-${PATIENT}-${'x'.repeat(9_000)}` } })

    assert.ok(text().includes('trace-7'))
    assert.ok(text().length < 4_000)
    for (const secret of [PATIENT, 'Example', 'Handler', '/Patient', practice.patients[PATIENT] ?? ''])
      assert.ok(!text().includes(secret), secret)
  })
})

describe('Read the capability statement', () => {
  test('ORG-04 it lists what the table of interactions has', async (t) => {
    const practice = await givenPractice(t)
    const reply = await practice.call('readMetadata', '/metadata')
    assert.equal(reply.status, 200)
    assert.equal(reply.body.fhirVersion, '3.0.1')
    assert.equal(reply.body.version, '1.2.9')
    assert.equal(reply.body.acceptUnknown, 'both')
    const [rest] = reply.body.rest
    const listed = rest.resource.flatMap((resource: { type: string; interaction: { code: string }[] }) =>
      resource.interaction.map(({ code }) => `${resource.type} ${code}`),
    )
    assert.deepEqual(listed.sort(), [
      'Appointment create',
      'Appointment read',
      'Appointment search-type',
      'Appointment update',
      'HealthcareService read',
      'HealthcareService search-type',
      'Location read',
      'Organization read',
      'Organization search-type',
      'Patient read',
      'Patient search-type',
      'Practitioner read',
      'Practitioner search-type',
      'Slot search-type',
    ])
    assert.deepEqual(rest.operation, [
      {
        name: 'gpc.registerpatient',
        definition: { reference: 'https://fhir.nhs.uk/STU3/OperationDefinition/GPConnect-RegisterPatient-Operation-1' },
      },
    ])
    assert.equal('id' in reply.body, false)
  })
})
