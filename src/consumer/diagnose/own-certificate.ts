import { createPrivateKey, X509Certificate } from 'node:crypto'
import { bad, type Details, good, skipped, type Verdict } from './finding.ts'

/** PEM. */
export type OwnTls = { ca: string; certificate: string; key: string }

const DAY_MS = 86_400_000
const RENEW_DAYS = 30

const WITHOUT_TLS = 'no tls is set: this system shows nobody a certificate, which does for plain HTTP on one machine alone'

/** Whether the two files can be used at all: no connection can be made otherwise. */
export function checkOwnKey(tls: OwnTls | undefined): Verdict {
  if (!tls) return skipped(WITHOUT_TLS)
  const [own] = certificatesIn(tls.certificate)
  if (!own) return bad('tls.certificateFile holds no certificate.', 'Put this system’s certificate there, in PEM, then its sub CA.')
  if (certificatesIn(tls.ca).length === 0) return bad('tls.caFile holds no certificate.', 'Put the certificates of the CAs there, in PEM.')
  try {
    const key = createPrivateKey(tls.key)
    if (own.checkPrivateKey(key)) return good('belongs to the certificate')
  } catch {
    return bad('tls.keyFile holds no key that can be read.', 'It must be PEM and not encrypted.')
  }
  return bad(
    'The key of tls.keyFile is not that of the certificate in tls.certificateFile.',
    'Name the key that the certificate was asked for with, or ask for a new certificate with this key.',
    detailsOf(own),
  )
}

/** SEC-01: its way to the CA, and the days of each certificate on it. */
export function checkOwnCertificate(tls: OwnTls | undefined, now: Date, setting = 'tls'): Verdict {
  if (!tls) return skipped(WITHOUT_TLS)
  const [own, ...sent] = certificatesIn(tls.certificate)
  if (!own) return skipped('there is no certificate to look at')
  const name = fqdnOf(own)
  if (name === undefined) {
    return bad('The certificate carries no FQDN.', 'Ask for one that carries the FQDN registered with organisation.asid.', detailsOf(own))
  }

  const way = wayToRoot(own, sent, certificatesIn(tls.ca))
  for (const [index, certificate] of way.certificates.entries()) {
    const fault = outOfDate(
      certificate,
      now,
      `${index === 0 ? 'The certificate' : 'A CA above the certificate'} of ${setting}.certificateFile`,
    )
    if (fault) return fault
  }
  if (!way.leadsToRoot) {
    const last = way.certificates.at(-1) ?? own
    return bad(
      `The certificate does not lead to a CA of ${setting}.caFile.`,
      `Put the sub CA that issued it behind it in ${setting}.certificateFile, and its root CA into ${setting}.caFile; or it is of another environment.`,
      { ...detailsOf(own), 'not found': last.issuer.replaceAll('\n', ', ') },
    )
  }
  const days = Math.floor((Date.parse(own.validTo) - now.getTime()) / DAY_MS)
  const says = `${name}, valid until ${dayOf(own.validTo)}: ${days} days left`
  return good(days < RENEW_DAYS ? `${says}. Renew it now` : says, detailsOf(own))
}

function outOfDate(certificate: X509Certificate, now: Date, what: string): Verdict | undefined {
  const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]
  if (now.getTime() > until) {
    return bad(
      `${what} expired on ${dayOf(certificate.validTo)}.`,
      'Nobody lets this system in by it: get a new one from whoever issued it, and put it in its place.',
      detailsOf(certificate),
    )
  }
  if (now.getTime() >= from) return undefined
  return bad(
    `${what} is not valid before ${dayOf(certificate.validFrom)}.`,
    'Wait for that day, use the former one until then, or set this machine’s clock right.',
    detailsOf(certificate),
  )
}

function wayToRoot(own: X509Certificate, sent: readonly X509Certificate[], trusted: readonly X509Certificate[]) {
  const certificates = [own]
  const trustedOnes = new Set(trusted.map(({ fingerprint256 }) => fingerprint256))
  for (let current = own; ; ) {
    if (isSelfSigned(current)) return { certificates, leadsToRoot: current !== own && trustedOnes.has(current.fingerprint256) }
    const issuer = [...sent, ...trusted].find((one) => isIssuedBy(current, one) && !certificates.includes(one))
    if (!issuer) return { certificates, leadsToRoot: false }
    certificates.push(issuer)
    current = issuer
  }
}

const isIssuedBy = (certificate: X509Certificate, by: X509Certificate) => certificate.checkIssued(by) && certificate.verify(by.publicKey)
const isSelfSigned = (certificate: X509Certificate) => isIssuedBy(certificate, certificate)

function certificatesIn(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    return blocks.map((block) => new X509Certificate(block))
  } catch {
    return []
  }
}

/** The first DNS name or, where there is none, the CN: what Spine compares with the FQDN registered. */
function fqdnOf({ subjectAltName, subject }: X509Certificate): string | undefined {
  return /(?:^|, )DNS:([^,"]+)/.exec(subjectAltName ?? '')?.[1] ?? /(?:^|\n)CN=(.+)/.exec(subject)?.[1]
}

function detailsOf({ subject, issuer, validFrom, validTo }: X509Certificate): Details {
  return {
    subject: subject.replaceAll('\n', ', '),
    issuer: issuer.replaceAll('\n', ', '),
    'valid from': dayOf(validFrom),
    'valid until': dayOf(validTo),
  }
}

/** `2026-11-22`. */
export function dayOf(date: string): string {
  const moment = new Date(date)
  return Number.isNaN(moment.getTime()) ? date : moment.toISOString().slice(0, 10)
}
