import type { FastifyRequest } from 'fastify'
import { fieldOf } from '../../../request.ts'

/** Our own limit: the standard names none, and whoever reads the appointment reads all of it. */
export const LONGEST_REASON = 300

export type TypedReason = { reason: string; fault: { field: 'reason'; text: string; href: string } | undefined }

export function readReason(request: FastifyRequest): TypedReason {
  const reason = fieldOf(request, 'reason').replaceAll('\r\n', '\n')
  const fault = (text: string): TypedReason => ({ reason, fault: { field: 'reason', text, href: '#reason' } })
  if (reason === '') return fault('Enter why it is cancelled')
  if (reason.length > LONGEST_REASON) return fault(`Shorten the reason to ${LONGEST_REASON} characters: it has ${reason.length}`)
  return { reason, fault: undefined }
}
