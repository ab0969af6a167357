import 'reflect-metadata'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { generateKeys, type KeyKind, type KeyPair, privateKeyPem } from './keys.ts'

export type Validity = { from: Date; until: Date }

export type Issued = {
  /** PEM: the certificate alone. */
  certificate: string
  /** PEM: the certificate and every authority between it and the root, as TLS peers send it. */
  chain: string
  /** PEM, unencrypted. */
  key: string
  /** Hexadecimal, as a revocation list names it. */
  serialNumber: string
}

/** Somebody who signs: the root, or one whom the root signed. */
export type Authority = {
  certificate: X509Certificate
  keys: KeyPair
  /** The authorities from this one up, without the root: what a peer sends with its own certificate. */
  intermediates: readonly X509Certificate[]
}

export async function createRootAuthority(of: Validity & { name: string; keys: KeyKind }): Promise<Authority> {
  const keys = await generateKeys(of.keys)
  const certificate = await sign({
    ...of,
    subject: of.name,
    issuer: commonName(of.name),
    publicKey: keys,
    signer: keys,
    extensions: authorityExtensions(),
  })
  return { certificate, keys, intermediates: [] }
}

/** One that signs endpoints alone, and no further authorities. */
export async function createSubAuthority(parent: Authority, of: Validity & { name: string; keys: KeyKind }): Promise<Authority> {
  const keys = await generateKeys(of.keys)
  const certificate = await sign({ ...of, ...issuedBy(parent), subject: of.name, publicKey: keys, extensions: authorityExtensions(0) })
  return { certificate, keys, intermediates: [certificate, ...parent.intermediates] }
}

/** For both ends of a connection, as on Spine every endpoint is called and calls, or for a server alone. CN and SAN are its FQDN. */
export async function issueCertificate(
  by: Authority,
  of: Validity & { fqdn: string; keys: KeyKind; serverOnly?: boolean },
): Promise<Issued> {
  const keys = await generateKeys(of.keys)
  const extensions = endpointExtensions(of.fqdn, of.serverOnly)
  return issued(keys, await sign({ ...of, ...issuedBy(by), subject: of.fqdn, publicKey: keys, extensions }), by.intermediates)
}

/** Signed by nobody but itself. */
export async function issueSelfSigned(of: Validity & { fqdn: string; keys: KeyKind }): Promise<Issued> {
  const keys = await generateKeys(of.keys)
  const extensions = endpointExtensions(of.fqdn)
  return issued(keys, await sign({ ...of, subject: of.fqdn, issuer: commonName(of.fqdn), publicKey: keys, signer: keys, extensions }), [])
}

function issued(keys: KeyPair, certificate: X509Certificate, intermediates: readonly X509Certificate[]): Issued {
  return {
    certificate: toPem([certificate]),
    chain: toPem([certificate, ...intermediates]),
    key: privateKeyPem(keys),
    serialNumber: certificate.serialNumber,
  }
}

export function toPem(certificates: readonly X509Certificate[]): string {
  return certificates.map((certificate) => `${certificate.toString('pem')}\n`).join('')
}

function issuedBy({ certificate, keys }: Authority) {
  return { issuer: certificate.subjectName.toJSON(), signer: keys }
}

const commonName = (name: string): JsonName => [{ CN: [name] }]

type ToSign = Validity & {
  subject: string
  issuer: JsonName
  publicKey: KeyPair
  signer: KeyPair
  extensions: Extension[]
}

async function sign({ subject, issuer, publicKey, signer, from, until, extensions }: ToSign): Promise<X509Certificate> {
  return X509CertificateGenerator.create({
    subject: commonName(subject),
    issuer,
    notBefore: from,
    notAfter: until,
    publicKey: publicKey.publicKey,
    signingKey: signer.privateKey,
    signingAlgorithm: signer.signing,
    extensions: [
      ...extensions,
      await SubjectKeyIdentifierExtension.create(publicKey.publicKey),
      await AuthorityKeyIdentifierExtension.create(signer.publicKey),
    ],
  })
}

function authorityExtensions(pathLength?: number): Extension[] {
  return [
    new BasicConstraintsExtension(true, pathLength, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ]
}

function endpointExtensions(fqdn: string, serverOnly = false): Extension[] {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ...(serverOnly ? [] : [ExtendedKeyUsage.clientAuth])]),
    new SubjectAlternativeNameExtension([{ type: 'dns', value: fqdn }]),
  ]
}
