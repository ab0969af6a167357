import { createPrivateKey } from 'node:crypto'
import { ConfigError } from '../../nhs/config-error.ts'
import type { Fetch } from '../http.ts'

export type Cis2Settings = {
  fetch: Fetch
  now: () => Date
  /** For each single call. */
  timeoutMs: number
  /** As CIS2 writes it, `:443` included: it is compared letter by letter. */
  issuer: string
  clientId: string
  /** PEM, not encrypted, and the id under which its public part is published. */
  privateKey: string
  keyId: string
  /** As registered: what we sign with, and what CIS2 signs ID tokens with (RS256 unless something else was asked for). */
  algorithm: 'RS256' | 'RS512'
  idTokenAlgorithm?: 'RS256' | 'RS512'
  /** Registered; CIS2 compares them letter by letter. */
  redirectUri: string
  postLogoutRedirectUri?: string
  /** `AAL3_ANY`, `AAL2_OR_AAL3_ANY` ... */
  acrValues: string
  /** How surely the person must have signed in. 2 only where the service has been allowed it. */
  requiredAssurance: 2 | 3
}

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\//

/** Throws a ConfigError with all that is wrong, and without a word of the key. */
export function checkCis2Settings(settings: Cis2Settings): void {
  const faults = [
    ...issuerFaults(settings.issuer),
    ...redirectFaults('redirectUri', settings.redirectUri),
    ...redirectFaults('postLogoutRedirectUri', settings.postLogoutRedirectUri),
    ...keyFaults(settings.privateKey),
    ...['clientId', 'keyId', 'acrValues'].flatMap((name) => (Reflect.get(settings, name) ? [] : [`${name} is missing`])),
  ]
  if (faults.length > 0) throw new ConfigError(faults.map((fault) => `CIS2: ${fault}`))
}

function issuerFaults(issuer: string): string[] {
  if (!URL.canParse(issuer) || /[?#]|\/$/.test(issuer)) return ['issuer must be a URL without query, fragment and trailing slash']
  // Nothing but a simulator on the same machine may be asked in the clear.
  return issuer.startsWith('https://') || LOOPBACK.test(issuer) ? [] : ['issuer must be an https URL']
}

/** What is sent is what the platform makes of it, which must be what was registered. */
function redirectFaults(name: string, uri: string | undefined): string[] {
  if (uri === undefined || (URL.canParse(uri) && new URL(uri).href === uri && !/[?#]/.test(uri))) return []
  return [`${name} must be a URL as a browser would write it (no default port, no capitals in the host), without query and fragment`]
}

function keyFaults(pem: string): string[] {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem)
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
      ? []
      : ['the private key must be an RSA key of 2048 bits or more']
  } catch {
    return ['the private key must be PEM, and not encrypted']
  }
}
