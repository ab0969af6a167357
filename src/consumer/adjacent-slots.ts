import type { Offer } from './offer.ts'

const MINUTE = 60_000

/**
 * Offers of at least so many minutes: an offer that is long enough by itself as it is, and of shorter ones those that can be booked
 * together (APT-04), joined into one.
 *
 * Whoever asks for twenty minutes of a morning of ten-minute slots is offered 09:00, 09:20, 09:40 and so on: no two share a slot, so that
 * whatever is booked leaves all others as they were offered. Of those that overlap the soonest is offered, in as few slots as will do:
 * without its first slot, or without its last, it would be too short. Nothing that would fit is left without one that overlaps it.
 */
export function joinAdjacent(offers: readonly Offer[], minutes: number): Offer[] {
  if (!(minutes > 0)) throw new RangeError('An appointment has more than no minutes.')
  const groups = Map.groupBy(offers, ({ practice, scheduleId, deliveryChannel, slotType }) =>
    JSON.stringify([practice.odsCode, scheduleId, deliveryChannel, slotType]),
  )
  return [...groups.values()].flatMap((group) => runsIn(group, minutes * MINUTE).flatMap(joined))
}

type Timed = { offer: Offer; start: number; end: number }

function runsIn(group: readonly Offer[], length: number): Offer[][] {
  const timed = group
    .map((offer) => ({ offer, start: Date.parse(offer.start), end: Date.parse(offer.end) }))
    .sort((one, other) => one.start - other.start || one.end - other.end)
  // What is in a run leaves the set, and is in no other.
  const free = new Set(timed)
  return timed.flatMap((first) => {
    const run = takeFrom(free, first, length)
    return run ? [run.map(({ offer }) => offer)] : []
  })
}

/** The soonest end that free slots lead to from here without a gap, no part of which would do. Undefined if there is none. */
function takeFrom(free: Set<Timed>, first: Timed, length: number): Timed[] | undefined {
  if (!free.has(first)) return undefined
  const run = shortestFrom(free, first, length)
  if (!run) return undefined

  const last = run.at(-1)?.end ?? first.end
  const needed = run.slice(run.findLastIndex(({ start }) => last - start >= length))
  for (const slot of needed) free.delete(slot)
  return needed
}

/** Moments are reached in their order, because a run has no gap: how one got to a moment does not matter for how to go on. */
function shortestFrom(free: ReadonlySet<Timed>, first: Timed, length: number): Timed[] | undefined {
  const target = first.start + length
  const reached = new Map([[first.end, [first]]])
  // In order of start, as they were put in.
  for (const slot of free) {
    if (slot.start >= target) break
    const before = reached.get(slot.start)
    if (before) reached.set(slot.end, [...before, slot])
  }
  const ends = [...reached.keys()].filter((end) => end >= target)
  return reached.get(Math.min(...ends))
}

function joined(run: readonly Offer[]): Offer[] {
  const [first, last] = [run[0], run.at(-1)]
  if (!first || !last || first === last) return first ? [first] : []
  const minutes = Math.round((Date.parse(last.end) - Date.parse(first.start)) / MINUTE)
  return [{ ...first, slotIds: run.flatMap(({ slotIds }) => slotIds), end: last.end, minutes }]
}
