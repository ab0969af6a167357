import { randomUUID } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { decodeSpineValue } from '../src/dataset/spine-file.ts'
import { INTERACTION_IDS } from '../src/nhs/interaction-ids.ts'
import { startSimulator } from '../src/simulator/start-simulator.ts'
import { exchange } from '../src/spine/http.ts'
import { createTlsFetch } from '../src/spine/mutual-tls.ts'
import { CONSUMER_FQDN, givenSpinePki, SSP_FQDN } from '../test/given/spine-pki.ts'
import { median } from './median.ts'
import type { Options } from './options.ts'

const AT_ONCE = 8
/** Of a day's slots. */
const BYTES = 60_000

/** Milliseconds for one request, each the median of the rounds; the ratio is the median of the rounds' own. */
export type SspFigures = { direct: number; through: number; ratio: number }

/**
 * What SSP and TLS cost: the same request to the same provider, over mutual TLS and kept connections, once directly and once through the
 * simulated SSP. The provider sends a fixed answer, so that nothing else is measured; all run in this one process.
 */
export async function measureSsp({ rounds, requests }: Pick<Options, 'rounds' | 'requests'>): Promise<SspFigures> {
  const pki = await givenSpinePki()
  const identity = ({ chain, key }: { chain: string; key: string }) => ({ certificate: chain, key })
  const answer = Buffer.from(JSON.stringify({ resourceType: 'Bundle', filler: 'x'.repeat(BYTES) }))
  const listener: RequestListener = (_, response) =>
    void response.writeHead(200, { 'content-type': 'application/fhir+json', 'content-length': answer.length }).end(answer)
  const server = pki.of('localhost')
  const provider = createServer(
    { cert: server.chain, key: server.key, ca: pki.authorities, requestCert: true, rejectUnauthorized: true },
    listener,
  )
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))

  const origin = `https://localhost:${(provider.address() as AddressInfo).port}`
  const root = `${origin}/A90001/STU3/1/gpconnect`
  const [from, to] = ['200000000001', '200000000002']
  const interactions = 'appointment-management'
  const decoded = decodeSpineValue({
    kind: 'spine',
    organisations: [
      {
        odsCode: 'A90001',
        name: 'Practice',
        systems: [{ asid: to, partyKey: 'A90001-000002', interactions, endpoint: { serviceRoot: root } }],
      },
      { odsCode: 'A90002', name: 'Consumer', systems: [{ asid: from, partyKey: 'A90002-000001', interactions, fqdn: CONSUMER_FQDN }] },
    ],
    dataSharing: [{ from: 'any', to: 'any' }],
  })
  if ('faults' in decoded) throw new Error(JSON.stringify(decoded.faults))
  const spine = await startSimulator({
    data: decoded.file,
    now: () => new Date(),
    newId: randomUUID,
    host: '127.0.0.1',
    apiPort: 0,
    sspPort: 0,
    tls: { server: identity(server), ca: pki.authorities, ssp: identity(pki.of(SSP_FQDN)) },
  })

  const credentials = { ca: pki.authorities, ...identity(pki.of(CONSUMER_FQDN)) }
  const client = createTlsFetch({ credentials: () => credentials, maxSockets: AT_ONCE })
  const headers = () => ({
    'Ssp-TraceID': randomUUID(),
    'Ssp-From': from,
    'Ssp-To': to,
    'Ssp-InteractionID': INTERACTION_IDS.searchFreeSlots,
  })

  /** Milliseconds for one request, of which so many are under way at a time. */
  async function timeOf(base: string): Promise<number> {
    let sent = 0
    const began = performance.now()
    const caller = async () => {
      while (sent < requests) {
        sent += 1
        const { status } = await exchange(client, { method: 'GET', url: `${base}/Slot?status=free`, headers: headers(), timeoutMs: 10_000 })
        if (status !== 200) throw new Error(`answered ${status}`)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, caller))
    return (performance.now() - began) / requests
  }

  try {
    await timeOf(root)
    await timeOf(`${spine.sspUrl}/${root}`)
    // In turn, so that what slows the machine slows both.
    const measured: { direct: number; through: number }[] = []
    for (let round = 0; round < rounds; round += 1)
      measured.push({ direct: await timeOf(root), through: await timeOf(`${spine.sspUrl}/${root}`) })
    const ratio = median(measured.map(({ direct, through }) => through / direct))
    const [direct, through] = [median(measured.map((round) => round.direct)), median(measured.map((round) => round.through))]
    return { direct, through, ratio }
  } finally {
    client.close()
    await spine.close()
    provider.closeAllConnections()
    provider.close()
  }
}
