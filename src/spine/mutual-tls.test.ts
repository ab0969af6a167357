import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type ServerOptions } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { CONSUMER_FQDN, givenSpinePki, type Holds, SSP_FQDN } from '../../test/given/spine-pki.ts'
import { exchange, type HttpRequest } from './http.ts'
import { createTlsFetch, type TlsCredentials } from './mutual-tls.ts'
import { TransportError } from './transport-error.ts'

const pki = await givenSpinePki()
const consumer = credentialsOf(pki.of(CONSUMER_FQDN))

function credentialsOf({ chain, key }: { chain: string; key: string }): TlsCredentials {
  return { ca: pki.authorities, certificate: chain, key }
}

async function listening(t: TestContext, server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket.once('close', () => sockets.delete(socket))))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return `https://localhost:${(server.address() as AddressInfo).port}`
}

/** A server that insists on a certificate of ours, in the handshake. */
function givenServer(t: TestContext, listener: RequestListener, options: ServerOptions = {}): Promise<string> {
  const { chain, key } = pki.of('localhost')
  const server = createServer({ cert: chain, key, ca: pki.authorities, requestCert: true, ...options }, listener)
  return listening(t, server)
}

function givenClient(t: TestContext, of: Partial<Parameters<typeof createTlsFetch>[0]> = {}) {
  const { credentials = () => consumer, ...more } = of
  const client = createTlsFetch({ credentials, ...more })
  t.after(client.close)
  return { ...client, get: (url: string, request: Partial<HttpRequest> = {}) => ask(client, url, request) }
}

const ask = (client: Parameters<typeof exchange>[0], url: string, more: Partial<HttpRequest>) =>
  exchange(client, { method: 'GET', url, headers: {}, timeoutMs: 5_000, ...more })

async function faultOf(answer: Promise<unknown>): Promise<[string, string | undefined, boolean]> {
  try {
    await answer
  } catch (error) {
    assert.ok(error instanceof TransportError)
    return [error.fault, error.reason, error.ambiguous]
  }
  assert.fail('there was an answer')
}

const saysWho: RequestListener = (request, response) => {
  const subject = request.socket instanceof TLSSocket ? request.socket.getPeerX509Certificate()?.subject : undefined
  response.end(JSON.stringify({ subject, url: request.url, port: request.socket.remotePort }))
}

