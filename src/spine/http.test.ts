import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { exchange, percentEncode, toQueryString } from './http.ts'
import { TransportError } from './transport-error.ts'

async function givenServer(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const get = (url: string, more: object = {}) => exchange({ fetch }, { method: 'GET', url, headers: {}, timeoutMs: 5000, ...more })

async function faultOf(answer: Promise<unknown>): Promise<TransportError> {
  try {
    await answer
  } catch (error) {
    assert.ok(error instanceof TransportError)
    return error
  }
  assert.fail('there was an answer')
}

describe('Exchange', () => {
  test('CON-11 reads JSON whatever the media type says', async (t) => {
    // Given
    const url = await givenServer(t, (_, reply) =>
      reply.writeHead(404, { 'Content-Type': 'text/plain' }).end('{"resourceType":"OperationOutcome"}'),
    )
    // When
    const answer = await get(url)
    // Then
    assert.equal(answer.status, 404)
    assert.deepEqual(answer.body, { kind: 'json', value: { resourceType: 'OperationOutcome' } })
  })

  test('CON-11 tells the status of an answer whose body is no JSON', async (t) => {
    // Given
    const url = await givenServer(t, (_, reply) =>
      reply.writeHead(502, { 'Content-Type': 'application/fhir+json' }).end('<html>Bad gateway'),
    )
    // When
    const answer = await get(url)
    // Then
    assert.deepEqual([answer.status, answer.body], [502, { kind: 'unreadable', because: 'not-json' }])
  })

  test('CON-11 tells status and headers of an answer that was cut short', async (t) => {
    // Given a booking's answer of which half arrives
    const url = await givenServer(t, (_, reply) => {
      reply.writeHead(201, { 'Content-Length': '100', Location: 'x/Appointment/1' })
      reply.write('{"resource', () => setImmediate(() => reply.destroy()))
    })
    // When
    const answer = await get(url)
    // Then
    assert.deepEqual([answer.status, answer.body], [201, { kind: 'unreadable', because: 'cut-short' }])
    assert.equal(answer.headers.get('Location'), 'x/Appointment/1')
  })

  test('does not read a body for ever', async (t) => {
    // Given
    const megabyte = Buffer.alloc(1024 * 1024, 32)
    const url = await givenServer(t, (_, reply) => {
      const pour = () => {
        while (!reply.destroyed && reply.write(megabyte));
      }
      reply.on('drain', pour)
      pour()
    })
    // When
    const answer = await get(url)
    // Then
    assert.deepEqual(answer.body, { kind: 'unreadable', because: 'too-large' })
  })

  test('follows no redirect, which would send a booking twice', async (t) => {
    // Given
    let requests = 0
    const url = await givenServer(t, (_, reply) => {
      requests += 1
      reply.writeHead(307, { Location: '/elsewhere' }).end()
    })
    // When
    const answer = await get(url, { method: 'POST', body: '{}' })
    // Then
    assert.deepEqual([answer.status, requests], [307, 1])
  })

  test('a request that found nobody listening was not sent', async () => {
    // Given a port that was just given back
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    // When
    const fault = await faultOf(get(`http://127.0.0.1:${port}/Patient/9990000018`))
    // Then
    assert.deepEqual([fault.fault, fault.ambiguous], ['not-sent', false])
  })

  test('a request whose connection broke off may have been carried out', async (t) => {
    // Given
    const url = await givenServer(t, (request) => request.socket.destroy())
    // When
    const fault = await faultOf(get(url))
    // Then
    assert.deepEqual([fault.fault, fault.ambiguous], ['broken-off', true])
  })

  test('a request that was never answered ends at its time limit, and may have been carried out', async (t) => {
    // Given
    const url = await givenServer(t, () => undefined)
    // When
    const fault = await faultOf(get(url, { timeoutMs: 50 }))
    // Then
    assert.deepEqual([fault.fault, fault.ambiguous], ['timed-out', true])
  })

  test('a request given up before it began was not sent; given up later, it may have been carried out', async (t) => {
    // Given
    const stop = new AbortController()
    const url = await givenServer(t, () => stop.abort())
    // When
    const later = await faultOf(get(url, { signal: stop.signal }))
    const before = await faultOf(get(url, { signal: stop.signal }))
    // Then
    assert.deepEqual([later.fault, later.ambiguous], ['given-up', true])
    assert.deepEqual([before.fault, before.ambiguous], ['given-up', false])
  })

  test('SEC-07 no address, header or cause of the library is in what it throws', async () => {
    // Given
    const leaking = () => Promise.reject(new TypeError('failed', { cause: new Error('GET https://pds.test/Patient/9990000018') }))
    // When
    const request = { method: 'GET', url: 'https://pds.test/Patient/9990000018', headers: { apikey: 'secret' }, timeoutMs: 1000 } as const
    const fault = await faultOf(exchange({ fetch: leaking }, request))
    // Then
    assert.doesNotMatch(`${fault.stack}${JSON.stringify(fault)}`, /9990000018|secret|pds\.test/)
    assert.equal(fault.cause, undefined)
  })
})

describe('Query string', () => {
  test('CON-12 encodes all but the unreserved characters', () => {
    assert.equal(percentEncode("https://x/y|1:2 +&=?#'()!*~"), 'https%3A%2F%2Fx%2Fy%7C1%3A2%20%2B%26%3D%3F%23%27%28%29%21%2A~')
  })

  test('keeps repeated names, in order', () => {
    assert.equal(
      toQueryString([
        ['_include:recurse', 'a:b'],
        ['_include:recurse', 'c'],
      ]),
      '?_include%3Arecurse=a%3Ab&_include%3Arecurse=c',
    )
    assert.equal(toQueryString([]), '')
  })
})
