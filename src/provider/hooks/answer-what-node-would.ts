import type { FastifyInstance } from 'fastify'
import { SpineError } from '../../nhs/spine-errors.ts'

/** How node's server is to be made, plain or over TLS. */
export const NODE_OPTIONS = {
  // Refused below.
  requireHostHeader: false,
  // Left at node's minute, it and our shorter requestTimeout would change places: a body could be waited for that long.
  headersTimeout: 30_000,
  // How often node looks for requests that take too long.
  connectionsCheckingInterval: 5_000,
} as const

/** ERR-05: what node's server would answer with a bare status, or by closing the connection, is answered like everything else. */
export function answerWhatNodeWould(app: FastifyInstance): void {
  // RFC 9110, 10.1.1: an expectation other than 100-continue may be passed over.
  app.server.on('checkExpectation', (request, response) => void app.server.emit('request', request, response))
  // To be connected with somebody else: there is no answer of that name, but the one to what is no request.
  app.server.on('connect', (_request, socket) => {
    // Node has taken its own listener off: who resets the connection while the answer is on its way would end the process.
    socket.on('error', () => socket.destroy())
    app.server.emit('clientError', new Error('This is no proxy.'), socket)
  })
  // RFC 9112, 3.2
  app.addHook('onRequest', async ({ raw }) => {
    if (raw.httpVersion === '1.1' && raw.headers.host === undefined) throw new SpineError('BAD_REQUEST', 'Header Host must be sent.')
  })
}
