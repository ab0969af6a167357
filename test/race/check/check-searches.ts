import type { RacedPractice, RacedSlot } from '../history.ts'
import type { Holds } from './holds.ts'
import type { Judge } from './judge.ts'
import { includesDay, type Resolved } from './resolve.ts'

/** SLOT-06, SLOT-08: what is certain throughout the search decides; what changes meanwhile may be seen either way. */
export function checkSearches({ history, practices }: Resolved, holds: Holds, judge: Judge): void {
  for (const { asked, answer, number, start, end } of history.operations) {
    const practice = asked.kind === 'search' ? practices.get(asked.practice) : undefined
    if (asked.kind !== 'search' || !practice || !answer?.offered) continue

    const inRange = practice.slots.filter(({ day }) => includesDay(asked.days, day))
    const offered = new Set(answer.offered)
    const known = new Set(inRange.map(({ id }) => id))
    judge('offered', offered.size === answer.offered.length && answer.offered.every((id) => known.has(id)), () => ({
      says: 'what was offered is not in the range, or offered twice',
      operations: [number],
    }))
    for (const slot of inRange) {
      const reason = offered.has(slot.id) ? whyClosed(holds, { practice, slot, start, end, asker: asked.asker }) : undefined
      const isOpen = !offered.has(slot.id) && isCertainlyOpen(holds, { practice, slot, start, end, asker: asked.asker })
      judge('offered', !reason && !isOpen, () => ({
        says: reason ? `slot ${slot.id} was offered, and ${reason.says}` : `slot ${slot.id} was not offered, and held by nobody`,
        operations: [...(reason?.operations ?? lastHolders(holds, slot, start)), number],
      }))
    }
  }
}

type Searched = Parameters<Holds['capsAt']>[2]
type Place = { practice: RacedPractice; slot: RacedSlot; start: number; end: number; asker: Searched }

function whyClosed(holds: Holds, { practice, slot, start, end, asker }: Place): { says: string; operations: number[] } | undefined {
  const holder = holds.ofSlot(slot).certainly.covering(start, end)[0]?.of
  if (holder) return { says: `held by appointment ${holder.id}`, operations: [holder.booking.number] }
  for (const { most, per, count } of holds.capsAt(practice, slot, asker)) {
    const counted = count.certainly.covering(start, end)
    if (counted.length >= most) {
      return { says: `the cap of ${most} per ${per} was reached`, operations: counted.map(({ of }) => of.booking.number) }
    }
  }
  return undefined
}

function isCertainlyOpen(holds: Holds, { practice, slot, start, end, asker }: Place): boolean {
  return (
    holds.ofSlot(slot).possibly.meeting(start, end).length === 0 &&
    holds.capsAt(practice, slot, asker).every(({ most, count }) => count.possibly.meeting(start, end).length < most)
  )
}

/** For whoever looks into it: who held it last, and how that ended. */
function lastHolders(holds: Holds, slot: RacedSlot, moment: number): number[] {
  const last = holds.ofSlot(slot).possibly.all.findLast(({ from }) => from <= moment)?.of
  if (!last) return []
  const cancelled = last.sights.find(({ seen }) => seen.status === 'cancelled')
  return [...new Set([last.booking.number, ...(cancelled ? [cancelled.seen.cancelledBy ?? 0, cancelled.operation.number] : [])])]
}
