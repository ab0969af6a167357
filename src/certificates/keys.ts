import { KeyObject, webcrypto } from 'node:crypto'

/** `rsa` suits every client and every cipher of SEC-01 (DHE needs it); `ec` is made in a hundredth of the time. */
export type KeyKind = 'rsa' | 'ec'

export type KeyPair = {
  publicKey: webcrypto.CryptoKey
  privateKey: webcrypto.CryptoKey
  /** How this key signs: certificates and revocation lists. */
  signing: { name: string; hash: string }
}

const ALGORITHMS = {
  rsa: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 },
  ec: { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' },
} as const

export async function generateKeys(kind: KeyKind): Promise<KeyPair> {
  const algorithm = ALGORITHMS[kind]
  const { publicKey, privateKey } = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  return { publicKey, privateKey, signing: { name: algorithm.name, hash: algorithm.hash } }
}

/** PKCS #8, unencrypted, as PEM: what TLS servers, curl and Node read. */
export function privateKeyPem({ privateKey }: KeyPair): string {
  return KeyObject.from(privateKey).export({ type: 'pkcs8', format: 'pem' }).toString()
}
