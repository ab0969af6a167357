import type { AccessFault } from './access-token-faults.ts'
import type { HttpAnswer } from './http.ts'
import { TransportError } from './transport-error.ts'

export type UnavailableReason =
  | 'no-connection'
  | 'timed-out'
  | 'given-up'
  | 'broken-off'
  | 'rate-limited'
  | 'not-authorised'
  | 'failed'
  | 'unexpected-answer'

/** A Spine service could not be asked, or answered with nothing that can be used. */
export type Unavailable = {
  kind: 'unavailable'
  reason: UnavailableReason
  /** As the service said. */
  retryAfterSeconds?: number
  /** Our own advice, where a service that limits the rate did not say. */
  backOffSeconds?: number
  /** What is wrong with the configuration or registration of this system, where that is why. */
  fault?: AccessFault
}

/** Thrown where an answer is owed that something else had to be asked for first, such as an access token. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError'
  readonly outcome: Unavailable

  constructor(outcome: Unavailable) {
    super(`Unavailable: ${outcome.fault ?? outcome.reason}.`)
    this.outcome = outcome
  }
}

export function unavailable(reason: UnavailableReason): Unavailable {
  return { kind: 'unavailable', reason }
}

/** For a catch around an exchange: what is none of ours is a bug and flies on. */
export function unavailableAfter(error: unknown): Unavailable {
  if (error instanceof UnavailableError) return error.outcome
  if (!(error instanceof TransportError)) throw error
  return unavailable(error.fault === 'not-sent' ? 'no-connection' : error.fault)
}

export function unavailableFrom(answer: Pick<HttpAnswer, 'status' | 'headers'>, now: Date): Unavailable {
  const { status, headers } = answer
  if (status === 429 || status === 503) {
    const retryAfterSeconds = parseRetryAfter(headers.get('Retry-After'), now)
    const reason = status === 429 ? 'rate-limited' : 'failed'
    return { ...unavailable(reason), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
  }
  if (status === 401 || status === 403) return unavailable('not-authorised')
  if (status === 408 || status === 504) return unavailable('timed-out')
  return unavailable(status >= 500 ? 'failed' : 'unexpected-answer')
}

/** Seconds, or a date. */
export function parseRetryAfter(text: string | null, now: Date): number | undefined {
  if (text === null) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const moment = Date.parse(text)
  return Number.isNaN(moment) ? undefined : Math.max(0, Math.ceil((moment - now.getTime()) / 1000))
}
