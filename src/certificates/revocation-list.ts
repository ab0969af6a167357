import 'reflect-metadata'
import { AuthorityKeyIdentifierExtension, Extension, PemConverter, X509CrlGenerator, X509CrlReason } from '@peculiar/x509'
import type { Authority, Validity } from './authority.ts'

/** PEM. `until` is when the next one is due: a list past it is worth nothing. */
export async function issueRevocationList(by: Authority, of: Validity & { revoked: readonly string[] }): Promise<string> {
  const crl = await X509CrlGenerator.create({
    issuer: by.certificate.subjectName.toJSON(),
    thisUpdate: of.from,
    nextUpdate: of.until,
    entries: of.revoked.map((serialNumber) => ({ serialNumber, revocationDate: of.from, reason: X509CrlReason.keyCompromise })),
    extensions: [await AuthorityKeyIdentifierExtension.create(by.keys.publicKey), crlNumber(of.from)],
    signingKey: by.keys.privateKey,
    signingAlgorithm: by.keys.signing,
  })
  // The label that OpenSSL reads; the library's own is another.
  return `${PemConverter.encode(crl.rawData, 'X509 CRL')}\n`
}

/** RFC 5280 asks for a number that grows with every list: the second it was made, as DER wants an integer. */
function crlNumber(at: Date): Extension {
  const seconds = Math.floor(at.getTime() / 1000).toString(16)
  const digits = seconds.padStart(seconds.length + (seconds.length % 2), '0')
  const positive = Number.parseInt(digits.slice(0, 2), 16) < 0x80 ? digits : `00${digits}`
  return new Extension('2.5.29.20', false, Buffer.from(`02${(positive.length / 2).toString(16).padStart(2, '0')}${positive}`, 'hex'))
}
