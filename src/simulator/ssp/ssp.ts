import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { redactNhsNumbers } from '../../nhs/redact-nhs-numbers.ts'
import { type ApiReply, headerOf, sendApiReply } from '../api-request.ts'
import { sspFailureReply } from '../faults/fault-replies.ts'
import type { Faults } from '../faults/faults.ts'
import { playFault } from '../faults/play-fault.ts'
import type { SpineRecords } from '../spine-records.ts'
import { type Caller, describeCaller, judgeCaller } from './check-certificate.ts'
import { checkSspRequest, embeddedUrl, namedTarget } from './check-request.ts'
import { forward, type ProviderPool } from './forward.ts'
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
} & Caller

export type SspDeps = {
  records: () => SpineRecords
  now: () => Date
  newId: () => string
  pool: ProviderPool
  providerTimeoutMs: number
  audit: (entry: SspAuditEntry) => void
  faults: Faults
}

function auditWhenEnded({ now, newId, audit }: SspDeps, request: IncomingMessage, response: ServerResponse): void {
  const began = now()
  const { headers, method = '', socket } = request
  const clientIp = socket.remoteAddress ?? ''
  const caller = describeCaller(request)
  // A caller may put anything anywhere.
  const told = (name: string) => redactNhsNumbers(headerOf(headers, name) ?? '')
  response.once('close', () => {
    audit({
      time: began.toISOString(),
      service: 'ssp',
      reference: newId(),
      method,
      clientIp,
      ...caller,
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

    const caller = judgeCaller(request)
    if (caller.kind === 'refused') return void response.writeHead(caller.status, { 'content-length': 0, connection: 'close' }).end()

    const fqdn = caller.kind === 'trusted' ? { fqdn: caller.fqdn } : undefined
    const allowed = checkSspRequest({ records: deps.records(), newId: deps.newId, certificate: fqdn }, request)
    if ('refusal' in allowed) return send(allowed.refusal)

    const { target, practice, interaction } = allowed
    const fault = deps.faults.next({ service: 'ssp', practice, interaction })
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
    const asExpired = fault?.kind === 'expired-certificate'
    playFault(fault, {
      response,
      failure: (status) => sspFailureReply(status, namedTarget(target), deps.newId),
      carryOn: () => forward(deps, { request, response, target, asExpired, onFailure }),
    })
  }
}
