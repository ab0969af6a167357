import type { Asked, Organisation, RacedCap, RacedPractice, RacedSlot } from '../history.ts'
import { createIntervals, type Intervals } from './intervals.ts'
import type { Life, Resolved } from './resolve.ts'

/** By whom something is certainly held, and by whom it may be. */
export type Held = { certainly: Intervals<Life>; possibly: Intervals<Life> }

/** A cap where it counts: in one session or on one day. An appointment counts once, whatever its slots, where it starts. */
export type CountedCap = RacedCap & { place: string; count: Held }

export type Holds = {
  ofSlot: (slot: RacedSlot) => Held
  /** The caps that stand in the way of this organisation at this slot; without one, those for everybody. */
  capsAt: (practice: RacedPractice, slot: RacedSlot, asker: Organisation | undefined) => readonly CountedCap[]
  allCaps: readonly { practice: RacedPractice; counted: CountedCap }[]
}

export function findHolds({ practices, lives }: Resolved): Holds {
  const wanted = lives.flatMap((life) => life.booking.asked.slots.map((slot) => ({ slot, life })))
  const bySlot = Map.groupBy(wanted, ({ slot }) => slot)
  const held = new Map([...bySlot].map(([slot, holders]) => [slot, heldBy(holders.map(({ life }) => life))]))
  const byPractice = Map.groupBy(lives, ({ booking }) => booking.asked.practice)
  const counted = new Map(
    [...practices.values()].map((practice) => [practice.odsCode, countCaps(practice, byPractice.get(practice.odsCode) ?? [])]),
  )
  return {
    ofSlot: ({ id }) => held.get(id) ?? NOBODY,
    capsAt: (practice, slot, asker) =>
      (counted.get(practice.odsCode) ?? []).filter((cap) => cap.place === placeOf(cap, slot) && concerns(cap, asker)),
    allCaps: [...practices.values()].flatMap((practice) =>
      (counted.get(practice.odsCode) ?? []).map((cap) => ({ practice, counted: cap })),
    ),
  }
}

/** The slots that were asked for, as far as the practice has them. */
export function slotsAsked({ practice, slots }: Asked & { kind: 'book' }, practices: Resolved['practices']): RacedSlot[] {
  const known = practices.get(practice)?.slots ?? []
  return slots.flatMap((id) => known.find((slot) => slot.id === id) ?? [])
}

const NOBODY: Held = heldBy([])

function heldBy(lives: readonly Life[]): Held {
  const certain = lives.map((life) => ({ from: life.holdsFrom, to: life.mayBeFreeFrom, of: life }))
  return {
    certainly: createIntervals(certain.filter(({ from, to }) => from < to)),
    possibly: createIntervals(lives.map((life) => ({ from: life.mayHoldFrom, to: life.freeFrom, of: life }))),
  }
}

function placeOf({ per }: RacedCap, { scheduleId, day }: RacedSlot): string {
  return per === 'session' ? scheduleId : day
}

function concerns({ organisationType, organisationCode }: RacedCap, asker: Organisation | undefined): boolean {
  return (
    (organisationType === undefined || organisationType === asker?.type) &&
    (organisationCode === undefined || organisationCode === asker?.odsCode)
  )
}

function countCaps(practice: RacedPractice, lives: readonly Life[]): CountedCap[] {
  const slots = new Map(practice.slots.map((slot) => [slot.id, slot]))
  return practice.caps.flatMap((cap) => {
    const concerned = lives.filter(({ booking }) => concerns(cap, booking.asked.organisation))
    const places = Map.groupBy(concerned, ({ booking }) => {
      const first = slots.get(booking.asked.slots[0] ?? '')
      return first ? placeOf(cap, first) : ''
    })
    const everywhere = new Set(practice.slots.map((slot) => placeOf(cap, slot)))
    return [...everywhere].map((place) => ({ ...cap, place, count: heldBy(places.get(place) ?? []) }))
  })
}
