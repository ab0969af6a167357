import { readOperationOutcome } from '../fhir/operation-outcome.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { Authorize } from './access-token.ts'
import type { AccessFault } from './access-token-faults.ts'
import type { HttpAnswer } from './http.ts'
import { beforeDeadline, exchangeAgain, type RetryDeps, setDeadline } from './retry.ts'
import { type Unavailable, unavailable, unavailableFrom } from './unavailable.ts'

export type PdsDeps = RetryDeps & {
  /** Without a trailing slash: `https://api.service.nhs.uk/personal-demographics/FHIR/R4`. */
  baseUrl: string
  /** For a call as a whole, its retries and its access token included. */
  timeoutMs: number
  newId: () => string
  /** The access token for each call, where the environment wants one; `Bearer` is added. */
  authorize?: Authorize
}

export type PdsCallOptions = {
  signal?: AbortSignal | undefined
  /** On whose behalf: needed by systems that serve several organisations. */
  endUserOrganisation?: OdsCode | undefined
  /** For finding this call in the logs of both sides. */
  correlationId?: string | undefined
}

/** The quota of calls is counted by the minute. */
const RATE_LIMIT_BACK_OFF_SECONDS = 60

/** One call to PDS. A token that was refused is asked for anew, once. Throws TransportError or UnavailableError. */
export async function callPds(deps: PdsDeps, path: string, options: PdsCallOptions): Promise<HttpAnswer> {
  const deadline = setDeadline(deps.timeoutMs, options.signal)
  // One id for all that is sent for this call, so that PDS can tell a repetition.
  const headers = headersOf(deps.newId(), options)
  const send = async (refusedToken?: string) => {
    const token = deps.authorize && (await beforeDeadline(deps.authorize(refusedToken), deadline, options.signal))
    const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` }
    const request = { url: `${deps.baseUrl}${path}`, headers: { ...headers, ...authorization }, signal: options.signal }
    return { token, answer: await exchangeAgain(deps, request, deadline) }
  }
  try {
    const { token, answer } = await send()
    return answer.status === 401 && token !== undefined ? (await send(token)).answer : answer
  } finally {
    deadline.end()
  }
}

function headersOf(requestId: string, { correlationId, endUserOrganisation }: PdsCallOptions): Record<string, string> {
  return {
    Accept: 'application/fhir+json',
    'X-Request-ID': requestId,
    // Behind the gateway it becomes one of three ids with dots between them.
    ...(correlationId !== undefined && { 'X-Correlation-ID': correlationId.replaceAll(/[^\w-]/g, '-') }),
    ...(endUserOrganisation !== undefined && { 'NHSD-End-User-Organisation-ODS': endUserOrganisation }),
  }
}

/** Of an answer that is no statement about a person. */
export function pdsUnavailable(answer: HttpAnswer, now: Date): Unavailable {
  const outcome = unavailableFrom(answer, now)
  const fault = accessFaultOf(answer)
  if (fault !== undefined) return { ...unavailable('not-authorised'), fault }
  const isAdviceNeeded = outcome.reason === 'rate-limited' && outcome.retryAfterSeconds === undefined
  return isAdviceNeeded ? { ...outcome, backOffSeconds: RATE_LIMIT_BACK_OFF_SECONDS } : outcome
}

function accessFaultOf({ status, body }: HttpAnswer): AccessFault | undefined {
  if (status === 401) {
    const said = refusalIn(body)?.diagnostics ?? ''
    return /^(Missing|Empty) Authorization header|^Missing access token/.test(said) ? 'token-missing' : 'token-refused'
  }
  if (status === 403) return 'not-permitted'
  // Sent as a fault of the request, though nothing in the request can mend it.
  return status === 400 && /^No ASID is associated/.test(refusalIn(body)?.diagnostics ?? '') ? 'asid-missing' : undefined
}

export function refusalIn(body: HttpAnswer['body']) {
  return readOperationOutcome(body.kind === 'json' ? body.value : undefined)
}