describe('Fetch over mutual TLS', () => {
  test('SEC-01 the server learns who calls, the target arrives as it was written, and the connection is kept', async (t) => {
    // Given
    const url = await givenServer(t, saysWho)
    const client = givenClient(t)
    const target = '/https://p.test:443/B86013/./../x//Slot?a=%7C&b=%2f'
    // When
    const answers = [await client.get(`${url}${target}`), await client.get(`${url}${target}`)]
    // Then
    const [first, second] = answers.map(({ body }) => (body.kind === 'json' ? (body.value as Record<string, unknown>) : {}))
    assert.deepEqual([first?.subject, first?.url], [`CN=${CONSUMER_FQDN}`, target])
    assert.equal(first?.port, second?.port)
    assert.deepEqual(client.connections(), { busy: 0, idle: 1 })
  })

  test('a new certificate is used from the next request on', async (t) => {
    // Given
    const url = await givenServer(t, saysWho)
    let credentials = consumer
    const client = givenClient(t, { credentials: () => credentials })
    await client.get(url)
    // When
    credentials = credentialsOf(pki.of(SSP_FQDN))
    const { body } = await client.get(url)
    // Then
    assert.ok(body.kind === 'json', JSON.stringify(body))
    assert.equal((body.value as { subject: string }).subject, `CN=${SSP_FQDN}`)
    assert.deepEqual(client.connections(), { busy: 0, idle: 1 })
  })

  test('SEC-01 connections made at the same time show the same certificate, and one that cannot be read is told to each request', async (t) => {
    // Given a server that answers nobody before all have come
    const waiting: (() => void)[] = []
    const url = await givenServer(t, (request, response) => {
      waiting.push(() => saysWho(request, response))
      if (waiting.length === 3) for (const answer of waiting) answer()
    })
    const client = givenClient(t)
    // When
    const answers = await Promise.all([client.get(url), client.get(url), client.get(url)])
    // Then
    const seen = answers.map(({ body }) => (body.kind === 'json' ? (body.value as { subject: string; port: number }) : undefined))
    assert.deepEqual(new Set(seen.map((who) => who?.subject)), new Set([`CN=${CONSUMER_FQDN}`]))
    assert.equal(new Set(seen.map((who) => who?.port)).size, 3)

    // Given
    const broken = givenClient(t, { credentials: () => ({ ...consumer, key: 'no key' }) })
    // When, then
    for (let count = 0; count < 2; count += 1)
      assert.deepEqual(await faultOf(broken.get(url)), ['not-sent', 'own-certificate-unusable', false])
  })

  test('SEC-01 a server is judged again for new connections once it was four seconds ago, and not by how often it was resumed', async (t) => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      // Given
      let now = 0
      const tellsHow: RequestListener = (request, response) => {
        const isResumed = request.socket instanceof TLSSocket && request.socket.isSessionReused()
        const subject = request.socket instanceof TLSSocket ? request.socket.getPeerX509Certificate()?.subject : undefined
        response.setHeader('Connection', 'close').end(JSON.stringify({ isResumed, subject }))
      }
      const url = await givenServer(t, tellsHow, { maxVersion })
      let credentials = consumer
      const client = givenClient(t, { now: () => now, credentials: () => credentials })
      const seen: unknown[] = []
      // When
      for (now of [0, 2_000, 3_999, 4_000, 7_999]) {
        const { body } = await client.get(url)
        seen.push(body.kind === 'json' && body.value)
      }
      credentials = credentialsOf(pki.of(SSP_FQDN))
      const { body } = await client.get(url)
      seen.push(body.kind === 'json' && body.value)
      // Then
      const subject = `CN=${CONSUMER_FQDN}`
      assert.deepEqual(seen, [
        ...[false, true, true, false, true].map((isResumed) => ({ isResumed, subject })),
        { isResumed: false, subject: `CN=${SSP_FQDN}` },
      ])
    }
  })

  test('SEC-01 who has another certificate all of a sudden is judged by that, however short ago the former was', async (t) => {
    // Given
    const { chain, key } = pki.of('localhost')
    const server = createServer({ cert: chain, key, ca: pki.authorities, requestCert: true }, (_, response) => {
      response.setHeader('Connection', 'close').end('{}')
    })
    const url = await listening(t, server)
    const client = givenClient(t)
    await client.get(url)
    // When
    server.setSecureContext({ cert: pki.stranger.chain, key: pki.stranger.key, ca: pki.authorities })
    // Then
    assert.deepEqual(await faultOf(client.get(url)), ['not-sent', 'certificate-not-trusted', false])
  })

  test('a body in gzip is read, and one that breaks off is told from a whole one', async (t) => {
    // Given
    const zipped = gzipSync(JSON.stringify({ text: 'Zoë '.repeat(10_000) }))
    const url = await givenServer(t, (request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': zipped.length })
      if (request.url === '/whole') return void response.end(zipped)
      response.write(zipped.subarray(0, 60), () => response.destroy())
    })
    const client = givenClient(t)
    // When
    const [whole, half] = [await client.get(`${url}/whole`), await client.get(`${url}/half`)]
    // Then
    assert.ok(whole.body.kind === 'json')
    assert.deepEqual([half.status, half.body], [200, { kind: 'unreadable', because: 'cut-short' }])
  })

  for (const [holds, reason] of [
    ['expired', 'certificate-expired'],
    ['not-yet-valid', 'certificate-not-yet-valid'],
  ] as const satisfies [Holds, string][]) {
    test(`SEC-01 a server whose certificate is ${holds} is sent nothing`, async (t) => {
      const { chain, key } = pki.of('localhost', holds)
      const url = await givenServer(t, saysWho, { cert: chain, key })
      assert.deepEqual(await faultOf(givenClient(t).get(url)), ['not-sent', reason, false])
    })

    test(`SEC-01 where the server refuses our ${holds} certificate in the handshake, nothing was done`, async (t) => {
      for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
        let requests = 0
        const count = () => {
          requests += 1
        }
        const url = await givenServer(t, count, { rejectUnauthorized: true, maxVersion })
        const client = givenClient(t, { credentials: () => credentialsOf(pki.of(CONSUMER_FQDN, holds)) })
        const [fault, , ambiguous] = await faultOf(client.get(url))
        assert.equal(requests, 0)
        // By TLS 1.3 our side of the handshake has ended before, and the request is on its way when the connection goes.
        if (maxVersion === 'TLSv1.2' || !ambiguous) assert.deepEqual([fault, ambiguous], ['not-sent', false])
        else assert.equal(fault, 'broken-off')
      }
    })
  }

  test('SEC-01 a server of another name, or that nobody known has signed, is sent nothing', async (t) => {
    // Given
    const other = pki.of(CONSUMER_FQDN)
    const [named, unknown] = await Promise.all([
      givenServer(t, saysWho, { cert: other.chain, key: other.key }),
      givenServer(t, saysWho, { cert: pki.stranger.chain, key: pki.stranger.key }),
    ])
    // When, then
    const client = givenClient(t)
    assert.deepEqual(await faultOf(client.get(named)), ['not-sent', 'certificate-of-another-name', false])
    assert.deepEqual(await faultOf(client.get(unknown)), ['not-sent', 'certificate-not-trusted', false])
  })

  test('a server that speaks no TLS, or hangs up or is silent in the handshake, was sent nothing', async (t) => {
    // Given
    const plain = await listening(
      t,
      createTcpServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
    )
    const hangingUp = await listening(
      t,
      createTcpServer((socket) => socket.destroy()),
    )
    const silent = await listening(
      t,
      createTcpServer(() => undefined),
    )
    // When
    const client = givenClient(t, { connectTimeoutMs: 50 })
    // Then
    assert.deepEqual(await faultOf(client.get(plain)), ['not-sent', 'tls-failed', false])
    assert.deepEqual(await faultOf(client.get(hangingUp)), ['not-sent', 'no-connection', false])
    assert.deepEqual(await faultOf(client.get(silent)), ['not-sent', 'connect-timed-out', false])
    assert.deepEqual(await faultOf(givenClient(t).get(silent, { timeoutMs: 50 })), ['timed-out', undefined, false])
  })

  test('once the connection is open, a request may have been carried out whatever happens', async (t) => {
    // Given
    const url = await givenServer(t, (request) => {
      if (request.url === '/reset') request.socket.destroy()
    })
    const client = givenClient(t)
    // When, then
    const post = { method: 'POST', body: '{}' } as const
    assert.deepEqual(await faultOf(client.get(`${url}/reset`, post)), ['broken-off', undefined, true])
    assert.deepEqual(await faultOf(client.get(`${url}/silence`, { ...post, timeoutMs: 50 })), ['timed-out', undefined, true])
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 50)
    assert.deepEqual(await faultOf(client.get(`${url}/silence`, { ...post, signal: stop.signal })), ['given-up', undefined, true])
    while (client.connections().busy > 0) await setImmediate()
    assert.equal(client.connections().idle, 0)
  })

  test('CON-11 a network that is lost once the request has left does not say that nothing was sent', async (t) => {
    for (const code of ['EHOSTUNREACH', 'ENETUNREACH', 'ECONNREFUSED']) {
      // Given a server that has read the whole request as the network goes
      const ours: Socket[] = []
      const note = (message: unknown) => void ours.push((message as { socket: Socket }).socket)
      subscribe('net.client.socket', note)
      const server = createHttpServer((request) => {
        request.resume().on('end', () => ours.at(-1)?.destroy(Object.assign(new Error(`read ${code}`), { code })))
      })
      const url = (await listening(t, server)).replace('https:', 'http:')
      // When
      const fault = await faultOf(givenClient(t).get(url, { method: 'POST', body: '{}' }))
      unsubscribe('net.client.socket', note)
      // Then
      assert.deepEqual(fault, ['broken-off', undefined, true], code)
    }
  })

  test('CON-11 a server that would rather speak something else is no answer, and is not waited for', async (t) => {
    const url = await listening(
      t,
      createTcpServer((socket) => {
        socket.once('data', () => socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'))
      }),
    )
    const answer = givenClient(t).get(url.replace('https:', 'http:'), { method: 'POST', body: '{}' })
    assert.deepEqual(await faultOf(answer), ['broken-off', undefined, true])
  })

  test('credentials that cannot be had, or not in time: nothing was sent', async (t) => {
    const get = (credentials: () => Promise<TlsCredentials>, timeoutMs = 5_000) => {
      const client = createTlsFetch({ credentials })
      t.after(client.close)
      return faultOf(ask(client, 'https://localhost:9', { timeoutMs }))
    }
    assert.deepEqual(await get(() => Promise.reject(new Error('ENOENT'))), ['not-sent', 'own-certificate-unusable', false])
    assert.deepEqual(await get(() => new Promise(() => undefined), 50), ['timed-out', undefined, false])
  })
})
