import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import Fastify from 'fastify'
import { givenCapturedLog } from '../../../test/given/captured-log.ts'
import { sendOutcome } from './send-outcome.ts'

/** An app whose one path first does what the test says; and a request to it, of whose body only half is sent. */
async function givenHalfARequest(t: TestContext, onRequest: () => Promise<void>) {
  const { log, lines } = givenCapturedLog()
  const app = Fastify()
  app.decorateRequest('format', undefined)
  app.decorateReply('spineCode', undefined)
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  const codes: (string | undefined)[] = []
  const answered = new Promise<void>((resolve) => {
    app.setErrorHandler<Error>((error, request, reply) => {
      sendOutcome(error, { reply, requestId: request.id, log })
      codes.push(reply.spineCode)
      resolve()
    })
  })
  app.post('/', { onRequest }, async () => 'taken')
  await app.listen({ host: '127.0.0.1', port: 0 })

  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined)
  t.after(() => {
    socket.destroy()
    return app.close()
  })
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/fhir+json\r\nContent-Length: 10\r\n\r\nhalf')
  return { app, socket, answered, codes, failures: () => lines().filter(({ msg }) => msg === 'unexpected failure').length }
}

describe('A connection that is reset', () => {
  test('ERR-05 of the database, while the body is still coming, is a failure of ours', async (t) => {
    const { answered, codes, failures } = await givenHalfARequest(t, async () => {
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    })
    await answered
    assert.deepEqual([codes, failures()], [['INTERNAL_SERVER_ERROR'], 1])
  })

  test('ERR-05 of the consumer is none', async (t) => {
    const { app, socket, answered, codes, failures } = await givenHalfARequest(t, async () => undefined)
    await once(app.server, 'request')
    socket.resetAndDestroy()
    await answered
    assert.deepEqual([codes, failures()], [['BAD_REQUEST'], 0])
  })
})
