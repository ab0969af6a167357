import type { X509Certificate } from 'node:crypto'

/** Whom client certificates may come from, and which of theirs are withdrawn. A new one is made whenever the files change. */
export type Trust = {
  authorities: readonly TrustedAuthority[]
}

export type TrustedAuthority = {
  certificate: X509Certificate
  revocations: Revocations
}

export type Revocations = {
  from: Date
  /** When the next list is due (nextUpdate): past it, nobody knows what has been revoked since. */
  until: Date
  /** As serialKey writes them. */
  serialNumbers: ReadonlySet<string>
}

/** Two libraries print serial numbers in two ways. */
export function serialKey(hexadecimal: string): string {
  return hexadecimal.toUpperCase().replace(/^0+/, '')
}

/** Who signed it, by name and by signature. An authority renewed under the same key is there twice: then the one that is in date. */
export function authorityOf({ trust, now }: { trust: Trust; now: Date }, certificate: X509Certificate): TrustedAuthority | undefined {
  const signers = trust.authorities.filter(
    ({ certificate: authority }) => certificate.checkIssued(authority) && certificate.verify(authority.publicKey),
  )
  return signers.find(({ certificate: { validFromDate, validToDate } }) => validFromDate <= now && now <= validToDate) ?? signers[0]
}

export function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey)
}
