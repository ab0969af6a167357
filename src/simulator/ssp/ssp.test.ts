import assert from 'node:assert/strict'
import type { RequestListener } from 'node:http'
import { describe, type TestContext, test } from 'node:test'
import type { SpineFileSource } from '../../dataset/spine-file.ts'
import { INTERACTION_IDS } from '../../nhs/interaction-ids.ts'
import { givenServer, givenSimulator, type Received, type Sent, sendRaw } from '../given-simulator.ts'

const CONSUMER = '999000000021'
const PROVIDER = '999000000011'
const OUTSIDER = '999000000031'

const sspHeaders = {
  'Ssp-TraceID': '60e0b220-8136-4ca5-ae46-1d97ef59d068',
  'Ssp-From': CONSUMER,
  'Ssp-To': PROVIDER,
  'Ssp-InteractionID': INTERACTION_IDS.searchFreeSlots,
}

function spineOf(serviceRoot: string): Omit<SpineFileSource, 'kind'> {
  const consumer = (odsCode: string, asid: string) => ({
    odsCode,
    name: 'Call centre',
    systems: [{ asid, partyKey: `${odsCode}-820001`, interactions: 'appointment-management' as const }],
  })
  const endpoint = { serviceRoot, interactions: [INTERACTION_IDS.searchFreeSlots, INTERACTION_IDS.bookAppointment] }
  return {
    organisations: [
      {
        odsCode: 'ZZ001',
        name: 'Elm Surgery',
        systems: [{ asid: PROVIDER, partyKey: 'ZZ001-820001', interactions: 'appointment-management', endpoint }],
      },
      consumer('ZZ002', CONSUMER),
      consumer('ZZ003', OUTSIDER),
    ],
    dataSharing: [{ from: [CONSUMER], to: [PROVIDER] }],
  }
}

async function givenSsp(t: TestContext, provider: RequestListener, options: { providerTimeoutMs?: number } = {}) {
  const origin = await givenServer(t, provider)
  const root = `${origin}/ZZ001/STU3/1/gpconnect`
  const { sspUrl, audit } = await givenSimulator(t, spineOf(root), options)
  const send = ({ headers = {}, ...sent }: Partial<Sent> = {}): Promise<Received> =>
    sendRaw(sspUrl, { target: `/${root}/Slot`, ...sent, headers: { ...sspHeaders, ...headers } })
  return { root, sspUrl, audit, send }
}

const saysHello: RequestListener = (_, response) => void response.end('hello')

function refusalOf({ status, headers, body }: Received): object {
  assert.equal(headers['content-type'], 'application/fhir+json')
  const { id, ...outcome } = JSON.parse(body.toString())
  assert.match(id, /^[0-9a-f-]{36}$/)
  return { status, outcome }
}

function published(status: number, issue: string, words: string): object {
  const coding = [{ code: String(status), display: words, system: 'http://fhir.nhs.net/ValueSet/gpconnect-schedule-response-code-1-0' }]
  return {
    status,
    outcome: { resourceType: 'OperationOutcome', issue: [{ code: issue, severity: 'error', details: { coding }, diagnostics: words }] },
  }
}

