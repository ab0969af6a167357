import 'reflect-metadata'
import assert from 'node:assert/strict'
import { webcrypto, X509Certificate } from 'node:crypto'
import { describe, test } from 'node:test'
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'
import { type Authority, createRootAuthority, createSubAuthority } from '../../certificates/authority.ts'
import { judgeCertificate } from './judge-certificate.ts'
import type { Trust } from './trust.ts'

const DAY_MS = 86_400_000
const NOW = new Date('2026-03-02T08:00:00Z')
const day = (offset: number) => new Date(NOW.getTime() + offset * DAY_MS)
const VALIDITY = { from: day(-10), until: day(10), keys: 'ec' } as const

const root = await createRootAuthority({ ...VALIDITY, name: 'Root' })
const sub = await createSubAuthority(root, { ...VALIDITY, name: 'Sub' })
const nodeCertificate = ({ certificate }: Pick<Authority, 'certificate'>) => new X509Certificate(certificate.toString('pem'))

type Revoked = { root?: string[]; sub?: string[]; until?: Date; from?: Date }

function trusting({ from = day(-1), until = day(5), ...revoked }: Revoked = {}): Trust {
  const of = (authority: Authority, serials: string[] = []) => ({
    certificate: nodeCertificate(authority),
    revocations: { from, until, serialNumbers: new Set(serials) },
  })
  return { authorities: [of(sub, revoked.sub), of(root, revoked.root)] }
}

/** Signed by the sub CA; by default one that is good. */
async function certificateOf(of: { cn?: string; san?: string[]; serialNumber?: string; until?: Date } = {}): Promise<X509Certificate> {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const { cn = 'ssp.example', san = [], serialNumber = '0A0B', until = day(3) } = of
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${cn}`,
    issuer: sub.certificate.subject,
    serialNumber,
    notBefore: day(-3),
    notAfter: until,
    publicKey: keys.publicKey,
    signingKey: sub.keys.privateKey,
    signingAlgorithm: sub.keys.signing,
    extensions: san.length > 0 ? [new SubjectAlternativeNameExtension(san.map((value) => ({ type: 'dns', value })))] : [],
  })
  return new X509Certificate(certificate.toString('pem'))
}

const judged = (certificate: X509Certificate, of: { trust?: Trust; now?: Date } = {}) => {
  const verdict = judgeCertificate({ trust: trusting(), sspFqdn: 'ssp.example', now: NOW, ...of }, certificate)
  return verdict.kind === 'admitted' ? 'admitted' : verdict.because
}

describe('A client certificate', () => {
  test('SEC-01 carries the FQDN in its common name where it has no SAN', async () => {
    assert.equal(judged(await certificateOf()), 'admitted')
    assert.equal(judged(await certificateOf({ cn: 'other.example' })), 'HOSTNAME_MISMATCH')
  })

  test('SEC-01 carries the FQDN in its SAN where it has one: then the common name says nothing', async () => {
    assert.equal(judged(await certificateOf({ cn: 'other.example', san: ['third.example', 'ssp.example'] })), 'admitted')
    assert.equal(judged(await certificateOf({ cn: 'ssp.example', san: ['other.example'] })), 'HOSTNAME_MISMATCH')
  })

  test('SEC-01 names the SSP itself: no wildcard, no longer or shorter name, in any case', async () => {
    assert.equal(judged(await certificateOf({ san: ['SSP.Example'] })), 'admitted')
    for (const name of ['*.example', 'ssp.example.com', 'a.ssp.example', 'example', 'ssp-example']) {
      assert.equal(judged(await certificateOf({ cn: 'x', san: [name] })), 'HOSTNAME_MISMATCH', name)
    }
  })

  test('SEC-01 is good from its first second to its last', async () => {
    const certificate = await certificateOf()
    assert.equal(judged(certificate, { now: day(-3), trust: trusting({ from: day(-5) }) }), 'admitted')
    assert.equal(judged(certificate, { now: new Date(day(-3).getTime() - 1) }), 'CERT_NOT_YET_VALID')
    assert.equal(judged(certificate, { now: day(3) }), 'admitted')
    assert.equal(judged(certificate, { now: new Date(day(3).getTime() + 1) }), 'CERT_HAS_EXPIRED')
  })

  test('SEC-01 is refused once an authority above it has expired', async () => {
    const certificate = await certificateOf({ until: day(30) })
    assert.equal(judged(certificate, { now: day(11), trust: trusting({ until: day(30) }) }), 'CERT_HAS_EXPIRED')
  })

  test('SEC-01 is refused by a list from tomorrow, and by one of yesterday', async () => {
    const certificate = await certificateOf()
    assert.equal(judged(certificate, { trust: trusting({ from: day(1) }) }), 'CRL_NOT_YET_VALID')
    assert.equal(judged(certificate, { trust: trusting({ from: day(-3), until: day(-1) }) }), 'CRL_HAS_EXPIRED')
  })

  test('SEC-01 is refused when the list of whom signed it names it, and not when another list has its number', async () => {
    const certificate = await certificateOf()
    assert.equal(judged(certificate, { trust: trusting({ sub: ['A0B'] }) }), 'CERT_REVOKED')
    assert.equal(judged(certificate, { trust: trusting({ root: ['A0B'] }) }), 'admitted')
  })

  test('SEC-01 is refused when its sub CA is revoked', async () => {
    const serial = nodeCertificate(sub).serialNumber
    assert.equal(judged(await certificateOf(), { trust: trusting({ root: [serial.replace(/^0+/, '')] }) }), 'CERT_REVOKED')
  })

  test('SEC-01 leads to a root: a sub CA alone is not enough', async () => {
    const { authorities } = trusting()
    const trust = { authorities: authorities.filter(({ certificate }) => certificate.subject === 'CN=Sub') }
    assert.equal(judged(await certificateOf(), { trust }), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  })

  test('an authority renewed under its key may stand beside what it was before', async () => {
    // Given
    const old = nodeCertificate({ certificate: await renewed(sub, { from: day(-10), until: day(-5) }) })
    const { authorities } = trusting()
    const [present] = authorities
    assert.ok(present)

    // When, Then
    assert.equal(judged(await certificateOf(), { trust: { authorities: [{ ...present, certificate: old }, ...authorities] } }), 'admitted')
  })

  test('SEC-01 is admitted no longer than anything it rests on holds', async () => {
    const verdict = judgeCertificate(
      { trust: trusting({ until: day(2) }), sspFqdn: 'ssp.example', now: NOW },
      await certificateOf({ until: day(3) }),
    )
    assert.deepEqual(verdict, { kind: 'admitted', until: day(2) })
  })
})

async function renewed(authority: Authority, of: { from: Date; until: Date }) {
  return X509CertificateGenerator.create({
    subject: authority.certificate.subject,
    issuer: root.certificate.subject,
    notBefore: of.from,
    notAfter: of.until,
    publicKey: authority.keys.publicKey,
    signingKey: root.keys.privateKey,
    signingAlgorithm: root.keys.signing,
    extensions: authority.certificate.extensions,
  })
}
