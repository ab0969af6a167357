import type { OdsCode } from '../nhs/ods-code.ts'
import { adviceFor } from './advice.ts'
import { askInTurn } from './ask-in-turn.ts'
import { type Events, type Happening, stopwatch, UNHEARD } from './events.ts'
import type { Failure, Step } from './failure.ts'
import { createUpdates } from './federated-updates.ts'
import { type Asker, type LineDeps, openLine, type PracticeLine } from './practice-line.ts'

/** A practice of the federation, which is the consumer's own configuration. `name` is for showing before it has answered. */
export type FederationPractice = { odsCode: OdsCode; name: string }

/** Whom to ask, and for how long. */
export type AcrossRequest = {
  federation: readonly FederationPractice[]
  /** For all of it as a whole: who has not answered by then is reported as that. */
  deadlineMs: number
  /** How many practices are under way at a time; 256 unless told, as many as `createTlsFetch` has connections. */
  atOnce?: number
  signal?: AbortSignal | undefined
}

type Missing = { practice: FederationPractice; failure: Failure }

/** How a practice fares. Each begins as waiting, of which nothing is told, and ends as `answered`, `failed` or `gave-up`. */
export type AcrossUpdate<Answer, Summary> =
  | { state: 'looking-up' | 'asking'; practice: FederationPractice }
  /** `ms` since it was its turn. */
  | { state: 'answered'; practice: FederationPractice; outcome: Answer; ms: number }
  | { state: 'failed'; practice: FederationPractice; outcome: Failure; ms: number }
  /** At the deadline, or because the caller cancelled: how far it had come. */
  | { state: 'gave-up'; practice: FederationPractice; outcome: Failure; reached: 'waiting' | 'looking-up' | 'asking'; ms: number }
  /** The last one. */
  | { state: 'finished'; summary: Summary }

/** Practices are in the federation's order. */
export type AcrossSummary = {
  practices: number
  answered: number
  failed: readonly Missing[]
  gaveUp: readonly Missing[]
  ended: 'all-settled' | 'deadline' | 'cancelled'
  ms: number
}

/** What each practice is asked, and what is made of it. */
export type AcrossQuestion<Answer, Summary> = {
  step: Step
  /** Each practice has its own line, and its signal ends it. */
  ask: (line: PracticeLine, signal: AbortSignal) => Promise<Answer | Failure>
  /** Of each answer that came in time, as it comes. */
  count: (answer: Answer) => void
  /** At the end. */
  sumUp: (summary: AcrossSummary) => Summary
}

/** So many that hardly a practice waits until a slow one before it has answered. */
const AT_ONCE = 256
const LONGEST_TIMER_MS = 2 ** 31 - 1

type Seat = { practice: FederationPractice; reached: 'waiting' | 'looking-up' | 'asking' | 'settled'; elapsed: () => number }

/**
 * One question to each practice of a federation, and how it goes: what each practice is at, and a summary at the end. One's failure hides
 * no other. It goes on while the caller is busy with what was told; to leave the loop ends it, with nothing left running.
 */
