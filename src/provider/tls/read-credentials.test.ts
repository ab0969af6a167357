import assert from 'node:assert/strict'
import 'reflect-metadata'
import { createPrivateKey, KeyObject, webcrypto, X509Certificate } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { describe, type TestContext, test } from 'node:test'
import { X509CertificateGenerator } from '@peculiar/x509'
import { createRootAuthority, toPem } from '../../certificates/authority.ts'
import { issueRevocationList } from '../../certificates/revocation-list.ts'
import { ConfigError } from '../../nhs/config-error.ts'
import { givenPki, givenTlsFiles, newPki } from './given-tls.ts'
import { readCredentials } from './read-credentials.ts'
import type { TlsConfig } from './tls-settings.ts'

async function faultsOf(config: TlsConfig): Promise<readonly string[]> {
  try {
    await readCredentials(config)
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error))
    return error.faults
  }
}

async function givenFiles(t: TestContext) {
  const pki = await givenPki()
  return { pki, files: await givenTlsFiles(t, pki) }
}

const encrypted = (key: string) =>
  createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }).toString()

async function weakIdentity() {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 1024 }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({ name: 'CN=weak', keys, signingAlgorithm: algorithm })
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString()
  return { certificate: certificate.toString('pem'), key }
}

describe("The provider's certificates, key and revocation lists", () => {
  test('what can be used has no fault', async (t) => {
    const { files } = await givenFiles(t)
    assert.deepEqual(await faultsOf(files), [])
  })

  test('every file that cannot be read is named at once', async () => {
    const missing = '/nowhere/at/all.pem'
    const faults = await faultsOf({ certificate: missing, key: missing, clientCa: missing, crl: missing, sspFqdn: 'ssp.example' })
    assert.deepEqual(faults.map((fault) => fault.split(' ', 1)[0]).toSorted(), [
      'PROVIDER_TLS_CERTIFICATE',
      'PROVIDER_TLS_CLIENT_CA',
      'PROVIDER_TLS_CRL',
      'PROVIDER_TLS_KEY',
    ])
  })

  test('every file that holds something else is named at once', async (t) => {
    const { files } = await givenFiles(t)
    for (const path of [files.certificate, files.key, files.clientCa, files.crl]) await writeFile(path, 'nothing of the kind')
    assert.equal((await faultsOf(files)).length, 4)
  })

  const wrong: [string, 'certificate' | 'key' | 'clientCa' | 'crl', () => Promise<string>, RegExp][] = [
    ['a key of another certificate', 'key', async () => (await newPki()).good.provider.key, /PROVIDER_TLS_KEY is not the key of/],
    ['an encrypted key', 'key', async () => encrypted((await givenPki()).good.provider.key), /it is encrypted/],
    [
      'a certificate cut short',
      'certificate',
      async () => '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      /PROVIDER_TLS_CERTIFICATE holds a certificate that cannot be read/,
    ],
    [
      'an endpoint among the authorities',
      'clientCa',
      async () => (await givenPki()).authorities + (await givenPki()).good.ssp.certificate,
      /which is not a certificate authority/,
    ],
    [
      'authorities without their root',
      'clientCa',
      async () => (await givenPki()).authorities.split(/(?<=END CERTIFICATE-----\n)/)[0] ?? '',
      /holds no root CA/,
    ],
    [
      'lists of other authorities of the same names',
      'crl',
      async () => (await newPki()).revocationLists.current,
      /holds no list signed by CN=GP Appointments private sub CA/,
    ],
    [
      'the list of one authority alone',
      'crl',
      async () => (await givenPki()).revocationLists.current.split(/(?<=END X509 CRL-----\n)/)[0] ?? '',
      /holds no list signed by CN=GP Appointments private root CA/,
    ],
    [
      'a list cut short',
      'crl',
      async () => '-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n',
      /holds a revocation list that cannot be read/,
    ],
  ]
  for (const [what, file, content, says] of wrong) {
    test(`${what} is a fault`, async (t) => {
      const { files } = await givenFiles(t)
      await writeFile(files[file], await content())
      assert.match((await faultsOf(files)).join('\n'), says)
    })
  }

  test('no fault repeats what a file holds', async (t) => {
    const { files } = await givenFiles(t)
    const secret = 'c2VjcmV0IGtleSBtYXRlcmlhbA'
    for (const path of [files.certificate, files.key, files.crl]) {
      await writeFile(path, `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`)
    }
    assert.doesNotMatch((await faultsOf(files)).join('\n'), new RegExp(secret))
  })

  test('a key too short for TLS is a fault, though it fits', async (t) => {
    // Given a certificate of RSA with 1024 bits
    const { files } = await givenFiles(t)
    const { certificate, key } = await weakIdentity()
    await writeFile(files.certificate, certificate)
    await writeFile(files.key, key)

    // When, Then
    assert.match((await faultsOf(files)).join('\n'), /ERR_SSL_EE_KEY_TOO_SMALL/)
  })

  test('one list may come as DER, as authorities publish it', async (t) => {
    // Given a root alone
    const { files } = await givenFiles(t)
    const validity = { from: new Date(Date.now() - 1000), until: new Date(Date.now() + 86_400_000) }
    const root = await createRootAuthority({ ...validity, name: 'Root', keys: 'ec' })
    const pem = await issueRevocationList(root, { ...validity, revoked: ['0A0B'] })
    await writeFile(files.clientCa, toPem([root.certificate]))
    await writeFile(files.crl, Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'))

    // When
    const { trust } = await readCredentials(files)

    // Then
    assert.deepEqual([...(trust.authorities[0]?.revocations.serialNumbers ?? [])], ['A0B'])
  })

  test('of two lists of one authority the newer counts', async (t) => {
    const { files, pki } = await givenFiles(t)
    await writeFile(files.crl, pki.revocationLists.expired + (await readFile(files.crl, 'utf8')))
    const { trust } = await readCredentials(files)
    for (const { revocations } of trust.authorities) assert.ok(revocations.until > new Date())
  })

  test('what the provider shows is the certificate and its sub CA', async (t) => {
    const { files } = await givenFiles(t)
    const { secureContext } = await readCredentials(files)
    const [certificate, sub, ...more] = secureContext.cert.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []
    assert.ok(certificate && sub && more.length === 0)
    assert.ok(new X509Certificate(certificate).checkIssued(new X509Certificate(sub)))
  })
})
