import { INTERACTION_IDS, type InteractionName } from '../nhs/interaction-ids.ts'
import { type Application, bearerToken, type RequestingOrganisation, type User } from './bearer-token.ts'
import type { Circuits, Verdict } from './circuits.ts'
import { exchange, type Fetch, type HttpAnswer, type Query } from './http.ts'
import { type Refusal, refusalFrom } from './refusal.ts'
import type { SpineAddress } from './sds.ts'
import { sspUrl } from './ssp-url.ts'
import { TransportError, type TransportFault, type TransportReason } from './transport-error.ts'

export type SspRequest = {
  interaction: InteractionName
  from: { user: User; organisation: RequestingOrganisation }
  to: SpineAddress
  /** Relative to the service root, ids already percent-encoded: `Patient/$gpc.registerpatient`. */
  path: string
  query?: Query
  /** With a body it is a POST, unless told; without, a GET. */
  method?: 'PUT'
  body?: object
  /** Such as `If-Match`, `Prefer`; what SSP and FHIR prescribe stands above them. */
  headers?: Readonly<Record<string, string>>
  signal?: AbortSignal | undefined
}

export type SspAnswer = { traceId: string } & (
  | { kind: 'answered'; status: number; headers: Headers; body: HttpAnswer['body'] }
  | ({ kind: 'refused' } & Refusal)
  /** `not-tried`: this provider has failed so often that it is left alone for a while. */
  | { kind: 'unanswered'; fault: TransportFault | 'not-tried'; reason: TransportReason | undefined; mayHaveActed: boolean }
)

export type Ssp = {
  /** Sends one request, once: what came of a POST that broke off is for the caller to find out. */
  send: (request: SspRequest) => Promise<SspAnswer>
}

export type SspDeps = {
  fetch: Fetch
  sspUrl: string
  application: Application
  timeoutMs: number
  now: () => Date
  newId: () => string
  /** Spares providers that do not answer, and whoever would wait for them. */
  circuits?: Circuits
}

/** The Spine Secure Proxy, through which a consumer speaks to a practice's system. */
export function createSsp(deps: SspDeps): Ssp {
  return {
    async send(request) {
      const traceId = deps.newId() // CON-05: a new trace id and a new token for each request
      const pass = deps.circuits?.enter(request.to.asid, request.body ? 'write' : 'read')
      if (pass === 'closed-off') return { kind: 'unanswered', fault: 'not-tried', reason: undefined, mayHaveActed: false, traceId }

      let verdict: Verdict = 'unknown'
      try {
        const answer = await sendOnce(deps, request, traceId)
        verdict = verdictOn(answer, request.signal)
        return answer
      } finally {
        pass?.leave(verdict)
      }
    },
  }
}

async function sendOnce(deps: SspDeps, request: SspRequest, traceId: string): Promise<SspAnswer> {
  try {
    const answer = await exchange(deps, {
      method: request.body ? (request.method ?? 'POST') : 'GET',
      url: sspUrl(deps.sspUrl, request.to.serviceRoot, request),
      headers: headersOf(deps, request, traceId),
      ...(request.body && { body: JSON.stringify(request.body) }),
      timeoutMs: deps.timeoutMs,
      signal: request.signal,
    })
    if (answer.status < 200 || answer.status > 299) return { kind: 'refused', ...refusalFrom(answer), traceId }
    return { kind: 'answered', ...answer, traceId }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    return { kind: 'unanswered', fault: error.fault, reason: error.reason, mayHaveActed: error.ambiguous, traceId }
  }
}

/** Whether the provider can be reached, which is not whether it agrees. */
function verdictOn(answer: SspAnswer, signal: AbortSignal | undefined): Verdict {
  if (answer.kind === 'answered') return answer.body.kind === 'unreadable' && answer.body.because === 'cut-short' ? 'failed' : 'reached'
  if (answer.kind === 'refused') return GATEWAY_FAILURES.includes(answer.status) ? 'failed' : 'reached'
  // Who did not get as far as the SSP knows nothing of the provider behind it.
  if (!answer.mayHaveActed) return 'unknown'
  // Time that ran out tells something of the provider; a user who changed their mind does not.
  if (answer.fault !== 'given-up') return 'failed'
  return signal?.reason instanceof DOMException && signal.reason.name === 'TimeoutError' ? 'failed' : 'unknown'
}

const GATEWAY_FAILURES = [444, 502, 503, 504, 599]

function headersOf(deps: SspDeps, request: SspRequest, traceId: string): Record<string, string> {
  const { interaction, from, to } = request
  const token = bearerToken({ application: deps.application, ...from, audience: to.serviceRoot, interaction, now: deps.now() })
  return {
    ...request.headers,
    Accept: 'application/fhir+json',
    ...(request.body && { 'Content-Type': 'application/fhir+json;charset=utf-8' }),
    Authorization: `Bearer ${token}`,
    'Ssp-TraceID': traceId,
    'Ssp-From': from.organisation.asid,
    'Ssp-To': to.asid,
    'Ssp-InteractionID': INTERACTION_IDS[interaction],
  }
}
