import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { TlsConfig } from '../../src/provider/tls/tls-settings.ts'
import type { SimulatorTls } from '../../src/simulator/start-simulator.ts'
import { createTlsFetch, type TlsFetch } from '../../src/spine/mutual-tls.ts'
import { CONSUMER_FQDN, givenSpinePki, type Holds, type SpinePki, SSP_FQDN } from './spine-pki.ts'

/** Whose certificate is not what it should be; good unless told. */
export type WorldTls = {
  /** What the consumer shows to the SSP; `other-name` is registered for nobody. */
  consumer?: Holds | 'other-name' | 'stranger' | 'none'
  /** What SSP, PDS and SDS show to their callers. */
  spine?: Holds
  /** What the SSP shows to the provider. */
  ssp?: Holds
  /** What the provider shows to the SSP. */
  provider?: Holds
}

export type WorldSecurity = { provider: TlsConfig; simulator: SimulatorTls; consumer: TlsFetch; anonymous: TlsFetch }

export async function givenWorldTls(t: TestContext, of: WorldTls): Promise<WorldSecurity> {
  const pki = await givenSpinePki()
  const identity = ({ chain, key }: { chain: string; key: string }) => ({ certificate: chain, key })
  const [consumer, anonymous] = [consumerIdentity(pki, of.consumer), {}].map((own) => {
    const credentials = { ca: pki.authorities, ...own }
    const client = createTlsFetch({ credentials: () => credentials })
    t.after(client.close)
    return client
  })
  if (!consumer || !anonymous) throw new Error('no clients')
  return {
    provider: await providerFiles(t, pki, of.provider),
    simulator: {
      server: identity(pki.of('localhost', of.spine)),
      ca: pki.authorities,
      ssp: identity(pki.of(SSP_FQDN, of.ssp)),
      expired: identity(pki.of('localhost', 'expired')),
    },
    consumer,
    anonymous,
  }
}

function consumerIdentity(pki: SpinePki, which: WorldTls['consumer'] = 'good'): { certificate?: string; key?: string } {
  if (which === 'none') return {}
  const special = { 'other-name': () => pki.of('localhost'), stranger: () => pki.stranger }
  const { chain, key } = which === 'other-name' || which === 'stranger' ? special[which]() : pki.of(CONSUMER_FQDN, which)
  return { certificate: chain, key }
}

async function providerFiles(t: TestContext, pki: SpinePki, holds: Holds = 'good'): Promise<TlsConfig> {
  const directory = await mkdtemp(join(tmpdir(), 'gpa-world-'))
  t.after(() => rm(directory, { recursive: true }))
  const file = async (name: string, text: string) => {
    await writeFile(join(directory, name), text)
    return join(directory, name)
  }
  const { chain, key } = pki.of('localhost', holds)
  return {
    certificate: await file('provider.pem', chain),
    key: await file('provider.key', key),
    clientCa: await file('ca.pem', pki.authorities),
    crl: await file('crl.pem', pki.revocationLists),
    sspFqdn: SSP_FQDN,
  }
}
