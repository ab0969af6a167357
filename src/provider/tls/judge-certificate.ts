import type { X509Certificate } from 'node:crypto'
import { authorityOf, isSelfSigned, serialKey, type Trust, type TrustedAuthority } from './trust.ts'

/** `because` is in OpenSSL's words: they are what operators look up. */
export type Refusal = { kind: 'refused'; because: string }
export type Verdict = { kind: 'admitted'; until: Date } | Refusal

const refused = (because: string): Refusal => ({ kind: 'refused', because })

/**
 * SEC-01, by the files as they are now. OpenSSL judged the same at the handshake, and more (key usage, path length); but a
 * connection may be kept for days, and lists of revoked certificates change.
 */
export function judgeCertificate(of: { trust: Trust; sspFqdn: string; now: Date }, certificate: X509Certificate): Verdict {
  const chain = chainOf(of, certificate)
  if (!chain) return refused('UNABLE_TO_VERIFY_LEAF_SIGNATURE')

  for (const { validFromDate, validToDate } of [certificate, ...chain.map((authority) => authority.certificate)]) {
    if (of.now < validFromDate) return refused('CERT_NOT_YET_VALID')
    if (of.now > validToDate) return refused('CERT_HAS_EXPIRED')
  }
  for (const { revocations } of chain) {
    // Nobody gets in by a list that is out of date: what was revoked since would be let in too.
    if (of.now < revocations.from) return refused('CRL_NOT_YET_VALID')
    if (of.now > revocations.until) return refused('CRL_HAS_EXPIRED')
  }
  if (isRevoked(certificate, chain)) return refused('CERT_REVOKED')
  // A wildcard would speak for others too. The common name counts only where there is no SAN.
  if (!certificate.checkHost(of.sspFqdn, { subject: 'default', wildcards: false })) return refused('HOSTNAME_MISMATCH')

  return { kind: 'admitted', until: earliest([certificate.validToDate, ...chain.flatMap(datesOf)]) }
}

/** From whom signed the certificate up to a root; undefined where no root is reached. */
function chainOf(of: { trust: Trust; now: Date }, certificate: X509Certificate): TrustedAuthority[] | undefined {
  const chain: TrustedAuthority[] = []
  for (let last = certificate; ; ) {
    const authority = authorityOf(of, last)
    if (!authority || chain.includes(authority)) return undefined
    chain.push(authority)
    if (isSelfSigned(authority.certificate)) return chain
    last = authority.certificate
  }
}

function isRevoked(certificate: X509Certificate, chain: readonly TrustedAuthority[]): boolean {
  const links = [certificate, ...chain.map((authority) => authority.certificate)]
  return chain.some(({ revocations }, index) => {
    const signed = links[index]
    return signed !== undefined && revocations.serialNumbers.has(serialKey(signed.serialNumber))
  })
}

function datesOf({ certificate, revocations }: TrustedAuthority): Date[] {
  return [certificate.validToDate, revocations.until]
}

function earliest(dates: readonly Date[]): Date {
  return new Date(Math.min(...dates.map((date) => date.getTime())))
}
