import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, type RequestOptions, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import { givenCapturedLog } from '../../../test/given/captured-log.ts'
import { givenPractice } from '../../../test/given/practice.ts'
import type { Issued } from '../../certificates/authority.ts'
import type { KeyKind } from '../../certificates/keys.ts'
import { createPrivatePki, type PrivatePki } from '../../certificates/private-pki.ts'
import { parseProviderConfig } from '../config.ts'
import { startProvider } from '../start.ts'
import { openTls } from './open-tls.ts'
import type { TlsConfig } from './tls-settings.ts'

export const SSP_FQDN = 'ssp.example.nhs.uk'
export const PROVIDER_FQDN = 'provider.example.nhs.uk'

const made = new Map<KeyKind, Promise<PrivatePki>>()

/** Made once for all tests: keys take their time. Of the real day, which is the one that OpenSSL judges by. */
export function givenPki(keys: KeyKind = 'ec'): Promise<PrivatePki> {
  const pki = made.get(keys) ?? newPki(keys)
  made.set(keys, pki)
  return pki
}

export function newPki(keys: KeyKind = 'ec'): Promise<PrivatePki> {
  const fqdns = { provider: PROVIDER_FQDN, ssp: SSP_FQDN, consumer: 'consumer.example.nhs.uk' }
  return createPrivatePki({ now: new Date(), days: 30, fqdns, keys })
}

/** What an operator would have put into the directory, for the provider's settings to name. */
export async function givenTlsFiles(t: TestContext, pki: PrivatePki): Promise<TlsConfig> {
  const directory = await mkdtemp(join(tmpdir(), 'gpa-tls-'))
  t.after(() => rm(directory, { recursive: true }))
  const file = async (name: string, text: string) => {
    await writeFile(join(directory, name), text)
    return join(directory, name)
  }
  return {
    certificate: await file('provider.pem', pki.good.provider.chain),
    key: await file('provider.key', pki.good.provider.key),
    clientCa: await file('ca.pem', pki.authorities),
    crl: await file('crl.pem', pki.revocationLists.current),
    sspFqdn: SSP_FQDN,
  }
}

export type Reply = { status: number; headers: Record<string, unknown>; text: string; socket: TLSSocket; reused: boolean }
export type Asking = Pick<RequestOptions, 'agent' | 'path' | 'method'> &
  Pick<ConnectionOptions, 'ca' | 'minVersion' | 'maxVersion' | 'session'> & {
    as?: Pick<Issued, 'chain' | 'key'> | undefined
  }

/** A provider behind mutual TLS on a free port, with files that a test may change and a clock that it may move. */
export async function givenTlsProvider(t: TestContext, of: { pki?: PrivatePki; everyMs?: number } = {}) {
  const pki = of.pki ?? (await givenPki())
  const files = await givenTlsFiles(t, pki)
  const captured = givenCapturedLog()
  const practice = await givenPractice(t, { now: new Date().toISOString() })

  const clock = { days: 0 }
  const now = () => new Date(Date.now() + clock.days * 86_400_000)
  // Files are looked at when a test says so, unless it is about that.
  const tls = await openTls({ now, log: captured.log, everyMs: of.everyMs ?? 3_600_000 }, files)
  const config = parseProviderConfig({
    PROVIDER_PORT: '0',
    PROVIDER_BASE_URL: 'https://provider.example',
    PROVIDER_TLS_CERTIFICATE: files.certificate,
    PROVIDER_TLS_KEY: files.key,
    PROVIDER_TLS_CLIENT_CA: files.clientCa,
    PROVIDER_TLS_CRL: files.crl,
    PROVIDER_SSP_FQDN: files.sspFqdn,
    PDS_URL: 'http://127.0.0.1:9/nowhere',
    GPA_DATA: 'the database is open already',
  })
  const provider = await startProvider(
    { db: practice.db, now: () => practice.now, newId: randomUUID, log: captured.log, fetch, tls },
    config,
  )
  t.after(() => provider.close())
  const { port } = provider

  /** Asks for the capability statement as a consumer would through the SSP, whoever asks. */
  async function ask({ as = pki.good.ssp, ...options }: Asking = {}): Promise<Reply> {
    const asking = request({
      host: '127.0.0.1',
      port,
      servername: PROVIDER_FQDN,
      path: `/${practice.odsCode}/STU3/1/gpconnect/metadata`,
      agent: false,
      ca: pki.authorities,
      cert: as.chain,
      key: as.key,
      ...options,
      headers: practice.headersFor('readMetadata'),
    })
    asking.end()
    const [response] = await once(asking, 'response')
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk)
    return {
      status: response.statusCode,
      headers: response.headers,
      text: Buffer.concat(chunks).toString(),
      socket: asking.socket as TLSSocket,
      reused: asking.reusedSocket,
    }
  }

  const anonymous = { chain: '', key: '' }
  return { ...captured, pki, files, port, tls, clock, ask, anonymous, practice }
}

/** One connection, kept as long as the other side lets it be. */
export function keptConnection(t: TestContext): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.after(() => agent.destroy())
  return agent
}
