import { type FreeSlotsOutcome, type FreeSlotsRequest, findFreeSlots } from './find-free-slots.ts'
import type { Asker, LineDeps } from './practice-line.ts'
import { type AcrossRequest, type AcrossSummary, type AcrossUpdate, type FederationPractice, watchAcross } from './watch-across.ts'

export type FederatedAnswer = { practice: FederationPractice; outcome: FreeSlotsOutcome }

export type FederatedSearch = FreeSlotsRequest & AcrossRequest

type Found = Extract<FreeSlotsOutcome, { kind: 'offers' }>

/** `answered` sent their slots: `offers` of them in all. */
export type FederatedSummary = AcrossSummary & { offers: number }

export type FederatedUpdate = AcrossUpdate<Found, FederatedSummary>

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

/**
 * The same search, and how it goes: what each practice is at, and a summary at the end. It goes on while the caller is busy with what was
 * told; to leave the loop ends it, with nothing left running.
 */
export function watchFreeSlotsAcross(
  deps: AcrossDeps,
  asker: Asker,
  search: FederatedSearch,
): AsyncGenerator<FederatedUpdate, void, undefined> {
  let offers = 0
  return watchAcross<Found, FederatedSummary>(deps, asker, search, {
    step: 'search free slots',
    ask: (line, signal) => findFreeSlots(line, { ...search, signal }),
    count: (found) => {
      offers += found.offers.length
    },
    sumUp({ failed, gaveUp, ...summary }) {
      const { practices, answered, ms } = summary
      const counts = { practices, answered, offers, failed: failed.length, gaveUp: gaveUp.length }
      deps.events?.tell({ kind: 'federation-searched', ...counts, ms })
      return { ...summary, offers, failed, gaveUp }
    },
  })
}
