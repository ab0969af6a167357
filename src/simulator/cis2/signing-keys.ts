import { createHash, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

export type SigningKey = { kid: string; privateKey: KeyObject }

/** Key ids look like CIS2's: opaque, with characters that a URL or a file name would choke on. */
export async function generateSigningKey(newId: () => string): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return { kid: `${createHash('sha256').update(newId()).digest('base64')}/`, privateKey }
}

/** With the private part: for the provider, which publishes only the other. */
export function toPrivateJwk({ kid, privateKey }: SigningKey) {
  const { n = '', e = '', d = '', p = '', q = '', dp = '', dq = '', qi = '' } = privateKey.export({ format: 'jwk' })
  return { kty: 'RSA' as const, kid, alg: 'RS256', use: 'sig' as const, n, e, d, p, q, dp, dq, qi }
}
