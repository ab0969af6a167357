import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect as connectPlain, type Socket } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { connect as connectTls } from 'node:tls'
import { bookingOf } from '../../../test/given/booking.ts'
import { givenCapturedLog } from '../../../test/given/captured-log.ts'
import { givenPractice, spineCode } from '../../../test/given/practice.ts'
import { givenTlsProvider, PROVIDER_FQDN } from '../tls/given-tls.ts'

type Answer = { status: number; headers: string; code: string | undefined }

/** Sends the lines as they are, and reads until the server has closed the connection: it is asked to. */
async function answerTo(socket: Socket, lines: readonly string[]): Promise<Answer> {
  let text = ''
  socket.setEncoding('utf8').on('data', (data) => (text += data))
  socket.write([...lines, 'Connection: close', '', ''].join('\r\n'))
  await once(socket, 'close')
  const [headers = '', body = ''] = text.split('\r\n\r\n')
  const outcome = body.startsWith('{') ? JSON.parse(body) : {}
  return { status: Number(headers.split(' ')[1]), headers, code: outcome.issue?.[0]?.details.coding[0].code }
}

async function givenListening(t: TestContext) {
  const captured = givenCapturedLog()
  const practice = await givenPractice(t, { log: captured.log })
  const url = new URL(await practice.app.listen({ host: '127.0.0.1', port: 0 }))
  const headers = Object.entries(practice.headersFor('readMetadata')).map(([name, value]) => `${name}: ${value}`)
  const root = new URL(practice.serviceRoot).pathname
  const ask = (request: string, ...more: string[]) =>
    answerTo(connectPlain(Number(url.port), '127.0.0.1'), [request.replace('{root}', root), ...headers, ...more])
  return { ask, log: captured }
}

describe('What no handler would see', () => {
  test('ERR-05 an expectation that nobody knows is passed over', async (t) => {
    const { ask } = await givenListening(t)
    const { status } = await ask('GET {root}/metadata HTTP/1.1', 'Host: x', 'Expect: something')
    assert.equal(status, 200)
  })

  test('ERR-03 ERR-05 HTTP/1.1 without Host is 400 with an OperationOutcome, and HTTP/1.0 needs none', async (t) => {
    const { ask } = await givenListening(t)
    const refused = await ask('GET {root}/metadata HTTP/1.1')
    assert.deepEqual([refused.status, refused.code], [400, 'BAD_REQUEST'])
    assert.match(refused.headers, /cache-control: no-store/i)
    assert.equal((await ask('GET {root}/metadata HTTP/1.0')).status, 200)
  })

  test('ERR-05 who takes this for a proxy is answered, and the connection ends', async (t) => {
    const { ask } = await givenListening(t)
    const { status, code, headers } = await ask('CONNECT elsewhere.example:443 HTTP/1.1', 'Host: elsewhere.example:443')
    assert.deepEqual([status, code], [400, 'BAD_REQUEST'])
    assert.match(headers, /cache-control: no-store/i)
  })

  test('ERR-05 over TLS it is the same', async (t) => {
    const { port, pki, practice } = await givenTlsProvider(t)
    const { ssp } = pki.good
    const root = new URL(practice.serviceRoot).pathname
    for (const request of ['CONNECT elsewhere.example:443 HTTP/1.1', `GET ${root}/metadata HTTP/1.1`]) {
      const socket = connectTls({ host: '127.0.0.1', port, servername: PROVIDER_FQDN, ca: pki.authorities, cert: ssp.chain, key: ssp.key })
      const { status, code } = await answerTo(socket, [request])
      assert.deepEqual([status, code], [400, 'BAD_REQUEST'], request)
    }
  })

  test('ERR-05 a request that does not go on is given up, head or body, within half a minute', async (t) => {
    const { app } = await givenPractice(t)
    assert.deepEqual([app.server.headersTimeout, app.server.requestTimeout], [30_000, 30_000])
  })

  test('ERR-03 ERR-05 a verb that the framework has rules of its own for is a wrong one like the others', async (t) => {
    const { ask, log } = await givenListening(t)
    const { status, code } = await ask('QUERY {root}/Slot HTTP/1.1', 'Host: x')
    assert.deepEqual([status, code], [400, 'BAD_REQUEST'])
    assert.doesNotMatch(log.text(), /unexpected failure/)
  })

  test('ERR-05 the beginning of HTTP/2 is no failure of ours', async (t) => {
    const { ask, log } = await givenListening(t)
    assert.deepEqual(await ask('PRI * HTTP/2.0').then(({ status, code }) => [status, code]), [400, 'BAD_REQUEST'])
    await ask('PRI {root}/metadata')
    assert.doesNotMatch(log.text(), /unexpected failure/)
    assert.equal((await ask('GET {root}/metadata HTTP/1.1', 'Host: x')).status, 200)
  })

  test('ERR-05 INT-02 an id of any length is an unknown one, and no log repeats it', async (t) => {
    const log = givenCapturedLog()
    const practice = await givenPractice(t, { log: log.log })
    const reply = await practice.call('readLocation', `/Location/${'9990000018'.repeat(1200)}`)
    assert.deepEqual([reply.status, spineCode(reply)], [404, 'NO_RECORD_FOUND'])
    assert.doesNotMatch(log.text(), /unexpected failure|9990000018/)
  })

  test('ERR-05 who takes this for a proxy and hangs up at once ends nothing but the connection', async (t) => {
    // Given an answer that waits for the audit trail
    const trail = Promise.withResolvers<void>()
    const { app } = await givenPractice(t, { audit: { append: () => trail.promise } })
    const url = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
    const seen = once(app.server, 'connect') as Promise<[unknown, Socket]>
    // When
    const socket = connectPlain(Number(url.port), '127.0.0.1').on('error', () => undefined)
    socket.write('CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n')
    const [, theirs] = await seen
    socket.resetAndDestroy()
    // Then the reset is no uncaught error, of which this process would end
    if (!theirs.closed) await new Promise((resolve) => theirs.once('close', resolve))
    trail.resolve()
  })

  test('ERR-05 CON-11 bytes after a request that is still to be answered are answered after it', async (t) => {
    // Given
    const practice = await givenPractice(t, { slots: ['2026-03-02T09:00'] })
    const url = new URL(await practice.app.listen({ host: '127.0.0.1', port: 0 }))
    const body = JSON.stringify(bookingOf(practice, ['2026-03-02T09:00']))
    const headers = {
      ...practice.headersFor('bookAppointment'),
      host: 'x',
      'content-type': 'application/fhir+json',
      'content-length': `${Buffer.byteLength(body)}`,
    }
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    const root = new URL(practice.serviceRoot).pathname
    // When
    const socket = connectPlain(Number(url.port), '127.0.0.1')
    let text = ''
    socket.setEncoding('utf8').on('data', (data) => (text += data))
    socket.on('error', () => undefined)
    socket.write(`${[`POST ${root}/Appointment HTTP/1.1`, ...head, '', ''].join('\r\n')}${body}GARBAGE\r\n\r\n`)
    await once(socket, 'close')
    // Then
    assert.deepEqual(text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 201', 'HTTP/1.1 400'])
  })
})
