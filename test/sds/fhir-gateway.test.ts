import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { INTERACTION_IDS } from '../../src/nhs/interaction-ids.ts'
import type { SdsFaults } from '../../src/simulator/sds/sds-faults.ts'
import { startSimulator } from '../../src/simulator/start-simulator.ts'
import { createSdsOverFhir } from '../../src/spine/sds-over-fhir.ts'
import { ods } from './look-ups.ts'
import { spineSource } from './spine-source.ts'

const ASKED = { odsCode: ods('ZZ001'), interactionId: INTERACTION_IDS.searchFreeSlots }
const ENDPOINT_QUERY = new URLSearchParams([
  ['organization', `https://fhir.nhs.uk/Id/ods-organization-code|${ASKED.odsCode}`],
  ['identifier', `https://fhir.nhs.uk/Id/nhsServiceInteractionId|${ASKED.interactionId}`],
])

async function givenFhir(t: TestContext, faults: SdsFaults, options: { path?: string } = {}) {
  const clock = { now: new Date('2026-03-02T08:00:00Z') }
  const now = () => clock.now
  const simulator = await startSimulator({
    data: spineSource(),
    now,
    newId: randomUUID,
    host: '127.0.0.1',
    apiPort: 0,
    sspPort: 0,
    sdsFaults: faults,
  })
  t.after(simulator.close)
  const baseUrl = `${simulator.apiUrl}${options.path ?? '/spine-directory/FHIR/R4'}`
  const sds = createSdsOverFhir({ fetch, baseUrl, apiKey: 'key', timeoutMs: 5_000, now, newId: randomUUID })
  const ask = async (headers: Record<string, string> = {}) => {
    const reply = await fetch(`${baseUrl}/Endpoint?${ENDPOINT_QUERY}`, { headers: { apikey: 'key', ...headers } })
    return { status: reply.status, headers: reply.headers, body: JSON.parse(await reply.text()) }
  }
  return { sds, ask, simulator, clock }
}

/** As many as listed, then no more. */
const inTurn =
  <Fault>(faults: Fault[]) =>
  () =>
    faults.shift()

describe('SDS by its FHIR API, going wrong', () => {
  test('CON-04 one look-up that timed out and came back as "nothing" does not make a practice vanish', async (t) => {
    const { sds } = await givenFhir(t, { fhir: inTurn(['empty' as const]) })
    assert.equal((await sds.lookUp(ASKED)).kind, 'found')
  })

  test('"nothing" is never remembered: the next look-up asks again', async (t) => {
    const { sds } = await givenFhir(t, { fhir: inTurn(['empty' as const, 'empty' as const]) })
    assert.deepEqual(await sds.lookUp(ASKED), { kind: 'not-enabled', nothingAt: 'endpoint' })
    assert.equal((await sds.lookUp(ASKED)).kind, 'found')
  })

  for (const [fault, status, code, diagnostics, reason] of [
    ['timed-out', 504, 'timeout', 'LDAP request timed out', 'timed-out'],
    ['invalid-answer', 502, 'exception', 'Invalid LDAP response received', 'failed'],
    ['failed', 500, 'exception', 'simulated exception', 'failed'],
  ] as const) {
    test(`SDS ${status} is ${reason}, and is not asked for again`, async (t) => {
      // Given a directory that would answer the second time
      const { ask, sds } = await givenFhir(t, { fhir: inTurn([fault, fault]) })
      // When
      const { status: sent, headers, body } = await ask()
      // Then
      assert.equal(sent, status)
      const coding = body.issue[0].details.coding[0]
      assert.deepEqual(
        [body.issue[0].code, body.issue[0].diagnostics, coding.code, coding.system, body.id],
        [
          code,
          diagnostics,
          'INTERNAL_SERVER_ERROR',
          'https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1',
          headers.get('x-correlation-id'),
        ],
      )
      assert.deepEqual(await sds.lookUp(ASKED), { kind: 'unavailable', reason })
    })
  }

  test('SDS a key that the gateway does not know: 401, told as not authorised', async (t) => {
    const { ask, sds } = await givenFhir(t, { knowsKey: (key) => key === 'another' })
    const { status, headers, body } = await ask()
    assert.deepEqual([status, headers.get('content-type'), body.issue[0].code], [401, 'application/json', 'forbidden'])
    assert.equal(body.issue[0].details.coding[0].code, 'ACCESS_DENIED')
    assert.deepEqual(await sds.lookUp(ASKED), { kind: 'unavailable', reason: 'not-authorised' })
    assert.deepEqual(await sds.ownAsid({ ...ASKED, manufacturer: ods('ZZX02') }), { kind: 'unavailable', reason: 'not-authorised' })
  })

  test('SDS a wrong base path: 404 is no answer, and not "not enabled"', async (t) => {
    const { sds } = await givenFhir(t, {}, { path: '/spine-directory/FHIR/R4/wrong' })
    assert.deepEqual(await sds.lookUp(ASKED), { kind: 'unavailable', reason: 'unexpected-answer' })
  })
})

describe('SDS by its FHIR API, with the gateway that keeps answers', () => {
  test('what was answered stays for half an hour, "nothing" too, whatever the directory says now', async (t) => {
    // Given
    const { ask, clock, simulator } = await givenFhir(t, { keepsAnswers: () => true, fhir: inTurn(['empty' as const]) })
    const first = await ask()
    assert.equal(first.body.total, 0)

    // When, Then
    clock.now = new Date('2026-03-02T08:29:59Z')
    assert.deepEqual((await ask({ Accept: 'application/json' })).body, first.body)
    clock.now = new Date('2026-03-02T08:30:00Z')
    const later = await ask()
    assert.equal(later.body.total, 1)

    simulator.replaceData({ ...spineSource(), organisations: [] })
    assert.deepEqual((await ask()).body, later.body)
  })

  test('CON-04 a new encounter looks up anew: the client asks past what is kept', async (t) => {
    const { ask, sds, simulator } = await givenFhir(t, { keepsAnswers: () => true })
    assert.equal((await sds.lookUp(ASKED)).kind, 'found')
    assert.equal((await ask()).body.total, 1)
    simulator.replaceData({ ...spineSource(), organisations: [] })
    assert.deepEqual(await sds.lookUp(ASKED), { kind: 'not-enabled', nothingAt: 'endpoint' })
  })
})
