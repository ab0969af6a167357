import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type ApiReply, headerOf, sendApiReply } from '../api-request.ts'
import type { SpineRecords } from '../spine-records.ts'
import { checkSspRequest, embeddedUrl, namedTarget } from './check-request.ts'
import { forward, type ProviderPool } from './forward.ts'
import { redactNhsNumbers } from './redact.ts'
import { sspOutcome } from './ssp-outcomes.ts'

/** One line for each request, written when it has ended. No header but those named: not the token. */
export type SspAuditEntry = {
  time: string
  service: 'ssp'
  reference: string
  method: string
  clientIp: string
  url: string
  contentType: string
  traceId: string
  from: string
  to: string
  interactionId: string
  status: number
  ended: 'complete' | 'broken off'
  durationMs: number
}

export type SspDeps = {
  records: () => SpineRecords
  now: () => Date
  newId: () => string
  pool: ProviderPool
  providerTimeoutMs: number
  audit: (entry: SspAuditEntry) => void
}

function auditWhenEnded({ now, newId, audit }: SspDeps, request: IncomingMessage, response: ServerResponse): void {
  const began = now()
  const { headers, method = '', socket } = request
  const clientIp = socket.remoteAddress ?? ''
  // A caller may put anything anywhere.
  const told = (name: string) => redactNhsNumbers(headerOf(headers, name) ?? '')
  response.once('close', () => {
    audit({
      time: began.toISOString(),
      service: 'ssp',
      reference: newId(),
      method,
      clientIp,
      url: redactNhsNumbers(embeddedUrl(request)),
      contentType: told('content-type'),
      traceId: told('ssp-traceid'),
      from: told('ssp-from'),
      to: told('ssp-to'),
      interactionId: told('ssp-interactionid'),
      status: response.statusCode,
      ended: response.writableFinished ? 'complete' : 'broken off',
      durationMs: now().getTime() - began.getTime(),
    })
  })
}

/** The Spine Secure Proxy: decides by the directory who may send what to whom, and then only carries. */
export function createSsp(deps: SspDeps): RequestListener {
  return (request, response) => {
    auditWhenEnded(deps, request, response)
    const send = (reply: ApiReply) => sendApiReply(response, reply)

    const allowed = checkSspRequest(request, deps.records(), deps.newId)
    if ('refusal' in allowed) return send(allowed.refusal)

    const { target } = allowed
    const onFailure = (why: 'unreachable' | 'timeout') =>
      send(
        why === 'unreachable'
          ? sspOutcome(
              { status: 502, issue: 'transient', saying: `ERROR_COMMUNICATING_TO_ENDPOINT_URL_${namedTarget(target)}` },
              deps.newId(),
            )
          : // Published as a status only; the words follow the 502's.
            sspOutcome(
              { status: 504, issue: 'timeout', saying: `TIMEOUT_COMMUNICATING_TO_ENDPOINT_URL_${namedTarget(target)}` },
              deps.newId(),
            ),
      )
    forward(deps, { request, response, target, onFailure })
  }
}
