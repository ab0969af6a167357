import type { OdsCode } from '../nhs/ods-code.ts'
import { adviceFor } from './advice.ts'
import { askInTurn } from './ask-in-turn.ts'
import { type Events, type Happening, stopwatch, UNHEARD } from './events.ts'
import type { Failure } from './failure.ts'
import { createUpdates } from './federated-updates.ts'
import { type FreeSlotsOutcome, type FreeSlotsRequest, findFreeSlots } from './find-free-slots.ts'
import { type Asker, type LineDeps, openLine } from './practice-line.ts'

/** A practice of the federation, which is the consumer's own configuration. `name` is for showing before it has answered. */
export type FederationPractice = { odsCode: OdsCode; name: string }

export type FederatedAnswer = { practice: FederationPractice; outcome: FreeSlotsOutcome }

export type FederatedSearch = FreeSlotsRequest & {
  federation: readonly FederationPractice[]
  /** For the search as a whole: who has not answered by then is reported as that. */
  deadlineMs: number
  /** How many practices are under way at a time; 256 unless told, as many as `createTlsFetch` has connections. */
  atOnce?: number
}

type Found = Extract<FreeSlotsOutcome, { kind: 'offers' }>
type Missing = { practice: FederationPractice; failure: Failure }

/** How a practice fares. Each begins as waiting, of which nothing is told, and ends as `answered`, `failed` or `gave-up`. */
export type FederatedUpdate =
  | { state: 'looking-up' | 'asking'; practice: FederationPractice }
  /** `ms` since it was its turn. */
  | { state: 'answered'; practice: FederationPractice; outcome: Found; ms: number }
  | { state: 'failed'; practice: FederationPractice; outcome: Failure; ms: number }
  /** At the deadline, or because the caller cancelled: how far it had come. */
  | { state: 'gave-up'; practice: FederationPractice; outcome: Failure; reached: 'waiting' | 'looking-up' | 'asking'; ms: number }
  /** The last one. */
  | { state: 'finished'; summary: FederatedSummary }

/** Practices are in the federation's order. */
export type FederatedSummary = {
  /** Of whom `answered` sent their slots: `offers` of them in all. */
  practices: number
  answered: number
  offers: number
  failed: readonly Missing[]
  gaveUp: readonly Missing[]
  ended: 'all-settled' | 'deadline' | 'cancelled'
  ms: number
}

type AcrossDeps = LineDeps & { now: () => Date }

/** CON-02: yields each practice's slots, or its failure, as it comes. One practice's failure hides no other. */
export async function* findFreeSlotsAcross(
  deps: AcrossDeps,
  asker: Asker,
  search: FederatedSearch,
): AsyncGenerator<FederatedAnswer, void, undefined> {
  for await (const update of watchFreeSlotsAcross(deps, asker, search)) {
    if ('outcome' in update) yield { practice: update.practice, outcome: update.outcome }
  }
}

/** So many that hardly a practice waits until a slow one before it has answered. */
const AT_ONCE = 256
const LONGEST_TIMER_MS = 2 ** 31 - 1

type Seat = { practice: FederationPractice; reached: 'waiting' | 'looking-up' | 'asking' | 'settled'; elapsed: () => number }

/**
 * The same search, and how it goes: what each practice is at, and a summary at the end. It goes on while the caller is busy with what was
 * told; to leave the loop ends it, with nothing left running.
 */
export async function* watchFreeSlotsAcross(
  deps: AcrossDeps,
  asker: Asker,
  search: FederatedSearch,
): AsyncGenerator<FederatedUpdate, void, undefined> {
  const { federation, deadlineMs, atOnce = AT_ONCE, signal: callersSignal } = search
  if (!(Number.isInteger(atOnce) && atOnce > 0)) throw new RangeError('At least one practice is asked at a time.')
  if (!(deadlineMs >= 0 && deadlineMs <= LONGEST_TIMER_MS)) throw new RangeError('A deadline is in milliseconds, from 0 to 24 days.')

  const elapsed = stopwatch(deps.now)
  const updates = createUpdates<FederatedUpdate>()
  const tally = { answered: 0, offers: 0, failed: new Map<FederationPractice, Failure>(), gaveUp: new Map<FederationPractice, Failure>() }
  const seats = federation.map((practice): Seat => ({ practice, reached: 'waiting', elapsed: () => 0 }))
  const stop = new AbortController()
  const signal = callersSignal ? AbortSignal.any([stop.signal, callersSignal]) : stop.signal

  async function ask(seat: Seat, lookedUp: () => void): Promise<void> {
    const { practice } = seat
    seat.elapsed = stopwatch(deps.now)
    const events = hearing(deps.events, (happening) => {
      const state = happening.kind
      if ((state !== 'looking-up' && state !== 'asking') || state === seat.reached || seat.reached === 'settled') return
      seat.reached = state
      updates.push({ state, practice })
      if (state === 'asking') lookedUp()
    })
    const outcome = await findFreeSlots(openLine({ ...deps, events }, practice.odsCode, asker), { ...search, signal })
    if (seat.reached === 'settled') return
    seat.reached = 'settled'
    const ms = seat.elapsed()
    if (outcome.kind === 'offers') {
      tally.answered += 1
      tally.offers += outcome.offers.length
      updates.push({ state: 'answered', practice, outcome, ms })
    } else {
      tally.failed.set(practice, outcome)
      updates.push({ state: 'failed', practice, outcome, ms })
    }
  }

  let isOver = false
  function finish(ended: FederatedSummary['ended']): void {
    if (isOver) return
    isOver = true
    for (const seat of seats) {
      const { practice, reached } = seat
      if (reached === 'settled') continue
      seat.reached = 'settled'
      const outcome = outOfTime(practice.odsCode)
      tally.gaveUp.set(practice, outcome)
      updates.push({ state: 'gave-up', practice, outcome, reached, ms: seat.elapsed() })
    }
    const summary = summaryOf(federation, { ...tally, ended, ms: elapsed() })
    const { practices, answered, offers, ms } = summary
    const counts = { practices, answered, offers, failed: summary.failed.length, gaveUp: summary.gaveUp.length }
    deps.events?.tell({ kind: 'federation-searched', ...counts, ms })
    updates.push({ state: 'finished', summary })
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

/** What a line tells to everybody, this search hears as well. */
function hearing({ tell, stopwatch }: Events = UNHEARD, hear: (happening: Happening) => void): Events {
  return {
    stopwatch,
    tell(happening, patientData) {
      hear(happening)
      tell(happening, patientData)
    },
  }
}

type Tally = Pick<FederatedSummary, 'answered' | 'offers' | 'ended' | 'ms'> & Record<'failed' | 'gaveUp', Map<FederationPractice, Failure>>

function summaryOf(federation: readonly FederationPractice[], { failed, gaveUp, ...tally }: Tally): FederatedSummary {
  const inOrder = (missing: Map<FederationPractice, Failure>) =>
    federation.flatMap((practice) => {
      const failure = missing.get(practice)
      return failure ? [{ practice, failure }] : []
    })
  return { practices: federation.length, ...tally, failed: inOrder(failed), gaveUp: inOrder(gaveUp) }
}

function outOfTime(practice: OdsCode): Failure {
  const at = { step: 'search free slots', practice, by: 'provider' } as const
  return {
    ...at,
    kind: 'unavailable',
    code: 'given-up',
    diagnostics: undefined,
    advice: adviceFor('given-up', 'provider'),
    traceId: undefined,
  }
}
