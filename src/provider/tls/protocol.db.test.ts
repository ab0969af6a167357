import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { type ConnectionOptions, connect, createServer, getCiphers, type SecureContextOptions } from 'node:tls'
import type { PrivatePki } from '../../certificates/private-pki.ts'
import { givenPki, givenTlsProvider, PROVIDER_FQDN } from './given-tls.ts'

type Handshake = { cipher: string | undefined; failure: string | undefined }

/** As the SSP, offering no more than what the test says. */
function handshake(of: { port: number; pki: PrivatePki }, offer: ConnectionOptions): Promise<Handshake> {
  const { ssp } = of.pki.good
  return new Promise((resolve) => {
    const socket = connect({
      host: '127.0.0.1',
      port: of.port,
      servername: PROVIDER_FQDN,
      ca: of.pki.authorities,
      cert: ssp.chain,
      key: ssp.key,
      ...offer,
    })
    socket.once('error', (error) => resolve({ cipher: undefined, failure: 'code' in error ? String(error.code) : error.message }))
    socket.once('secureConnect', () => {
      resolve({ cipher: socket.getCipher().name, failure: undefined })
      socket.destroy()
    })
  })
}

const EVERY_CIPHER = getCiphers().map((name) => name.toUpperCase())
const TLS_13 = EVERY_CIPHER.filter((name) => name.startsWith('TLS_'))
/** Node does not list all that it can do. */
const UNLISTED = ['ECDHE-ECDSA', 'DHE-RSA'].flatMap((keys) => ['AES256-CCM', 'AES256-CCM8', 'AES128-CCM'].map((name) => `${keys}-${name}`))
const ANONYMOUS = ['ADH-AES256-GCM-SHA384', 'ADH-AES256-SHA', 'AECDH-AES256-SHA']
const TLS_12 = [...EVERY_CIPHER.filter((name) => !name.startsWith('TLS_')), ...UNLISTED, ...ANONYMOUS]

/** The server's whole list in its order: what it takes of everything, then of the rest, until it takes nothing. */
async function ciphersOf(provider: { port: number; pki: PrivatePki }, version: 'TLSv1.2' | 'TLSv1.3'): Promise<string[]> {
  const taken: string[] = []
  // The client's own order is another, so that it shows whose order counts.
  const all = (version === 'TLSv1.2' ? TLS_12 : TLS_13).toReversed()
  for (;;) {
    const left = all.filter((name) => !taken.includes(name))
    const security = version === 'TLSv1.2' ? [':@SECLEVEL=0'] : []
    const { cipher } = await handshake(provider, { minVersion: version, maxVersion: version, ciphers: left.join(':') + security.join('') })
    if (cipher === undefined) return taken
    taken.push(cipher)
  }
}

describe('The TLS that the provider speaks', () => {
  test('SEC-01 with an RSA key: AES-GCM by ECDHE, then DHE, then AES256 by ECDHE, then DHE, and nothing else', async (t) => {
    const provider = await givenTlsProvider(t, { pki: await givenPki('rsa') })
    assert.deepEqual(await ciphersOf(provider, 'TLSv1.2'), [
      'ECDHE-RSA-AES256-GCM-SHA384',
      'ECDHE-RSA-AES128-GCM-SHA256',
      'DHE-RSA-AES256-GCM-SHA384',
      'DHE-RSA-AES128-GCM-SHA256',
      'ECDHE-RSA-AES256-SHA384',
      'ECDHE-RSA-AES256-SHA',
      'DHE-RSA-AES256-SHA256',
      'DHE-RSA-AES256-SHA',
    ])
  })

  test('SEC-01 with an EC key: the same of ECDSA, for which there is no DHE', async (t) => {
    const provider = await givenTlsProvider(t)
    assert.deepEqual(await ciphersOf(provider, 'TLSv1.2'), [
      'ECDHE-ECDSA-AES256-GCM-SHA384',
      'ECDHE-ECDSA-AES128-GCM-SHA256',
      'ECDHE-ECDSA-AES256-SHA384',
      'ECDHE-ECDSA-AES256-SHA',
    ])
  })

  test('SEC-01 in TLS 1.3: AES-GCM alone', async (t) => {
    const provider = await givenTlsProvider(t)
    assert.deepEqual(await ciphersOf(provider, 'TLSv1.3'), ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'])
  })

  for (const version of ['TLSv1', 'TLSv1.1'] as const) {
    test(`SEC-01 ${version} is refused`, async (t) => {
      // Given a client that can do no better, and a server that takes it
      const pki = await givenPki('rsa')
      const old = { minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' } as const
      assert.equal((await handshake({ port: await givenServer(t, pki, old), pki }, old)).failure, undefined)

      // When it tries the provider
      const { port } = await givenTlsProvider(t, { pki })
      const { failure } = await handshake({ port, pki }, old)

      // Then
      assert.equal(failure, 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')
    })
  }

  test('SEC-01 of all it can do, a client gets TLS 1.3', async (t) => {
    const provider = await givenTlsProvider(t)
    assert.equal((await provider.ask()).socket.getProtocol(), 'TLSv1.3')
  })
})

async function givenServer(t: TestContext, pki: PrivatePki, of: SecureContextOptions): Promise<number> {
  const { chain, key } = pki.good.provider
  const server = createServer({ cert: chain, key, ...of }, (socket) => socket.end())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return (server.address() as AddressInfo).port
}
