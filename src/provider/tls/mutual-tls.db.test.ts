import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect as connectPlainly } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import { createRootAuthority, issueCertificate, toPem } from '../../certificates/authority.ts'
import { BAD_CERTIFICATES, type BadCertificate } from '../../certificates/private-pki.ts'
import { issueRevocationList } from '../../certificates/revocation-list.ts'
import { givenPki, givenTlsProvider, keptConnection, PROVIDER_FQDN, type Reply, SSP_FQDN } from './given-tls.ts'

type GivenTlsProvider = Awaited<ReturnType<typeof givenTlsProvider>>

/** What a TLS front sends, and no word of FHIR. */
function assertRefused(reply: Reply, status: 495 | 496): void {
  assert.equal(reply.status, status)
  assert.equal(reply.text, '')
  assert.equal(reply.headers['content-type'], undefined)
  assert.equal(reply.headers['cache-control'], 'no-store') // GEN-05
  assert.match(String(reply.headers['strict-transport-security']), /^max-age=/)
  assert.equal(reply.headers.connection, 'close')
}

/** What the log says was wrong: by the files, and to OpenSSL. */
const refusals = ({ lines }: GivenTlsProvider) =>
  lines().flatMap(({ msg, because, handshake }) => (msg === 'client refused' ? [[because, handshake]] : []))

/** Everything that comes back for some bytes, until the other side closes. */
async function answerTo(socket: TLSSocket | ReturnType<typeof connectPlainly>, bytes: string): Promise<string> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => undefined)
  socket.write(bytes)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}

async function connectAs(
  t: TestContext,
  provider: GivenTlsProvider,
  { chain: cert, key, ...offer }: { chain: string; key: string } & ConnectionOptions,
): Promise<TLSSocket> {
  const { port, pki } = provider
  const socket = connect({ host: '127.0.0.1', port, servername: PROVIDER_FQDN, ca: pki.authorities, cert, key, ...offer })
  t.after(() => socket.destroy())
  await once(socket, 'secureConnect')
  return socket
}

