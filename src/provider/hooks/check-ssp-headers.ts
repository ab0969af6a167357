import type { IncomingHttpHeaders } from 'node:http'
import { type Asid, parseAsid } from '../../nhs/asid.ts'
import { SpineError } from '../../nhs/spine-errors.ts'

export type SspHeaders = { traceId: string; fromAsid: Asid }

/** SEC-02, SEC-03: who asks, whom, and for which interaction. ASIDs serve checks and audit, never routing. */
export function checkSspHeaders<Interaction extends { id: string }>(
  headers: IncomingHttpHeaders,
  expected: { interactions: readonly Interaction[]; asid: Asid | undefined },
): SspHeaders & { interaction: Interaction } {
  const traceId = mandatory(headers, 'Ssp-TraceID')
  const fromAsid = parseAsid(mandatory(headers, 'Ssp-From'))
  const to = mandatory(headers, 'Ssp-To')
  const interactionId = mandatory(headers, 'Ssp-InteractionID')

  if (!fromAsid) throw new SpineError('BAD_REQUEST', 'Header Ssp-From must be an ASID: twelve digits.')
  if (to !== expected.asid) throw new SpineError('BAD_REQUEST', "Header Ssp-To must be this practice's own ASID.")
  const interaction = expected.interactions.find(({ id }) => id === interactionId)
  if (!interaction) {
    const ids = expected.interactions.map(({ id }) => id).join(' or ')
    throw new SpineError('BAD_REQUEST', `Header Ssp-InteractionID does not fit the request, which is ${ids}.`)
  }
  return { traceId, fromAsid, interaction }
}

function mandatory(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name.toLowerCase()]
  if (typeof value !== 'string' || value.trim() === '') throw new SpineError('BAD_REQUEST', `Header ${name} is missing or empty.`)
  return value.trim()
}
