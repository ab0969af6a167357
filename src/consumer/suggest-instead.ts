import { addDays, localDateOf } from '../nhs/local-time.ts'
import type { Sds } from '../spine/sds.ts'
import type { Ssp } from '../spine/ssp.ts'
import { nearestEquivalents } from './equivalents.ts'
import type { Failure } from './failure.ts'
import { findFreeSlotsAcross } from './find-free-slots-across.ts'
import type { Offer } from './offer.ts'
import type { Asker } from './practice-line.ts'
import type { DateRange } from './search-windows.ts'
import type { FederationPractice } from './watch-across.ts'

export type SuggestOptions = {
  /** Who is asked if the practice itself has too few; the practice itself may be among them. */
  federation?: readonly FederationPractice[] | undefined
  /** For all of it. */
  deadlineMs: number
  /** How many are wanted at most. */
  most: number
  signal?: AbortSignal | undefined
}

/** There is nothing left on these days only where `offers` and `couldNotBeAsked` are both empty. */
export type Suggestions = DateRange & {
  /** Equivalent to the lost one and free when the practice answered: its own first, nearest in time first. */
  offers: readonly Offer[]
  /** What they would have offered is not known. */
  couldNotBeAsked: readonly { practice: FederationPractice; failure: Failure }[]
  /** Of the federation, not asked because there was enough without them. */
  notNeeded: readonly FederationPractice[]
}

/** One search (SLOT-03). */
const DAYS = 14

/** When a slot has just gone: searches the same practice for a fortnight about that day, then the federation if that gives too few. */
export async function suggestInstead(
  deps: { sds: Sds; ssp: Ssp; now: () => Date },
  asker: Asker,
  gone: Offer,
  options: SuggestOptions,
): Promise<Suggestions> {
  const { federation = [], deadlineMs, most } = options
  const timeUp = AbortSignal.timeout(deadlineMs)
  const signal = options.signal ? AbortSignal.any([timeUp, options.signal]) : timeUp
  const range = rangeAround(gone, deps.now())
  const { own, others } = ownAndOthers(gone, federation)
  const asked = { offers: [] as Offer[], couldNotBeAsked: [] as Suggestions['couldNotBeAsked'][number][] }

  async function ask(practices: readonly FederationPractice[], withinMs: number): Promise<Offer[]> {
    for await (const { practice, outcome } of findFreeSlotsAcross(deps, asker, {
      ...range,
      federation: practices,
      deadlineMs: withinMs,
      signal,
    })) {
      if (outcome.kind === 'offers') asked.offers.push(...outcome.offers)
      else asked.couldNotBeAsked.push({ practice, failure: outcome })
    }
    return nearestEquivalents(gone, asked.offers, { most, now: deps.now() })
  }

  // Half of the time, so that a practice which does not answer leaves some for the others.
  const near = await ask([own], others.length > 0 ? deadlineMs / 2 : deadlineMs)
  const isEnough = near.length >= most || others.length === 0
  const offers = isEnough ? near : await ask(others, deadlineMs)
  return { ...range, offers, couldNotBeAsked: asked.couldNotBeAsked, notNeeded: isEnough ? others : [] }
}

function ownAndOthers({ practice: { odsCode, name } }: Offer, federation: readonly FederationPractice[]) {
  const own = federation.find((practice) => practice.odsCode === odsCode) ?? { odsCode, name: name ?? odsCode }
  return { own, others: federation.filter((practice) => practice.odsCode !== odsCode) }
}

/** As far before that day as after it, but nothing that is over: then further after. */
function rangeAround({ start }: Offer, now: Date): DateRange {
  const [earliest, today] = [addDays(localDateOf(new Date(start)), -DAYS / 2), localDateOf(now)]
  const from = earliest < today ? today : earliest
  return { from, to: addDays(from, DAYS) }
}