export async function* watchAcross<Answer extends { kind: string }, Summary>(
  deps: LineDeps & { now: () => Date },
  asker: Asker,
  request: AcrossRequest,
  question: AcrossQuestion<Answer, Summary>,
): AsyncGenerator<AcrossUpdate<Answer, Summary>, void, undefined> {
  const { federation, deadlineMs, atOnce = AT_ONCE, signal: callersSignal } = request
  if (!(Number.isInteger(atOnce) && atOnce > 0)) throw new RangeError('At least one practice is asked at a time.')
  if (!(deadlineMs >= 0 && deadlineMs <= LONGEST_TIMER_MS)) throw new RangeError('A deadline is in milliseconds, from 0 to 24 days.')

  const elapsed = stopwatch(deps.now)
  const updates = createUpdates<AcrossUpdate<Answer, Summary>>()
  const tally = { answered: 0, failed: new Map<FederationPractice, Failure>(), gaveUp: new Map<FederationPractice, Failure>() }
  const seats = federation.map((practice): Seat => ({ practice, reached: 'waiting', elapsed: () => 0 }))
  const stop = new AbortController()
  const signal = callersSignal ? AbortSignal.any([stop.signal, callersSignal]) : stop.signal

  async function ask(seat: Seat, lookedUp: () => void): Promise<void> {
    const { practice } = seat
    seat.elapsed = stopwatch(deps.now)
    const events = hearing(deps.events, (happening) => {
      const state = happening.kind
      if ((state !== 'looking-up' && state !== 'asking') || state === seat.reached || seat.reached === 'settled') return
      // Whoever asks for several things looks each of them up: that is no way back.
      if (seat.reached === 'asking') return
      seat.reached = state
      updates.push({ state, practice })
      if (state === 'asking') lookedUp()
    })
    const outcome = await question.ask(openLine({ ...deps, events }, practice.odsCode, asker), signal)
    // Cast to settled at the deadline, while it was under way.
    if (seat.reached === 'settled') return
    seat.reached = 'settled'
    const ms = seat.elapsed()
    if (isFailure(outcome)) {
      tally.failed.set(practice, outcome)
      updates.push({ state: 'failed', practice, outcome, ms })
    } else {
      tally.answered += 1
      question.count(outcome)
      updates.push({ state: 'answered', practice, outcome, ms })
    }
  }

  let isOver = false
  function finish(ended: AcrossSummary['ended']): void {
    if (isOver) return
    isOver = true
    for (const seat of seats) {
      const { practice, reached } = seat
      if (reached === 'settled') continue
      seat.reached = 'settled'
      const outcome = outOfTime(question.step, practice.odsCode)
      tally.gaveUp.set(practice, outcome)
      updates.push({ state: 'gave-up', practice, outcome, reached, ms: seat.elapsed() })
    }
    updates.push({ state: 'finished', summary: question.sumUp(summaryOf(federation, { ...tally, ended, ms: elapsed() })) })
    updates.end()
    // Tells whoever is still asking why: a practice that used up all its time counts as not reached.
    if (ended === 'deadline') stop.abort(new DOMException('The time for the search is up.', 'TimeoutError'))
  }

  const cancel = () => finish('cancelled')
  const timer = setTimeout(() => finish('deadline'), deadlineMs - reserveOf(deadlineMs))
  try {
    callersSignal?.addEventListener('abort', cancel)
    if (callersSignal?.aborted) cancel()
    askInTurn({ items: seats, atOnce, goOn: () => !isOver }, ask).then(() => finish('all-settled'), updates.fail)
    yield* updates.all()
  } finally {
    // Also when the caller has seen enough and leaves: nothing goes on in the background.
    isOver = true
    clearTimeout(timer)
    callersSignal?.removeEventListener('abort', cancel)
    stop.abort()
  }
}

/** For telling of all those who are missing, before the deadline and not after it. */
const reserveOf = (deadlineMs: number) => Math.min(50, deadlineMs / 20)

/** What a line tells to everybody, this hears as well. */
function hearing({ tell, stopwatch }: Events = UNHEARD, hear: (happening: Happening) => void): Events {
  return {
    stopwatch,
    tell(happening, patientData) {
      hear(happening)
      tell(happening, patientData)
    },
  }
}

const FAILURES = ['refused', 'not-enabled', 'unavailable'] as const satisfies Failure['kind'][]

function isFailure<Answer extends { kind: string }>(outcome: Answer | Failure): outcome is Failure {
  return FAILURES.some((kind) => kind === outcome.kind)
}

type Tally = Pick<AcrossSummary, 'answered' | 'ended' | 'ms'> & Record<'failed' | 'gaveUp', Map<FederationPractice, Failure>>

function summaryOf(federation: readonly FederationPractice[], { failed, gaveUp, ...tally }: Tally): AcrossSummary {
  const inOrder = (missing: Map<FederationPractice, Failure>) =>
    federation.flatMap((practice) => {
      const failure = missing.get(practice)
      return failure ? [{ practice, failure }] : []
    })
  return { practices: federation.length, ...tally, failed: inOrder(failed), gaveUp: inOrder(gaveUp) }
}

function outOfTime(step: Step, practice: OdsCode): Failure {
  const advice = adviceFor('given-up', 'provider')
  return { kind: 'unavailable', step, practice, by: 'provider', code: 'given-up', diagnostics: undefined, advice, traceId: undefined }
}