describe('SSP checks', () => {
  test('SSP sender without the interaction: 403 ASID_CHECK_FAILED', async (t) => {
    const { send } = await givenSsp(t, saysHello)
    const refusal = refusalOf(await send({ headers: { 'Ssp-From': '999000000099' } }))
    assert.deepEqual(refusal, published(403, 'forbidden', 'ASID_CHECK_FAILED_MESSAGESENDER_999000000099'))
  })

  test('SSP receiver that does not answer the interaction: 403 PARTYKEY_INTERACTION_CHECK_FAILED', async (t) => {
    const { send } = await givenSsp(t, saysHello)
    for (const headers of [{ 'Ssp-To': '999000000099' }, { 'Ssp-To': CONSUMER }, { 'Ssp-InteractionID': INTERACTION_IDS.readPatient }]) {
      const to = headers['Ssp-To'] ?? PROVIDER
      const refusal = refusalOf(await send({ headers }))
      assert.deepEqual(refusal, published(403, 'forbidden', `PARTYKEY_INTERACTION_CHECK_FAILED_MESSAGERECEIVER_${to}`))
    }
  })

  test('SSP pair without data sharing: 403 FOT_CHECK_FAILED', async (t) => {
    const { send } = await givenSsp(t, saysHello)
    const refusal = refusalOf(await send({ headers: { 'Ssp-From': OUTSIDER } }))
    assert.deepEqual(refusal, published(403, 'forbidden', `FOT_CHECK_FAILED_MESSAGESENDER_${OUTSIDER}_MESSAGERECEIVER_${PROVIDER}`))
  })

  test('SSP target that is not under the registered root, byte for byte: 400 VARIES_FROM_TARGETURL', async (t) => {
    const { root, send } = await givenSsp(t, saysHello)
    const targets = [
      root.replace('127.0.0.1', 'localhost'),
      root.replace('http:', 'HTTP:'),
      root.replace('http://', 'http:/'),
      root.replace('gpconnect', 'GPConnect'),
      root.replace('/STU3', '//STU3'),
      root.replace('STU3', 'STU%33'),
      `${root}2/Slot`,
      encodeURIComponent(root),
      `/${root}`,
    ]
    for (const target of targets) {
      const words = `ENDPOINT_${root}_CPAID_S999000000011A000001_VARIES_FROM_TARGETURL_${decodeURIComponent(target)}`
      assert.deepEqual(refusalOf(await send({ target: `/${target}` })), published(400, 'invalid', words))
    }
  })

  test('SSP other method: 405 in its own shape', async (t) => {
    const { send } = await givenSsp(t, saysHello)
    for (const method of ['DELETE', 'PATCH', 'OPTIONS']) {
      const { status, headers, body } = await send({ method })
      assert.deepEqual([status, headers.allow], [405, 'GET, POST, PUT'])
      assert.deepEqual(JSON.parse(body.toString()), {
        resourceType: 'OperationOutcome',
        issue: [
          {
            code: 'forbidden',
            severity: 'fatal',
            details: {
              coding: [
                {
                  code: '405',
                  display: '405: Method Not Allowed',
                  system: 'https://fhir.nhs.uk/StructureDefinition/spine-operationoutcome-1',
                },
              ],
            },
          },
        ],
      })
    }
  })

  test('SSP other media type: 415', async (t) => {
    const { send } = await givenSsp(t, saysHello)
    const refused = await send({ method: 'POST', headers: { 'Content-Type': 'application/pdf' }, body: '%PDF' })
    assert.deepEqual(refusalOf(refused), published(415, 'not-supported', 'Unsupported_Media_Type'))
    for (const type of ['application/fhir+json', 'application/fhir+xml; charset=utf-8', 'application/json+fhir', 'text/xml']) {
      assert.equal((await send({ method: 'POST', headers: { 'Content-Type': type }, body: '{}' })).status, 200, type)
    }
  })

  test('SSP provider that cannot be reached: 502, naming the target without its query', async (t) => {
    // Given a root at which nobody listens any more
    const root = 'http://127.0.0.1:1/ZZ001/STU3/1/gpconnect'
    const { sspUrl } = await givenSimulator(t, spineOf(root))

    // When
    const refused = await sendRaw(sspUrl, { target: `/${root}/Patient?identifier=x%7C9990000018`, headers: sspHeaders })

    // Then
    assert.deepEqual(refusalOf(refused), published(502, 'transient', `ERROR_COMMUNICATING_TO_ENDPOINT_URL_${root}/Patient`))
  })

  test('SSP provider that does not speak HTTP, or hangs up: 502', async (t) => {
    const { root, send } = await givenSsp(t, ({ socket, url }) => {
      if (url?.endsWith('/rubbish')) socket.write('SSH-2.0\r\n\r\n')
      socket.end()
    })
    for (const path of ['/rubbish', '/silence']) {
      const refused = await send({ target: `/${root}${path}` })
      assert.deepEqual(refusalOf(refused), published(502, 'transient', `ERROR_COMMUNICATING_TO_ENDPOINT_URL_${root}${path}`))
    }
  })

  test('SSP order: each check is reached only past the one before', async (t) => {
    // Given a request wrong in every way
    const { root, send } = await givenSsp(t, saysHello)
    const headers: Record<string, string> = { 'Ssp-TraceID': '', 'Ssp-From': '1', 'Ssp-To': '2', 'Content-Type': 'application/pdf' }
    let sent: Partial<Sent> = { method: 'DELETE', target: `/${root}2` }
    const words = async () => {
      const { issue } = JSON.parse((await send({ ...sent, headers })).body.toString())
      return issue[0].details.coding[0].display.replace(/_MESSAGE.*|_http.*/, '')
    }

    // When each fault is mended in turn
    const told: string[] = [await words()]
    headers['Ssp-TraceID'] = sspHeaders['Ssp-TraceID']
    told.push(await words())
    headers['Ssp-From'] = OUTSIDER
    told.push(await words())
    headers['Ssp-To'] = PROVIDER
    told.push(await words())
    headers['Ssp-From'] = CONSUMER
    told.push(await words())
    sent = { ...sent, target: `/${root}/Slot` }
    told.push(await words())
    sent = { ...sent, method: 'PUT', body: '{}' }
    told.push(await words())

    // Then
    assert.deepEqual(told, [
      'MISSING_HEADER_Ssp-TraceID',
      'ASID_CHECK_FAILED',
      'PARTYKEY_INTERACTION_CHECK_FAILED',
      'FOT_CHECK_FAILED',
      'ENDPOINT',
      '405: Method Not Allowed',
      'Unsupported_Media_Type',
    ])
  })

  test('SSP root registered with a trailing slash: the target must have it too', async (t) => {
    const seen: string[] = []
    const origin = await givenServer(t, ({ url = '' }, response) => {
      seen.push(url)
      response.end()
    })
    const root = `${origin}/ZZ001/STU3/1/gpconnect/`
    const { sspUrl } = await givenSimulator(t, spineOf(root))
    const statuses = await Promise.all(
      ['Slot', '/Slot'].map(async (path) => (await sendRaw(sspUrl, { target: `/${root}${path}`, headers: sspHeaders })).status),
    )
    assert.deepEqual(statuses, [200, 200])
    assert.equal((await sendRaw(sspUrl, { target: `/${root.slice(0, -1)}?x`, headers: sspHeaders })).status, 400)
    assert.deepEqual(seen.toSorted(), ['/ZZ001/STU3/1/gpconnect//Slot', '/ZZ001/STU3/1/gpconnect/Slot'])
  })
})
