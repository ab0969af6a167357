import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { INTERACTION_IDS } from '../nhs/interaction-ids.ts'
import { parseOdsCode } from '../nhs/ods-code.ts'
import { createSdsOverFhir } from './sds-over-fhir.ts'

const ADDRESS = 'https://Provider.test:443/B86013/STU3/1/gpconnect/'
const PARTY_KEY = { system: 'https://fhir.nhs.uk/Id/nhsMhsPartyKey', value: 'B86013-821870' }
const endpoint = (more: object = {}) => ({
  resourceType: 'Endpoint',
  address: ADDRESS,
  identifier: [{ system: 'x', value: 'y' }, PARTY_KEY],
  ...more,
})
const device = (value = '200000000985') => ({
  resourceType: 'Device',
  identifier: [{ system: 'https://fhir.nhs.uk/Id/nhsSpineASID', value }, PARTY_KEY],
})
const bundle = (...resources: object[]) =>
  Response.json({ resourceType: 'Bundle', type: 'searchset', total: resources.length, entry: resources.map((resource) => ({ resource })) })

async function lookUp(answers: Response[]) {
  const sent: { url: string; headers: Record<string, string> }[] = []
  const sds = createSdsOverFhir({
    fetch: async (url, { headers }) => {
      sent.push({ url, headers })
      return answers.shift() ?? assert.fail('asked more than expected')
    },
    baseUrl: 'https://sds.test/R4',
    apiKey: 'key',
    timeoutMs: 1000,
    now: () => new Date('2026-03-02T08:00:00Z'),
    newId: () => 'id',
  })
  const odsCode = parseOdsCode('B86013')
  assert.ok(odsCode)
  const outcome = await sds.lookUp({ odsCode, interactionId: INTERACTION_IDS.searchFreeSlots })
  return { outcome, sent, unused: answers.length }
}

const ORGANISATION_AND_INTERACTION =
  '?organization=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fods-organization-code%7CB86013' +
  '&identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2FnhsServiceInteractionId%7Curn%3Anhs%3Anames%3Aservices%3Agpconnect%3Afhir%3Arest%3Asearch%3Aslot-1'

describe('Look up a practice on SDS', () => {
  test('CON-04 takes the endpoint by organisation and interaction, then the ASID by party key as well', async () => {
    // When
    const { outcome, sent } = await lookUp([bundle(endpoint()), bundle(device())])
    // Then the address is the directory's, to the byte
    assert.deepEqual(outcome, { kind: 'found', serviceRoot: ADDRESS, asid: '200000000985', partyKey: 'B86013-821870' })
    assert.deepEqual(
      sent.map(({ url }) => url),
      [
        `https://sds.test/R4/Endpoint${ORGANISATION_AND_INTERACTION}`,
        `https://sds.test/R4/Device${ORGANISATION_AND_INTERACTION}&identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2FnhsMhsPartyKey%7CB86013-821870`,
      ],
    )
  })

  test('CON-04 asks past the gateway’s cache, with the key', async () => {
    const { sent } = await lookUp([bundle(endpoint()), bundle(device())])
    for (const { headers } of sent) {
      assert.deepEqual(headers, { Accept: 'application/fhir+json', apikey: 'key', 'X-Correlation-Id': 'id', 'Cache-Control': 'no-cache' })
    }
  })

  test('an empty answer, which may be a time-out of the directory, is asked for once more', async () => {
    const { outcome, unused } = await lookUp([bundle(), bundle(endpoint()), bundle(), bundle(device())])
    assert.deepEqual([outcome.kind, unused], ['found', 0])
  })

  test('a practice without endpoint, address or system is not enabled', async () => {
    const nothingAt = (place: string) => ({ kind: 'not-enabled', nothingAt: place })
    assert.deepEqual((await lookUp([bundle(), bundle()])).outcome, nothingAt('endpoint'))
    assert.deepEqual((await lookUp([bundle(endpoint({ address: undefined }))])).outcome, nothingAt('address'))
    assert.deepEqual((await lookUp([bundle(endpoint()), bundle(), bundle()])).outcome, nothingAt('system'))
  })

  test('an entry that names no party key, or an ASID that is none, is no answer', async () => {
    const nonsense = { kind: 'unavailable', reason: 'unexpected-answer' }
    assert.deepEqual((await lookUp([bundle(endpoint({ identifier: [] }))])).outcome, nonsense)
    assert.deepEqual((await lookUp([bundle(endpoint()), bundle(device('12'))])).outcome, nonsense)
    assert.deepEqual((await lookUp([new Response('<html>')])).outcome, nonsense)
  })

  test('tells when the directory fails, at either step', async () => {
    const failing = () => new Response('', { status: 504 })
    assert.deepEqual((await lookUp([failing()])).outcome, { kind: 'unavailable', reason: 'timed-out' })
    assert.deepEqual((await lookUp([bundle(endpoint()), new Response('', { status: 401 })])).outcome, {
      kind: 'unavailable',
      reason: 'not-authorised',
    })
  })
})
