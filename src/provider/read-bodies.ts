import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import { SpineError } from '../nhs/spine-errors.ts'
import { formatOfBody } from './hooks/negotiate-format.ts'

/** Nobody hears it, but the log and the audit trail do: the consumer went away, and nothing of ours failed. */
export const CUT_OFF = new SpineError('BAD_REQUEST', 'The connection ended before the request did.')

/** GEN-03: a body of any other type, or of none, is refused unlooked at. What is in it is each interaction's to parse. */
export function readBodies(app: FastifyInstance): void {
  // The body of one who hung up before it was read never comes, and never ends either: the parser would wait for it for ever.
  app.addHook('preParsing', ({ raw }, _reply, body, done) => done(raw.destroyed && !raw.readableEnded ? CUT_OFF : null, body))
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const { 'content-type': contentType, 'content-encoding': encoding = 'identity' } = request.headers
    if (encoding.trim().toLowerCase() !== 'identity') {
      done(new SpineError('UNSUPPORTED_MEDIA_TYPE', 'The body must be sent without a Content-Encoding.'))
    } else if (!formatOfBody(contentType)) {
      const why = 'The body must be application/fhir+json or application/fhir+xml in UTF-8, and its Content-Type say so.'
      done(new SpineError('UNSUPPORTED_MEDIA_TYPE', why))
    } else if (!isUtf8(body)) {
      // Decoded all the same, a name would be stored with other letters than were sent.
      done(new SpineError('BAD_REQUEST', 'The body is not well-formed UTF-8.'))
    } else done(null, body.toString('utf8'))
  })
}
