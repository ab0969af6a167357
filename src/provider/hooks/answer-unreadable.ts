import type { Duplex } from 'node:stream'
import type { FastifyServerOptions } from 'fastify'
import { toOperationOutcome } from '../../fhir/operation-outcome.ts'
import { SPINE_ERRORS } from '../../nhs/spine-errors.ts'
import type { UnreadAudit } from './audit-unread.ts'
import { CONTENT_TYPES } from './negotiate-format.ts'
import type { OwedAnswers } from './owed-answers.ts'
import { standingHeaders } from './standing-headers.ts'

type Handler = NonNullable<FastifyServerOptions['clientErrorHandler']>

/**
 * ERR-05: bytes that are no HTTP request get an OperationOutcome too, and then the connection ends. Requests that came whole before them are
 * answered first: the consumer would take this answer for theirs, and a booking for refused.
 */
export const answerUnreadable = (audit: UnreadAudit, { allGivenOn }: Pick<OwedAnswers, 'allGivenOn'>): Handler => {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const { status, code } = SPINE_ERRORS.BAD_REQUEST
    void audit(socket, { status, code }).then(async (isAudited) => {
      await allGivenOn(socket)
      if (isAudited && socket.writable) tellUnreadable(socket)
      else socket.destroy()
    })
  }
}

function tellUnreadable(socket: Duplex): void {
  const body = JSON.stringify(toOperationOutcome('BAD_REQUEST', 'What was sent is not a well-formed HTTP request.'))
  const head = [
    `HTTP/1.1 ${SPINE_ERRORS.BAD_REQUEST.status} Bad Request`,
    `Content-Type: ${CONTENT_TYPES.json}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(standingHeaders(socket)).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
