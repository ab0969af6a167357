import type { IncomingHttpHeaders } from 'node:http'
import { type Asid, parseAsid } from '../../nhs/asid.ts'
import { SpineError } from '../../nhs/spine-errors.ts'

export type SspHeaders = { traceId: string; fromAsid: Asid }

/** SEC-02, SEC-03: who asks, whom, and for which interaction. ASIDs serve checks and audit, never routing. */
export function checkSspHeaders(headers: IncomingHttpHeaders, expected: { interactionId: string; asid: Asid | undefined }): SspHeaders {
  const traceId = mandatory(headers, 'Ssp-TraceID')
  const fromAsid = parseAsid(mandatory(headers, 'Ssp-From'))
  const to = mandatory(headers, 'Ssp-To')
  const interactionId = mandatory(headers, 'Ssp-InteractionID')

  if (!fromAsid) throw new SpineError('BAD_REQUEST', 'Header Ssp-From must be an ASID: twelve digits.')
  if (to !== expected.asid) throw new SpineError('BAD_REQUEST', "Header Ssp-To must be this practice's own ASID.")
  if (interactionId !== expected.interactionId) {
    throw new SpineError('BAD_REQUEST', `Header Ssp-InteractionID does not fit the request, which is ${expected.interactionId}.`)
  }
  return { traceId, fromAsid }
}

function mandatory(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name.toLowerCase()]
  if (typeof value !== 'string' || value.trim() === '') throw new SpineError('BAD_REQUEST', `Header ${name} is missing or empty.`)
  return value.trim()
}
