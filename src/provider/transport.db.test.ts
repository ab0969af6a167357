import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { describe, type TestContext, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { bookingOf } from '../../test/given/booking.ts'
import { type GivenPractice, givenPractice, spineCode } from '../../test/given/practice.ts'
import { givenTlsProvider } from './tls/given-tls.ts'

const NINE = '2026-03-02T09:00'

const metadata = (practice: GivenPractice, headers: Record<string, string>) =>
  practice.app.inject({
    url: `/${practice.odsCode}/STU3/1/gpconnect/metadata`,
    headers: { ...practice.headersFor('readMetadata'), ...headers },
  })

/** A booking over real HTTP, its body in as many chunks as there are parts and without a Content-Length. */
async function bookInChunks(t: TestContext, parts: readonly Buffer[], config = {}): Promise<{ status: number; text: string }> {
  const practice = await givenPractice(t, { slots: [NINE], config })
  const url = await practice.app.listen({ host: '127.0.0.1', port: 0 })
  const whole = parts.length > 0 ? parts : [...Buffer.from(JSON.stringify(bookingOf(practice, [NINE])))].map((byte) => Buffer.from([byte]))
  return new Promise((resolve, reject) => {
    const headers = { ...practice.headersFor('bookAppointment'), 'content-type': 'application/fhir+json', 'transfer-encoding': 'chunked' }
    const request = httpRequest(`${url}/${practice.odsCode}/STU3/1/gpconnect/Appointment`, { method: 'POST', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    request.on('error', reject)
    for (const part of whole) request.write(part)
    request.end()
  })
}

describe('On the wire', () => {
  test('GEN-04 an answer is compressed when gzip is asked for, and is the same', async (t) => {
    const practice = await givenPractice(t)
    const plain = await metadata(practice, {})
    for (const accepted of ['gzip', 'GZIP', 'deflate, gzip;q=1.0, *;q=0.5', 'gzip;q=0.001', 'x-gzip', '*', 'br, identity;q=0.5, gzip']) {
      const zipped = await metadata(practice, { 'accept-encoding': accepted })
      assert.equal(zipped.headers['content-encoding'], 'gzip', accepted)
      assert.equal(zipped.headers['content-type'], plain.headers['content-type'])
      assert.equal(Number(zipped.headers['content-length']), zipped.rawPayload.length)
      assert.ok(zipped.rawPayload.length < plain.rawPayload.length / 2)
      assert.equal(gunzipSync(zipped.rawPayload).toString(), plain.payload)
    }
    for (const accepted of ['', 'identity', 'br', 'gzip;q=0', 'gzip;q=0.0, deflate', '*;q=0', 'gzip;q=0.5, identity', 'gzip;q=0, *']) {
      const answer = await metadata(practice, { 'accept-encoding': accepted })
      assert.deepEqual([answer.headers['content-encoding'], answer.payload], [undefined, plain.payload], accepted)
    }
  })

  test('GEN-04 a refusal is compressed too, and every answer says by what it varies', async (t) => {
    const practice = await givenPractice(t)
    const refusal = await metadata(practice, { 'accept-encoding': 'gzip', 'ssp-to': 'x' })
    assert.deepEqual([refusal.statusCode, refusal.headers['content-encoding']], [400, 'gzip'])
    assert.equal(JSON.parse(gunzipSync(refusal.rawPayload).toString()).resourceType, 'OperationOutcome')
    for (const answer of [refusal, await metadata(practice, {}), await practice.app.inject({ url: '/%ZZ' })]) {
      assert.equal(answer.headers.vary, 'Accept, Accept-Encoding')
    }
  })

  test('GEN-04 a body that comes in chunks, each of a byte, is read whole', async (t) => {
    const { status, text } = await bookInChunks(t, [])
    assert.equal(status, 201, text)
  })

  test('GEN-04 ERR-06 a body in chunks is bounded like any other', async (t) => {
    const { status, text } = await bookInChunks(
      t,
      Array.from({ length: 8 }, () => Buffer.alloc(1024, 'x')),
      { bodyLimitBytes: 2048 },
    )
    assert.equal(status, 413)
    assert.equal(JSON.parse(text).resourceType, 'OperationOutcome')
  })

  test('ERR-06 a body of ten megabytes is refused, and the next request is answered', async (t) => {
    const practice = await givenPractice(t)
    const url = await practice.app.listen({ host: '127.0.0.1', port: 0 })
    const reply = await fetch(`${url}/${practice.odsCode}/STU3/1/gpconnect/Appointment`, {
      method: 'POST',
      headers: { ...practice.headersFor('bookAppointment'), 'content-type': 'application/fhir+json' },
      body: 'x'.repeat(10_000_000),
    })
    assert.equal(reply.status, 413)
    assert.equal(((await reply.json()) as { resourceType: string }).resourceType, 'OperationOutcome')
    const next = await fetch(`${url}/${practice.odsCode}/STU3/1/gpconnect/metadata`, { headers: practice.headersFor('readMetadata') })
    assert.equal(next.status, 200)
  })

  test('GEN-03 a body in a Content-Encoding is 415', async (t) => {
    const practice = await givenPractice(t, { slots: [NINE] })
    const body = bookingOf(practice, [NINE])
    for (const encoding of ['gzip', 'deflate', 'br', 'nonsense']) {
      const reply = await practice.call('bookAppointment', '/Appointment', { body, headers: { 'content-encoding': encoding } })
      assert.deepEqual([reply.status, spineCode(reply)], [415, 'BAD_REQUEST'], encoding)
    }
    const reply = await practice.call('bookAppointment', '/Appointment', { body, headers: { 'content-encoding': 'identity' } })
    assert.equal(reply.status, 201, reply.text)
  })

  test('GEN-02 ERR-03 a body that is not UTF-8 is 400, and no letter of it is guessed', async (t) => {
    const body = JSON.stringify({ description: 'Zo\u00eb' })
    const { status, text } = await bookInChunks(t, [Buffer.from(body, 'latin1')])
    assert.equal(status, 400)
    assert.match(JSON.parse(text).issue[0].diagnostics, /UTF-8/)
  })

  test('GEN-05 HSTS is said over TLS, by refusals too, and not in plain HTTP', async (t) => {
    const practice = await givenPractice(t)
    assert.equal((await metadata(practice, {})).headers['strict-transport-security'], undefined)

    const provider = await givenTlsProvider(t)
    for (const path of [undefined, '/nowhere', '/%ZZ']) {
      const { headers } = await provider.ask(path === undefined ? {} : { path })
      assert.equal(headers['strict-transport-security'], 'max-age=31536000', path)
    }
  })
})
