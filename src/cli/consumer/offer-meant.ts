import { filterOffers, type Offer } from '../../consumer/index.ts'
import { markOf, type SlotHandle } from './slot-handle.ts'

/**
 * Undefined if what is meant is not free as a whole any more, or if two could be meant. `offers` are those of that day, each of one slot:
 * adjacent ones are joined here as the mark says.
 */
export function offerMeant(handle: SlotHandle, offers: readonly Offer[]): Offer | undefined {
  const [run, ...others] = offers
    .filter(({ start }) => start.startsWith(`${handle.date}T${handle.time}`))
    .flatMap((first) => runsFrom(first, offers))
    .filter((slots) => markOf(slots.flatMap(({ slotIds }) => slotIds)) === handle.mark)
  if (!run || others.length > 0) return undefined
  const minutes = run.reduce((sum, slot) => sum + slot.minutes, 0)
  return run.length === 1 ? run[0] : filterOffers(run, { minutes })[0]
}

/** Three hours of five-minute slots: nobody books more as one appointment. */
const LONGEST_RUN = 36
/** Where slots of one schedule overlap, runs fork: enough for any that is meant to be booked. */
const MOST_RUNS = 5_000

/** Every run of slots that follow on one another from this one (APT-04), the slot alone among them. */
function runsFrom(first: Offer, offers: readonly Offer[]): Offer[][] {
  const followers = Map.groupBy(
    offers.filter((offer) => isOfSameKind(first, offer)),
    ({ start }) => Date.parse(start),
  )
  const runs = [[first]]
  for (const run of runs) {
    const last = run.at(-1) ?? first
    if (run.length >= LONGEST_RUN || runs.length >= MOST_RUNS) continue
    for (const next of followers.get(Date.parse(last.end)) ?? []) runs.push([...run, next])
  }
  return runs
}

function isOfSameKind(one: Offer, other: Offer): boolean {
  return one.scheduleId === other.scheduleId && one.deliveryChannel === other.deliveryChannel && one.slotType === other.slotType
}
