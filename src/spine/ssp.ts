import { INTERACTION_IDS, type InteractionName } from '../nhs/interaction-ids.ts'
import { type Application, bearerToken, type RequestingOrganisation, type User } from './bearer-token.ts'
import { exchange, type Fetch, type HttpAnswer, type Query } from './http.ts'
import { type Refusal, refusalFrom } from './refusal.ts'
import type { SpineAddress } from './sds.ts'
import { sspUrl } from './ssp-url.ts'
import { TransportError, type TransportFault } from './transport-error.ts'

export type SspRequest = {
  interaction: InteractionName
  from: { user: User; organisation: RequestingOrganisation }
  to: SpineAddress
  /** Relative to the service root, ids already percent-encoded: `Patient/$gpc.registerpatient`. */
  path: string
  query?: Query
  /** With a body it is a POST. */
  body?: object
  signal?: AbortSignal | undefined
}

export type SspAnswer = { traceId: string } & (
  | { kind: 'answered'; status: number; headers: Headers; body: HttpAnswer['body'] }
  | ({ kind: 'refused' } & Refusal)
  | { kind: 'unanswered'; fault: TransportFault; mayHaveActed: boolean }
)

export type Ssp = {
  /** Sends one request, once: what came of a POST that broke off is for the caller to find out. */
  send: (request: SspRequest) => Promise<SspAnswer>
}

export type SspDeps = { fetch: Fetch; sspUrl: string; application: Application; timeoutMs: number; now: () => Date; newId: () => string }

/** The Spine Secure Proxy, through which a consumer speaks to a practice's system. */
export function createSsp(deps: SspDeps): Ssp {
  return {
    async send(request) {
      const traceId = deps.newId() // CON-05: a new trace id and a new token for each request
      try {
        const answer = await exchange(deps, {
          method: request.body ? 'POST' : 'GET',
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
        return { kind: 'unanswered', fault: error.fault, mayHaveActed: error.ambiguous, traceId }
      }
    },
  }
}

function headersOf(deps: SspDeps, request: SspRequest, traceId: string): Record<string, string> {
  const { interaction, from, to } = request
  const token = bearerToken({ application: deps.application, ...from, audience: to.serviceRoot, interaction, now: deps.now() })
  return {
    Accept: 'application/fhir+json',
    ...(request.body && { 'Content-Type': 'application/fhir+json;charset=utf-8' }),
    Authorization: `Bearer ${token}`,
    'Ssp-TraceID': traceId,
    'Ssp-From': from.organisation.asid,
    'Ssp-To': to.asid,
    'Ssp-InteractionID': INTERACTION_IDS[interaction],
  }
}
