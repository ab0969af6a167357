import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { INTERACTION_IDS } from '../../nhs/interaction-ids.ts'
import { givenServer, givenSimulator } from '../given-simulator.ts'
import { decodeFaultScript, type FaultScriptSource } from './fault-script.ts'

const [CONSUMER, PROVIDER] = ['999000000021', '999000000011']
const SLOTS = JSON.stringify({ resourceType: 'Bundle', entry: Array.from({ length: 50 }, (_, index) => ({ index })) })

type Rule = NonNullable<FaultScriptSource['rules']>[number]

/** A practice behind a simulated Spine in which this goes wrong. */
async function givenFault(t: TestContext, where: Rule['where'], what: Rule['what']) {
  let reached = 0
  const origin = await givenServer(t, (_, response) => {
    reached += 1
    response.writeHead(200, { 'content-type': 'application/fhir+json', 'content-length': SLOTS.length }).end(SLOTS)
  })
  const root = `${origin}/ZZ001/STU3/1/gpconnect`
  const interactions = 'appointment-management'
  const systems = [{ asid: PROVIDER, partyKey: 'ZZ001-820001', interactions, endpoint: { serviceRoot: root } }] as const
  const consumer = [{ asid: CONSUMER, partyKey: 'ZZ002-820001', interactions }] as const
  const { apiUrl, sspUrl, faults } = await givenSimulator(t, {
    people: [{ nhsNumber: '9990000018' }],
    organisations: [
      { odsCode: 'ZZ001', name: 'Elm', systems: [...systems] },
      { odsCode: 'ZZ002', name: 'Oak', systems: [...consumer] },
    ],
    dataSharing: [{ from: 'any', to: 'any' }],
  })
  const decoded = decodeFaultScript({ kind: 'faults', rules: [{ where, what }] })
  assert.ok('script' in decoded, JSON.stringify(decoded))
  faults.replace(decoded.script)

  const id = '60e0b220-8136-4ca5-ae46-1d97ef59d068'
  const interaction = INTERACTION_IDS.searchFreeSlots
  const through = { 'Ssp-TraceID': id, 'Ssp-From': CONSUMER, 'Ssp-To': PROVIDER, 'Ssp-InteractionID': interaction }
  const signal = AbortSignal.timeout(5_000)
  return {
    askPractice: () => fetch(`${sspUrl}/${root}/Slot`, { headers: through, signal }),
    askPds: () => fetch(`${apiUrl}/personal-demographics/FHIR/R4/Patient/9990000018`, { headers: { 'X-Request-ID': id }, signal }),
    askDirectory: (practice: string) =>
      fetch(
        `${apiUrl}/spine-directory/FHIR/R4/Endpoint?organization=https://fhir.nhs.uk/Id/ods-organization-code%7C${practice}&identifier=https://fhir.nhs.uk/Id/nhsServiceInteractionId%7C${interaction}`,
        { headers: { apikey: 'key' }, signal },
      ),
    root,
    reached: () => reached,
  }
}

describe('A fault is played', () => {
  test('reset-before: the connection breaks off, and nothing has reached the practice', async (t) => {
    const { askPractice, askPds, reached } = await givenFault(t, { practice: 'ZZ001' }, { kind: 'reset-before' })
    await assert.rejects(askPractice())
    assert.equal(reached(), 0)
    assert.equal((await askPds()).status, 200)
  })

  test('reset-after: the connection breaks off once the practice has answered', async (t) => {
    const { askPractice, reached } = await givenFault(t, { service: 'ssp' }, { kind: 'reset-after' })
    await assert.rejects(askPractice())
    assert.equal(reached(), 1)
  })

  test('truncated-body: status and headers come, and then half of it', async (t) => {
    for (const service of ['ssp', 'pds'] as const) {
      const { askPractice, askPds } = await givenFault(t, { service }, { kind: 'truncated-body' })
      const reply = await (service === 'ssp' ? askPractice() : askPds())
      assert.equal(reply.status, 200)
      await assert.rejects(reply.text())
    }
  })

  test('status: with the body of whoever fails', async (t) => {
    const codeOf = async (reply: Response) => JSON.parse(await reply.text()).issue[0].details.coding[0].code
    for (const [service, status, code] of [
      ['pds', 429, 'TOO_MANY_REQUESTS'],
      ['ssp', 504, '504'],
      ['ssp', 500, 'INTERNAL_SERVER_ERROR'],
    ] as const) {
      const { askPractice, askPds } = await givenFault(t, { service }, { kind: 'status', status, retryAfterSeconds: 7 })
      const reply = await (service === 'ssp' ? askPractice() : askPds())
      assert.deepEqual([reply.status, reply.headers.get('retry-after'), await codeOf(reply)], [status, '7', code])
    }
  })

  test('wrong-media-type: a page of HTML and 200; delay: the answer as ever; time-out: none', async (t) => {
    const html = await givenFault(t, { service: 'pds' }, { kind: 'wrong-media-type' })
    assert.equal((await html.askPds()).headers.get('content-type'), 'text/html')
    const late = await givenFault(t, { service: 'ssp' }, { kind: 'delay', ms: 20 })
    assert.equal(await (await late.askPractice()).text(), SLOTS)
    const silent = await givenFault(t, { service: 'ssp' }, { kind: 'time-out' })
    const first = await Promise.race([
      silent.askPractice().catch(() => 'broken'),
      new Promise((resolve) => setTimeout(resolve, 60, 'silence')),
    ])
    assert.equal(first, 'silence')
  })

  test('stale-address: the directory names one that the SSP does not know', async (t) => {
    const { askDirectory, root } = await givenFault(t, { service: 'sds', practice: 'ZZ001' }, { kind: 'stale-address' })
    const { entry } = JSON.parse(await (await askDirectory('ZZ001')).text())
    assert.equal(entry[0].resource.address, `${root}-before`)
  })

  test('skewed-clock: a practice finds every token expired', async (t) => {
    const { askPractice } = await givenFault(t, { practice: 'ZZ001' }, { kind: 'skewed-clock', minutes: 10 })
    const reply = await askPractice()
    assert.equal(reply.status, 400)
    assert.equal(JSON.parse(await reply.text()).issue[0].details.coding[0].code, 'BAD_REQUEST')
  })
})
