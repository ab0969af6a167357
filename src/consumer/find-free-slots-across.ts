import type { OdsCode } from '../nhs/ods-code.ts'
import type { Sds } from '../spine/sds.ts'
import type { Ssp } from '../spine/ssp.ts'
import { adviceFor } from './advice.ts'
import type { Failure } from './failure.ts'
import { type FreeSlotsOutcome, type FreeSlotsRequest, findFreeSlots } from './find-free-slots.ts'
import { type Asker, openLine } from './practice-line.ts'

/** A practice of the federation, which is the consumer's own configuration. `name` is for showing before it has answered. */
export type FederationPractice = { odsCode: OdsCode; name: string }

export type FederatedAnswer = { practice: FederationPractice; outcome: FreeSlotsOutcome }

export type FederatedSearch = FreeSlotsRequest & {
  federation: readonly FederationPractice[]
  /** For the search as a whole: who has not answered by then is reported as that. */
  deadlineMs: number
  /** How many practices are asked at a time; 8 unless told. */
  atOnce?: number
}

/** CON-02: yields each practice's slots, or its failure, as it comes. One practice's failure hides no other. */
export async function* findFreeSlotsAcross(
  deps: { sds: Sds; ssp: Ssp },
  asker: Asker,
  search: FederatedSearch,
): AsyncGenerator<FederatedAnswer, void, undefined> {
  const stop = new AbortController()
  const signal = search.signal ? AbortSignal.any([stop.signal, search.signal]) : stop.signal
  const timeUp = Promise.withResolvers<'time is up'>()
  const timer = setTimeout(() => timeUp.resolve('time is up'), search.deadlineMs)
  search.signal?.addEventListener('abort', () => timeUp.resolve('time is up'), { signal: stop.signal })

  const waiting = [...search.federation]
  const asked = new Map<FederationPractice, Promise<FederatedAnswer>>()
  try {
    while (waiting.length > 0 || asked.size > 0) {
      for (const practice of waiting.splice(0, Math.max(0, (search.atOnce ?? 8) - asked.size))) {
        const outcome = findFreeSlots(openLine(deps, practice.odsCode, asker), { ...search, signal })
        asked.set(
          practice,
          outcome.then((outcome) => ({ practice, outcome })),
        )
      }
      // In this order, so that who has answered while the caller was busy is not reported as late.
      const answer = await Promise.race([...asked.values(), timeUp.promise])
      if (answer === 'time is up') {
        // Tells whoever is still asking why: a practice that used up all its time counts as not reached.
        if (!search.signal?.aborted) stop.abort(new DOMException('The time for the search is up.', 'TimeoutError'))
        break
      }
      asked.delete(answer.practice)
      yield answer
    }
    for (const practice of [...asked.keys(), ...waiting]) yield { practice, outcome: outOfTime(practice.odsCode) }
  } finally {
    // Also when the caller has seen enough and leaves: nothing goes on in the background.
    clearTimeout(timer)
    stop.abort()
  }
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
