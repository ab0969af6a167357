import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type IncomingMessage, type RequestListener, type ServerResponse, request as sendRequest } from 'node:http'
import { describe, type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { INTERACTION_IDS } from '../../nhs/interaction-ids.ts'
import { givenServer, givenSimulator, type Received, type Sent, sendRaw } from '../given-simulator.ts'

const CONSUMER = '999000000021'
const PROVIDER = '999000000011'
const sspHeaders = {
  'Ssp-TraceID': '60e0b220-8136-4ca5-ae46-1d97ef59d068',
  'Ssp-From': CONSUMER,
  'Ssp-To': PROVIDER,
  'Ssp-InteractionID': INTERACTION_IDS.searchFreeSlots,
}

async function givenForwarding(t: TestContext, provider: RequestListener, options: { providerTimeoutMs?: number } = {}) {
  const root = `${await givenServer(t, provider)}/ZZ001/STU3/1/gpconnect`
  const interactions = 'appointment-management'
  const { sspUrl, audit } = await givenSimulator(
    t,
    {
      organisations: [
        {
          odsCode: 'ZZ001',
          name: 'Elm',
          systems: [{ asid: PROVIDER, partyKey: 'ZZ001-820001', interactions, endpoint: { serviceRoot: root } }],
        },
        { odsCode: 'ZZ002', name: 'Oak', systems: [{ asid: CONSUMER, partyKey: 'ZZ002-820001', interactions }] },
      ],
      dataSharing: [{ from: 'any', to: 'any' }],
    },
    options,
  )
  const send = ({ target = '/Slot', headers = {}, ...sent }: Partial<Sent> = {}): Promise<Received> =>
    sendRaw(sspUrl, { ...sent, target: `/${root}${target}`, headers: { ...sspHeaders, ...headers } })
  /** A request whose body and reply the test holds in its own hands. */
  const open = (method: string) => {
    const { hostname, port } = new URL(sspUrl)
    return sendRequest({ hostname, port, method, path: `/${root}/Slot`, headers: sspHeaders, agent: false })
  }
  return { root, sspUrl, audit, send, open }
}

function pairsOf(rawHeaders: readonly string[], without: readonly string[]): string[] {
  const pairs: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (!without.includes((rawHeaders[index] ?? '').toLowerCase())) pairs.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`)
  }
  return pairs
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('SSP pass-through', () => {
  test('SSP target: what follows the proxy is handed on byte for byte', async (t) => {
    // Given
    const seen: (string | undefined)[] = []
    const { send, root } = await givenForwarding(t, ({ url, headers }, response) => {
      seen.push(url, headers.host)
      response.end()
    })
    const target = '/a//b/../c/./%7E%7e/Slot?start=ge2026-03-02&x=%7C|%2f+%20&&y=https://z//&z#'

    // When
    await send({ target })

    // Then
    assert.deepEqual(seen, [`/ZZ001/STU3/1/gpconnect${target}`, new URL(root).host])
  })

  test('SSP request: headers keep spelling, order and repetition, but for those of one hop', async (t) => {
    // Given
    let received: string[] = []
    const { sspUrl, root } = await givenForwarding(t, ({ rawHeaders }, response) => {
      received = rawHeaders
      response.end()
    })
    const { hostname, port } = new URL(sspUrl)
    const ssp = Object.entries(sspHeaders).flat()
    const kept = [...ssp, 'AUTHORIZATION', 'Bearer a.b.', 'x-Twice', '1', 'Accept-Encoding', 'gzip', 'X-TWICE', '2', 'If-Match', 'W/"1"']
    const hop = ['Connection', 'keep-alive, X-Mine', 'X-Mine', 'dropped', 'Keep-Alive', 'timeout=9', 'TE', 'trailers', 'Upgrade', 'h2c']

    // When
    const sent = sendRequest({ hostname, port, path: `/${root}/Slot`, headers: ['Host', 'ssp.example.org', ...kept, ...hop], agent: false })
    sent.end()
    await once(sent, 'response')

    // Then
    assert.deepEqual(pairsOf(received, []), [`Host: ${new URL(root).host}`, ...pairsOf(kept, []), 'Connection: keep-alive'])
  })

  test('SSP reply: status, words, headers and a gzip body come back untouched', async (t) => {
    // Given
    const body = gzipSync('{"resourceType":"Appointment"}')
    const headers = [
      ['Content-Type', 'application/fhir+json;charset=utf-8'],
      ['Content-Encoding', 'gzip'],
      ['Content-Length', String(body.length)],
      ['ETAG', 'W/"1"'],
      ['Location', 'https://provider.example.org/ZZ001/STU3/1/gpconnect/Appointment/1/_history/1'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['Cache-Control', 'no-store'],
      ['Date', 'Mon, 02 Mar 2026 08:00:00 GMT'],
    ]
    const { send } = await givenForwarding(t, (_, response) => void response.writeHead(201, 'Made', headers.flat()).end(body))

    // When
    const reply = await send({ method: 'POST', body: '{}', headers: { 'Content-Type': 'application/fhir+json' } })

    // Then
    assert.equal(reply.status, 201)
    assert.deepEqual(
      pairsOf(reply.rawHeaders, ['connection']),
      headers.map((pair) => pair.join(': ')),
    )
    assert.deepEqual(reply.body, body)
  })

  test("SSP errors of the provider are the provider's own", async (t) => {
    for (const status of [400, 404, 409, 415, 422, 429, 500, 503]) {
      const { send } = await givenForwarding(t, (_, response) => void response.writeHead(status, { 'retry-after': '5' }).end('<html>'))
      const reply = await send()
      assert.deepEqual([reply.status, reply.headers['retry-after'], reply.body.toString()], [status, '5', '<html>'])
    }
  })

  test('SSP bodies: five megabytes there and back, of known length and chunked', async (t) => {
    // Given a provider that sends back what it got, and how it was framed
    const { send, open } = await givenForwarding(t, (request, response) => {
      response.setHeader('X-Framing', request.headers['transfer-encoding'] ?? `length ${request.headers['content-length']}`)
      request.pipe(response)
    })
    const body = Buffer.alloc(5_000_000, 'æøå')

    // When
    const known = await send({
      method: 'PUT',
      body,
      headers: { 'Content-Type': 'application/fhir+json', 'Content-Length': String(body.length) },
    })
    const sent = open('POST')
    sent.setHeader('Transfer-Encoding', 'chunked')
    sent.end(body)
    const [chunked]: IncomingMessage[] = await once(sent, 'response')

    // Then
    assert.equal(known.headers['x-framing'], 'length 5000000')
    assert.ok(known.body.equals(body))
    assert.equal(chunked?.headers['x-framing'], 'chunked')
    assert.ok(chunked && (await bodyOf(chunked)).equals(body))
  })

  test('SSP POST without a body arrives as one without a body', async (t) => {
    const { send } = await givenForwarding(t, (request, response) => {
      response.setHeader('X-Framing', `${request.headers['content-length']} ${request.headers['transfer-encoding']}`)
      request.pipe(response)
    })
    const reply = await send({ method: 'POST', headers: { 'Content-Length': '0' } })
    assert.deepEqual([reply.status, reply.headers['x-framing']], [200, '0 undefined'])
  })

  test('SSP streams: headers and each part arrive while request and reply are still open', async (t) => {
    // Given a provider that answers each part as it gets it
    const { open } = await givenForwarding(t, (request, response) => {
      response.flushHeaders()
      request.pipe(response)
    })
    const sent = open('POST')
    sent.flushHeaders()
    const [reply]: IncomingMessage[] = await once(sent, 'response')
    assert.ok(reply)

    // When, Then
    const parts = reply[Symbol.asyncIterator]()
    sent.write('first')
    assert.equal(String((await parts.next()).value), 'first')
    sent.end('second')
    assert.equal(String((await parts.next()).value), 'second')
    assert.equal((await parts.next()).done, true)
  })

  test('SSP connections to a provider are used again', async (t) => {
    const ports = new Set<number | undefined>()
    const { send } = await givenForwarding(t, ({ socket }, response) => {
      ports.add(socket.remotePort)
      response.end()
    })
    for (let count = 0; count < 5; count += 1) await send()
    assert.equal(ports.size, 1)
  })

  test('SSP hundred requests at once: each gets its own answer', async (t) => {
    // Given
    const { send, audit } = await givenForwarding(t, async (request, response) => {
      const body = await bodyOf(request)
      response.end(`${request.url} ${body}`)
    })

    // When
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        send({ method: 'POST', target: `/Slot?n=${index}`, body: `body ${index}`, headers: { 'Content-Type': 'text/xml' } }),
      ),
    )

    // Then
    replies.forEach(({ status, body }, index) => {
      assert.deepEqual([status, body.toString()], [200, `/ZZ001/STU3/1/gpconnect/Slot?n=${index} body ${index}`])
    })
    assert.equal(new Set(audit.map(({ reference }) => reference)).size, 100)
  })
})

describe('SSP when one end fails', () => {
  test('SSP slow provider: waited for within the time-out, 504 beyond it', async (t) => {
    // Given
    const held: ServerResponse[] = []
    const { send, root } = await givenForwarding(
      t,
      ({ url }, response) => {
        if (url?.includes('/never')) held.push(response)
        else setTimeout(() => response.end('late'), 50)
      },
      { providerTimeoutMs: 400 },
    )

    // When
    const [late, never] = await Promise.all([send(), send({ target: '/never?identifier=9990000018' })])

    // Then
    assert.deepEqual([late.status, late.body.toString()], [200, 'late'])
    assert.equal(never.status, 504)
    const words = `TIMEOUT_COMMUNICATING_TO_ENDPOINT_URL_${root}/never`
    assert.partialDeepStrictEqual(JSON.parse(never.body.toString()), { issue: [{ code: 'timeout', diagnostics: words }] })
    await Promise.all(held.map((response) => response.closed || once(response, 'close')))
  })

  test('SSP provider that dies in the middle of a reply: the consumer sees it break off, and the proxy lives', async (t) => {
    // Given
    const { send, audit } = await givenForwarding(t, (request, response) => {
      if (request.url?.endsWith('/whole')) return void response.end('whole')
      response.writeHead(200, request.url?.endsWith('/known') ? { 'content-length': '1000' } : {})
      response.write('half', () => request.socket.destroy())
    })

    // When, Then
    await assert.rejects(send({ target: '/known' }))
    await assert.rejects(send({ target: '/chunked' }))
    assert.equal((await send({ target: '/whole' })).body.toString(), 'whole')
    assert.deepEqual(
      audit.map(({ ended }) => ended),
      ['broken off', 'broken off', 'complete'],
    )
  })

  test('SSP provider that falls silent in the middle of a reply: broken off after the time-out', async (t) => {
    const { send } = await givenForwarding(t, (_, response) => void response.write('half'), { providerTimeoutMs: 100 })
    await assert.rejects(send())
  })

  test('SSP consumer that goes away: the provider is let go, before and during its reply', async (t) => {
    // Given
    let arrived = Promise.withResolvers<ServerResponse>()
    const { open, send } = await givenForwarding(t, (request, response) => {
      if (request.method === 'GET') return void response.end('here')
      arrived.resolve(response)
    })

    for (const begin of [() => {}, (response: ServerResponse) => void response.write('half')]) {
      // When
      arrived = Promise.withResolvers()
      const sent = open('POST')
      sent.on('error', () => {})
      sent.write('begun')
      const response = await arrived.promise
      begin(response)
      sent.destroy()

      // Then
      if (!response.closed) await once(response, 'close')
      assert.equal(response.writableFinished, false)
    }
    assert.equal((await send()).body.toString(), 'here')
  })

  test('SSP pooled connection that the provider has just closed: a read is sent again, a write is not', async (t) => {
    // Given a provider that hangs up on the second request of every connection
    const served = new WeakSet<object>()
    let hangUps = 0
    const { send } = await givenForwarding(t, (request, response) => {
      if (served.has(request.socket)) {
        hangUps += 1
        request.socket.resetAndDestroy()
        return
      }
      served.add(request.socket)
      response.end('served')
    })
    await send()

    // When
    const read = await send()
    const write = await send({ method: 'POST', body: '{}', headers: { 'Content-Type': 'application/fhir+json' } })

    // Then
    assert.deepEqual([read.status, read.body.toString()], [200, 'served'])
    assert.equal(write.status, 502)
    assert.equal(hangUps, 2)
  })

  test('SSP provider that answers without reading: its answer gets through', async (t) => {
    const { send } = await givenForwarding(t, (_, response) => void response.writeHead(413, { connection: 'close' }).end('too large'))
    const reply = await send({ method: 'POST', body: Buffer.alloc(100_000), headers: { 'Content-Type': 'application/fhir+json' } })
    assert.deepEqual([reply.status, reply.body.toString()], [413, 'too large'])
  })
})

describe('SSP audit log', () => {
  test('SSP each request leaves one line, refused ones too, without number, token or body', async (t) => {
    // Given
    const { send, audit, root } = await givenForwarding(t, (_, response) => void response.end())
    const target = '/Patient?identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C9990000018'

    // When
    await send({ target, headers: { Authorization: 'Bearer secret', Accept: 'application/fhir+json' } })
    await send({ target: '/x', headers: { 'Ssp-To': '999 000 0018' } })

    // Then
    const [forwarded, refused] = audit
    assert.ok(forwarded && refused)
    const { reference, ...line } = forwarded
    assert.match(reference, /^[0-9a-f-]{36}$/)
    assert.deepEqual(line, {
      time: '2026-03-02T08:00:00.000Z',
      service: 'ssp',
      method: 'GET',
      clientIp: '127.0.0.1',
      url: `${root}/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|[NHS number]`,
      contentType: '',
      traceId: sspHeaders['Ssp-TraceID'],
      from: CONSUMER,
      to: PROVIDER,
      interactionId: INTERACTION_IDS.searchFreeSlots,
      status: 200,
      ended: 'complete',
      durationMs: 0,
    })
    assert.deepEqual([refused.status, refused.to], [403, '[NHS number]'])
    assert.doesNotMatch(JSON.stringify(audit), /0018|secret/)
  })
})
