import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { ConfigError } from '../../nhs/config-error.ts'
import { PROTOCOL } from './ciphers.ts'
import { type Identity, readIdentity } from './read-identity.ts'
import { readTrust } from './read-trust.ts'
import type { TlsConfig } from './tls-settings.ts'
import type { Trust } from './trust.ts'

export type Credentials = {
  identity: Identity
  trust: Trust
  /** The same for OpenSSL, which judges each handshake. */
  secureContext: typeof PROTOCOL & { key: string; cert: string; ca: string[]; crl: string[] }
}

/** All four files, or a ConfigError that names every fault in them. Dates are not judged here: they are at each handshake. */
export async function readCredentials(config: TlsConfig): Promise<Credentials> {
  const faults: string[] = []
  const read = async (setting: string, path: string): Promise<Buffer | undefined> => {
    try {
      return await readFile(path)
    } catch (error) {
      faults.push(`${setting} names a file that cannot be read (${error instanceof Error && 'code' in error ? error.code : 'unknown'}).`)
      return undefined
    }
  }
  const [certificate, key, clientCa, crl] = await Promise.all([
    read('PROVIDER_TLS_CERTIFICATE', config.certificate),
    read('PROVIDER_TLS_KEY', config.key),
    read('PROVIDER_TLS_CLIENT_CA', config.clientCa),
    read('PROVIDER_TLS_CRL', config.crl),
  ])

  const identity = readIdentity({ certificate, key }, faults)
  const trusted = await readTrust({ clientCa, crl }, faults)
  if (!identity || !trusted || faults.length > 0) throw new ConfigError(faults)

  const { trust, authorities, revocationLists } = trusted
  const secureContext = { ...PROTOCOL, key: identity.key, cert: identity.chain, ca: authorities, crl: revocationLists }
  checkUsable(secureContext)
  return { identity, trust, secureContext }
}

/** OpenSSL has the last word: a key may be shorter, or a signature weaker, than it serves. */
function checkUsable(secureContext: Credentials['secureContext']): void {
  try {
    createSecureContext(secureContext)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new ConfigError([`TLS cannot be served with these certificates, key and revocation lists (${code}).`])
  }
}
