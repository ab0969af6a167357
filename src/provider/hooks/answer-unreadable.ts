import type { FastifyServerOptions } from 'fastify'
import { toOperationOutcome } from '../../fhir/operation-outcome.ts'
import { SPINE_ERRORS } from '../../nhs/spine-errors.ts'
import { FHIR_JSON } from './send-outcome.ts'

/** ERR-05: bytes that are no HTTP request get an OperationOutcome too, and then the connection ends. */
export const answerUnreadable: NonNullable<FastifyServerOptions['clientErrorHandler']> = (error, socket) => {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()

  const body = JSON.stringify(toOperationOutcome('BAD_REQUEST', 'What was sent is not a well-formed HTTP request.'))
  const head = [
    `HTTP/1.1 ${SPINE_ERRORS.BAD_REQUEST.status} Bad Request`,
    `Content-Type: ${FHIR_JSON}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
