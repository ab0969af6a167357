import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Behaviour } from './practices.ts'

export type FederationServerStart = { tls: { ca: string; certificate: string; key: string }; practices: readonly Behaviour[] }
export type FederationServerUrls = { sdsUrl: string; sspUrl: string }

/** Of the directory, for each of its two questions. */
const SDS_MS = 20
const SLOTS = 100
const PROFILES = 'https://fhir.nhs.uk/STU3/StructureDefinition'

/** A directory and an SSP over mutual TLS, and behind it practices that take their time. Nothing is worked out while it is measured. */
process.on('message', async ({ tls, practices }: FederationServerStart) => {
  const behaviours = new Map(practices.map((practice) => [practice.odsCode, practice]))
  const slots = Buffer.from(JSON.stringify(fortnight()))

  async function directory(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://sds.bench')
    await wait(SDS_MS)
    send(response, 200, Buffer.from(JSON.stringify(recordOf(pathname, searchParams.get('organization')?.split('|')[1] ?? ''))))
  }

  async function ssp(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const odsCode = /provider\.bench\/(\w+)\//.exec(request.url ?? '')?.[1] ?? ''
    const behaviour = behaviours.get(odsCode)
    if (behaviour?.does === 'hangs') return
    await wait(behaviour?.ms)
    if (behaviour?.does === 'answers') send(response, 200, slots)
    else send(response, 504, Buffer.from('no answer'))
  }

  const listen = (serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>) =>
    new Promise<string>((resolve) => {
      const options = { cert: tls.certificate, key: tls.key, ca: tls.ca, requestCert: true, rejectUnauthorized: true }
      const server = createServer(options, (request, response) => void serve(request, response))
      server.listen(0, '127.0.0.1', 512, () => resolve(`https://localhost:${(server.address() as AddressInfo).port}`))
    })
  process.send?.({ sdsUrl: await listen(directory), sspUrl: await listen(ssp) } satisfies FederationServerUrls)
})

function send(response: ServerResponse, status: number, body: Buffer): void {
  response.writeHead(status, { 'content-type': 'application/fhir+json', 'content-length': body.length }).end(body)
}

function recordOf(pathname: string, odsCode: string): object {
  const partyKey = { system: 'https://fhir.nhs.uk/Id/nhsMhsPartyKey', value: `${odsCode}-1` }
  // Each system has its own, and so its own circuit.
  const asid = { system: 'https://fhir.nhs.uk/Id/nhsSpineASID', value: `30000000${odsCode.slice(1)}` }
  const address = `https://provider.bench/${odsCode}/STU3/1/gpconnect`
  const resource = pathname.endsWith('/Endpoint')
    ? { resourceType: 'Endpoint', address, identifier: [partyKey] }
    : { resourceType: 'Device', identifier: [asid, partyKey] }
  return { resourceType: 'Bundle', entry: [{ resource }] }
}

function fortnight(): object {
  const slot = (_: unknown, index: number) => ({
    resourceType: 'Slot',
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    meta: { versionId: '1', profile: [`${PROFILES}/GPConnect-Slot-1`] },
    extension: [{ url: `${PROFILES}/Extension-GPConnect-DeliveryChannel-2`, valueCode: 'In-person' }],
    serviceType: [{ text: 'Routine' }],
    schedule: { reference: 'Schedule/schedule-1' },
    status: 'free',
    start: new Date(Date.UTC(2026, 2, 2 + Math.floor(index / 10), 9, (index % 10) * 6)).toISOString(),
    end: new Date(Date.UTC(2026, 2, 2 + Math.floor(index / 10), 9, (index % 10) * 6 + 6)).toISOString(),
  })
  const actor = [{ reference: 'Practitioner/gp-1' }, { reference: 'Location/place-1' }]
  const resources = [
    ...Array.from({ length: SLOTS }, slot),
    { resourceType: 'Schedule', id: 'schedule-1', serviceCategory: { text: 'Surgery' }, actor },
    { resourceType: 'Practitioner', id: 'gp-1', name: [{ prefix: ['Dr'], given: ['Sam'], family: 'Example' }], gender: 'female' },
    {
      resourceType: 'Location',
      id: 'place-1',
      name: 'Main surgery',
      address: { line: ['2 Mill Street'], city: 'Leeds', postalCode: 'LS2 1AA' },
    },
    { resourceType: 'Organization', id: 'org-1', name: 'The Surgery' },
  ]
  return { resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) }
}
