import assert from 'node:assert/strict'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { describe, test } from 'node:test'
import { createPrivatePki } from './private-pki.ts'

const NOW = new Date('2026-03-02T08:00:00Z')
const FQDNS = { provider: 'provider.example', ssp: 'ssp.example', consumer: 'consumer.example' }
const pki = await createPrivatePki({ now: NOW, days: 30, fqdns: FQDNS, keys: 'ec' })

const certificatesIn = (pem: string) =>
  (pem.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []).map((block) => new X509Certificate(block))
const [sub, root] = certificatesIn(pki.authorities)

const isSignedBy = (certificate: X509Certificate | undefined, authority: X509Certificate | undefined) =>
  certificate !== undefined && authority !== undefined && certificate.checkIssued(authority) && certificate.verify(authority.publicKey)

describe('A private CA', () => {
  test('is a root and a sub CA', () => {
    assert.ok(isSignedBy(sub, root) && isSignedBy(root, root))
    assert.ok(sub?.ca && root?.ca)
  })

  for (const name of ['provider', 'ssp', 'consumer'] as const) {
    test(`SEC-01 its ${name} bears its FQDN as CN and SAN, holds as long as was asked, and comes with its sub CA`, () => {
      const [certificate, ...above] = certificatesIn(pki.good[name].chain)
      assert.ok(certificate)
      assert.equal(certificate.subject, `CN=${FQDNS[name]}`)
      assert.equal(certificate.subjectAltName, `DNS:${FQDNS[name]}`)
      assert.equal(certificate.ca, false)
      assert.deepEqual(certificate.validFromDate, new Date('2026-03-01T08:00:00Z'))
      assert.deepEqual(certificate.validToDate, new Date('2026-04-01T08:00:00Z'))
      assert.deepEqual(above.map(String), [String(sub)])
      assert.ok(isSignedBy(certificate, sub))
    })
  }

  test('SEC-01 what is bad is bad in one way', () => {
    const leaf = (name: keyof typeof pki.bad) => certificatesIn(pki.bad[name].chain)[0]
    const bySub = Object.keys(pki.bad).filter((name) => isSignedBy(leaf(name as keyof typeof pki.bad), sub))
    assert.deepEqual(bySub, ['expired', 'not-yet-valid', 'revoked', 'wrong-fqdn'])

    const outOfDate = Object.keys(pki.bad).filter((name) => {
      const certificate = leaf(name as keyof typeof pki.bad)
      return !certificate || certificate.validFromDate > NOW || certificate.validToDate < NOW
    })
    assert.deepEqual(outOfDate, ['expired', 'not-yet-valid'])

    const otherwiseNamed = Object.keys(pki.bad).filter((name) => leaf(name as keyof typeof pki.bad)?.subject !== 'CN=ssp.example')
    assert.deepEqual(otherwiseNamed, ['wrong-fqdn'])

    assert.equal(leaf('other-authority')?.issuer, sub?.subject)
    assert.equal(certificatesIn(pki.bad['missing-chain'].chain).length, 1)
  })

  test('every key is the key of its certificate, and no two serial numbers are alike', () => {
    const all = [...Object.values(pki.good), ...Object.values(pki.bad)]
    for (const { certificate, key } of all) assert.ok(new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key)))
    assert.equal(new Set(all.map(({ serialNumber }) => serialNumber)).size, all.length)
  })
})
