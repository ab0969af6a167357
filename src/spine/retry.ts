import { setTimeout as waitFor } from 'node:timers/promises'
import { exchange, type Fetch, type HttpAnswer, type HttpRequest } from './http.ts'
import { TransportError } from './transport-error.ts'
import { parseRetryAfter } from './unavailable.ts'

export type RetryDeps = {
  fetch: Fetch
  now: () => Date
  /** Rejects when the signal is aborted. Real time, where it is not given. */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>
  /** From 0 up to 1, as Math.random. */
  random?: () => number
}

const MOST_RETRIES = 2
/** A platform that takes five calls a second has room again after this. */
const FIRST_BACK_OFF_MS = 400

/** How long one call may take as a whole, its retries and waits included. */
export type Deadline = { signal: AbortSignal; remainingMs: () => number; end: () => void }

export function setDeadline(timeoutMs: number, callersSignal?: AbortSignal): Deadline {
  const passed = new AbortController()
  const timer = setTimeout(() => passed.abort(), timeoutMs)
  const start = performance.now()
  return {
    signal: callersSignal ? AbortSignal.any([passed.signal, callersSignal]) : passed.signal,
    remainingMs: () => Math.max(0, timeoutMs - (performance.now() - start)),
    end: () => clearTimeout(timer),
  }
}

/**
 * A reading request, sent again at most twice where it failed for a reason that passes: too many requests, trouble on the other side, no
 * connection. It is the same request each time, its id included, so that the other side can see so. Throws TransportError when no status came.
 */
export async function exchangeAgain(
  deps: RetryDeps,
  request: Omit<HttpRequest, 'method' | 'timeoutMs' | 'body'>,
  deadline: Deadline,
): Promise<HttpAnswer> {
  for (let retries = 0; ; retries += 1) {
    const attempt = await attemptOnce(deps, request, deadline)
    const pauseMs = pauseBefore(deps, attempt, retries)
    if (pauseMs === undefined || pauseMs >= deadline.remainingMs()) {
      if (attempt instanceof TransportError) throw attempt
      return attempt
    }
    await pause(deps, pauseMs, deadline.signal)
  }
}

async function attemptOnce(
  deps: RetryDeps,
  request: Omit<HttpRequest, 'method' | 'timeoutMs' | 'body'>,
  deadline: Deadline,
): Promise<HttpAnswer | TransportError> {
  try {
    return await exchange(deps, { ...request, method: 'GET', timeoutMs: deadline.remainingMs() })
  } catch (error) {
    if (error instanceof TransportError) return error
    throw error
  }
}

/** Undefined where trying again would be of no use. */
function pauseBefore({ now, random = Math.random }: RetryDeps, attempt: HttpAnswer | TransportError, retries: number): number | undefined {
  if (retries === MOST_RETRIES) return undefined
  // Jittered, so that callers who were refused together do not come back together.
  const backOffMs = FIRST_BACK_OFF_MS * 2 ** retries * (0.5 + random() / 2)
  if (attempt instanceof TransportError) return attempt.fault === 'not-sent' || attempt.fault === 'broken-off' ? backOffMs : undefined
  if (attempt.status !== 429 && attempt.status < 500) return undefined
  const askedForSeconds = parseRetryAfter(attempt.headers.get('Retry-After'), now()) ?? 0
  return Math.max(backOffMs, askedForSeconds * 1000)
}

async function pause({ wait = realTime }: RetryDeps, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, signal)
  } catch (error) {
    if (signal.aborted) throw new TransportError('given-up', true)
    throw error
  }
}

const realTime = (ms: number, signal: AbortSignal) => waitFor(ms, undefined, { signal })

/** Something that is shared, and goes on for others when this caller's time is over. */
export async function beforeDeadline<T>(shared: Promise<T>, deadline: Deadline, callersSignal?: AbortSignal): Promise<T> {
  const { signal } = deadline
  let stop = () => {}
  const over = new Promise<never>((_, reject) => {
    stop = () => reject(new TransportError(callersSignal?.aborted ? 'given-up' : 'timed-out', false))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([shared, over])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
