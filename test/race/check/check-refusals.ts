import { type Holds, slotsAsked } from './holds.ts'
import type { Judge } from './judge.ts'
import { type ChangeOperation, isBooking, isChange, type Life, mayHaveMade, type Resolved } from './resolve.ts'

/** Nobody is refused for a reason that certainly was none, throughout the request. */
export function checkRefusals(resolved: Resolved, holds: Holds, judge: Judge): void {
  for (const operation of resolved.history.operations) {
    if (isBooking(operation)) checkRefusedBooking(resolved, holds, operation, judge)
    if (isChange(operation)) checkRefusedChange(resolved, operation, judge)
  }
}

function checkRefusedBooking({ practices }: Resolved, holds: Holds, booking: Life['booking'], judge: Judge): void {
  const { asked, answer, start, end, number } = booking
  const practice = practices.get(asked.practice)
  const slots = slotsAsked(asked, practices)
  if (!practice) return

  if (answer?.status === 409) {
    const isHeld = slots.some((slot) => holds.ofSlot(slot).possibly.meeting(start, end).length > 0)
    judge('refused', isHeld, () => ({ says: 'slots that were held by nobody were refused as held', operations: [number] }))
  }
  if (answer?.status === 422) {
    const caps = slots.flatMap((slot) => holds.capsAt(practice, slot, asked.organisation))
    const mayBeReached = caps.some(({ most, count }) => count.possibly.meeting(start, end).length >= most)
    judge('refused', mayBeReached, () => ({ says: 'a booking was refused for a cap, and none was reached', operations: [number] }))
    const holder = slots.flatMap((slot) => holds.ofSlot(slot).certainly.covering(start, end))[0]?.of
    judge('refused', !holder, () => ({
      says: 'a slot that was held was refused as closed (APT-05 says 409)',
      operations: [holder?.booking.number ?? 0, number],
    }))
  }
}

function checkRefusedChange(resolved: Resolved, change: ChangeOperation, judge: Judge): void {
  const { asked, answer, start, end, number } = change
  const life = resolved.lifeOf.get(asked.appointment)
  if (!life) return

  if (answer?.status === 409) {
    const isCurrent = isFrom(life, asked.ifMatch) <= start && mayBeFrom(resolved, life, asked.ifMatch + 1) >= end
    judge('refused', !isCurrent, () => ({
      says: `version ${asked.ifMatch} was refused as outdated while it was current`,
      operations: [life.versions.get(asked.ifMatch)?.operation.number ?? life.booking.number, number],
    }))
  }
  if (answer?.status === 422) {
    const version = life.versions.get(asked.ifMatch)
    const isCancelled = version ? version.seen.status === 'cancelled' : Number.isFinite(mayBeFrom(resolved, life, asked.ifMatch))
    judge('refused', isCancelled && mayBeFrom(resolved, life, asked.ifMatch) <= end, () => ({
      says: `a change of version ${asked.ifMatch}, which was not cancelled, was refused`,
      operations: [life.booking.number, number],
    }))
  }
}

/** From when on the appointment certainly has this version, or a later one. */
function isFrom({ sights }: Life, version: number): number {
  return sights.find(({ seen }) => seen.version >= version)?.operation.end ?? Number.POSITIVE_INFINITY
}

/** From when on it may have it. */
function mayBeFrom(resolved: Resolved, life: Life, version: number): number {
  if (version <= 1) return life.booking.start
  const makers = life.changes.filter((change) => change.asked.ifMatch === version - 1 && mayHaveMade(change, { ...life, ...resolved }))
  return Math.min(Number.POSITIVE_INFINITY, ...makers.map(({ start }) => start))
}
