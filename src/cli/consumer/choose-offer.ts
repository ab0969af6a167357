import type { Failure, Offer, PracticeSession } from '../../consumer/index.ts'
import { addDays, localDateOf, momentOf } from '../../nhs/local-time.ts'
import { offerMeant } from './offer-meant.ts'
import type { SlotHandle } from './slot-handle.ts'

export type Choice = { kind: 'offer'; offer: Offer } | { kind: 'gone'; nearest: readonly Offer[] } | { kind: 'failed'; failure: Failure }

const MOST = 5

/** The slot's details are read anew: a handle says which slot is meant, not what it was. */
export async function chooseOffer(deps: { now: () => Date }, session: PracticeSession, slot: SlotHandle): Promise<Choice> {
  const found = await session.findFreeSlots({ from: slot.date, to: slot.date })
  if (found.kind !== 'offers') return { kind: 'failed', failure: found }
  const offer = offerMeant(slot, found.offers)
  return offer ? { kind: 'offer', offer } : { kind: 'gone', nearest: await nearestTo(deps, session, slot) }
}

/** What the slot was like is not known any more, but when it was. None where the practice does not say. */
async function nearestTo(deps: { now: () => Date }, session: PracticeSession, slot: SlotHandle): Promise<Offer[]> {
  const [today, moment] = [localDateOf(deps.now()), momentOf(slot.date, slot.time).getTime()]
  const before = addDays(slot.date, -3)
  const from = before < today ? today : before
  const to = addDays(slot.date, 7)
  if (to < from) return []

  const found = await session.findFreeSlots({ from, to })
  const offers = found.kind === 'offers' ? found.offers : []
  const distance = ({ start }: Offer) => Math.abs(Date.parse(start) - moment)
  return offers
    .filter(({ start }) => Date.parse(start) > deps.now().getTime())
    .sort((one, other) => distance(one) - distance(other))
    .slice(0, MOST)
}
