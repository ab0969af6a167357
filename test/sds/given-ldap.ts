import type { TestContext } from 'node:test'
import { startSdsLdap } from '../../src/simulator/sds/ldap/start-sds-ldap.ts'
import type { SdsFaults } from '../../src/simulator/sds/sds-faults.ts'
import { arrangeSpineFile } from '../../src/simulator/spine-records.ts'
import type { DirectoryFault } from '../../src/spine/sds.ts'
import { createSdsOverLdap, type SdsOverLdapOptions } from '../../src/spine/sds-over-ldap.ts'
import { givenPki } from './given-pki.ts'
import { spineSource } from './spine-source.ts'

/** The simulated directory by LDAP, with the certificates of its clients. */
export async function givenLdapServer(t: TestContext, options: { faults?: SdsFaults; port?: number } = {}) {
  const pki = await givenPki()
  const records = arrangeSpineFile(spineSource())
  const problems: unknown[] = []
  const server = await startSdsLdap({
    records: () => records,
    address: { host: '127.0.0.1', port: options.port ?? 0 },
    tls: { identity: { certificate: pki.good.provider.chain, key: pki.good.provider.key }, clientCa: pki.authorities },
    faults: options.faults,
    logFault: (problem) => problems.push(problem),
  })
  t.after(server.close)
  const { chain, key } = pki.good.consumer
  return { server, pki, problems, tls: { ca: pki.authorities, certificate: chain, key } }
}

export function givenLdapClient(t: TestContext, options: Pick<SdsOverLdapOptions, 'url' | 'tls'> & Partial<SdsOverLdapOptions>) {
  const faults: DirectoryFault[] = []
  const sds = createSdsOverLdap({ onFault: (fault) => faults.push(fault), ...options })
  t.after(sds.close)
  return { sds, faults }
}