describe('Mutual TLS', () => {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`SEC-01 the SSP is answered over ${version}`, async (t) => {
      // Given
      const provider = await givenTlsProvider(t)

      // When
      const reply = await provider.ask({ minVersion: version, maxVersion: version })

      // Then
      assert.equal(reply.status, 200)
      assert.equal(JSON.parse(reply.text).resourceType, 'CapabilityStatement')
      assert.equal(reply.socket.getProtocol(), version)
    })
  }

  // Found twice over, by the files and by OpenSSL, where it is for OpenSSL to know.
  const found: Record<BadCertificate, [string, string | undefined]> = {
    expired: ['CERT_HAS_EXPIRED', 'CERT_HAS_EXPIRED'],
    'not-yet-valid': ['CERT_NOT_YET_VALID', 'CERT_NOT_YET_VALID'],
    revoked: ['CERT_REVOKED', 'CERT_REVOKED'],
    'other-authority': ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_CRL'],
    'wrong-fqdn': ['HOSTNAME_MISMATCH', undefined],
    'self-signed': ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_CRL'],
    'missing-chain': ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  }
  for (const [name, because] of Object.entries(found) as [BadCertificate, unknown][]) {
    test(`SEC-01 a client certificate is refused with 495: ${BAD_CERTIFICATES[name]}`, async (t) => {
      // Given
      const provider = await givenTlsProvider(t)

      // When it is shown in either version of TLS
      const replies = [
        await provider.ask({ as: provider.pki.bad[name], maxVersion: 'TLSv1.2' }),
        await provider.ask({ as: provider.pki.bad[name], minVersion: 'TLSv1.3' }),
      ]

      // Then, and the log says why
      for (const reply of replies) assertRefused(reply, 495)
      assert.deepEqual(refusals(provider), [because, because])
    })
  }

  test('SEC-01 another endpoint of the same authority is not the SSP: 495', async (t) => {
    const provider = await givenTlsProvider(t)
    assertRefused(await provider.ask({ as: provider.pki.good.consumer }), 495)
    assert.deepEqual(refusals(provider), [['HOSTNAME_MISMATCH', undefined]])
  })

  test('SEC-01 a certificate that is for servers alone is no client certificate: 495', async (t) => {
    // Given a root that signed one for the SSP's FQDN, good in all else
    const validity = { from: new Date(Date.now() - 86_400_000), until: new Date(Date.now() + 86_400_000), keys: 'ec' } as const
    const root = await createRootAuthority({ ...validity, name: 'Root' })
    const issue = (serverOnly: boolean) => issueCertificate(root, { ...validity, fqdn: SSP_FQDN, serverOnly })
    const crl = await issueRevocationList(root, { ...validity, revoked: [] })
    const authorities = toPem([root.certificate])
    const pki = await givenPki()
    const lists = { ...pki.revocationLists, current: pki.revocationLists.current + crl }
    const provider = await givenTlsProvider(t, { pki: { ...pki, authorities: pki.authorities + authorities, revocationLists: lists } })

    // When, Then
    assert.equal((await provider.ask({ as: await issue(false) })).status, 200)
    assertRefused(await provider.ask({ as: await issue(true) }), 495)
    assert.deepEqual(refusals(provider), [['INVALID_PURPOSE', 'INVALID_PURPOSE']])
  })

  test('SEC-01 without a client certificate the answer is 496', async (t) => {
    const provider = await givenTlsProvider(t)
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      assertRefused(await provider.ask({ as: provider.anonymous, minVersion: version, maxVersion: version }), 496)
    }
  })

  test('SEC-01 who is not the SSP learns nothing by any path or method, nor by a URL that cannot be read', async (t) => {
    const provider = await givenTlsProvider(t)
    for (const path of ['/', '/%zz', '/X99999/STU3/1/gpconnect/metadata', `/${'a'.repeat(10_000)}`]) {
      for (const method of ['GET', 'POST', 'OPTIONS', 'HEAD']) {
        assertRefused(await provider.ask({ path, method, as: provider.anonymous }), 496)
        assertRefused(await provider.ask({ path, method, as: provider.pki.bad.revoked }), 495)
      }
    }
  })

  test('SEC-01 bytes that are no request get an OperationOutcome from the SSP alone', async (t) => {
    // Given
    const provider = await givenTlsProvider(t)
    const { anonymous, pki } = provider
    const send = async (as: { chain: string; key: string }) => answerTo(await connectAs(t, provider, as), 'no request\r\n\r\n')

    // When, Then
    assert.match(await send(pki.good.ssp), /^HTTP\/1\.1 400 .*OperationOutcome/s)
    assert.match(await send(pki.bad.revoked), /^HTTP\/1\.1 495 [^{]*$/)
    assert.match(await send(anonymous), /^HTTP\/1\.1 496 [^{]*$/)
  })

  test('SEC-01 plain HTTP on the TLS port gets no HTTP answer', async (t) => {
    // Given
    const provider = await givenTlsProvider(t)
    const socket = connectPlainly(provider.port, '127.0.0.1')
    t.after(() => socket.destroy())

    // When
    const answer = await answerTo(socket, `GET /${provider.practice.odsCode}/STU3/1/gpconnect/metadata HTTP/1.1\r\nHost: localhost\r\n\r\n`)

    // Then nothing that a reader of HTTP would take for an answer
    assert.doesNotMatch(answer, /HTTP|resourceType/)
    assert.ok(provider.lines().some(({ msg, because }) => msg === 'no TLS handshake' && because === 'ERR_SSL_HTTP_REQUEST'))
  })

  test('SEC-01 no name from a certificate reaches the log', async (t) => {
    const provider = await givenTlsProvider(t)
    await provider.ask({ as: provider.pki.bad['wrong-fqdn'] })
    assert.equal(refusals(provider).length, 1)
    assert.doesNotMatch(provider.text(), /not-ssp/)
  })

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`SEC-01 a session of ${version} is not resumed: each connection is judged anew`, async (t) => {
      // Given a connection whose session the client would resume
      const provider = await givenTlsProvider(t)
      const first = await connectAs(t, provider, { ...provider.pki.good.ssp, minVersion: version, maxVersion: version })
      const sessions = [first.getSession()]
      first.on('session', (session) => sessions.push(session))
      await answerTo(first, 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
      const session = sessions.at(-1)
      assert.ok(session)

      // When
      const again = await provider.ask({ session, minVersion: version, maxVersion: version })

      // Then
      assert.equal(again.status, 200)
      assert.equal(again.socket.isSessionReused(), false)
    })
  }

  test('SEC-01 nobody becomes another in the middle of a connection: it ends when the client asks for a second handshake', async (t) => {
    const provider = await givenTlsProvider(t)
    for (const as of [provider.pki.good.ssp, provider.anonymous]) {
      // Given
      const socket = await connectAs(t, provider, { ...as, maxVersion: 'TLSv1.2' })
      const closed = once(socket, 'close')
      socket.on('error', () => undefined).resume()

      // When
      socket.renegotiate({}, () => assert.fail('there was a second handshake'))

      // Then
      await closed
    }
  })

  test('SEC-01 a connection that is kept is refused once its certificate has expired', async (t) => {
    // Given
    const provider = await givenTlsProvider(t)
    const agent = keptConnection(t)
    const before = await provider.ask({ agent })

    // When a month goes by
    provider.clock.days = 31
    const after = await provider.ask({ agent })

    // Then
    assert.equal(before.status, 200)
    assert.equal(after.reused, true)
    assertRefused(after, 495)
  })
})
