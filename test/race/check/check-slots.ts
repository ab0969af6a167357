import type { Holds } from './holds.ts'
import { mostAtOnce } from './intervals.ts'
import type { Judge } from './judge.ts'
import type { Resolved } from './resolve.ts'

/** APT-05, SLOT-08: at no moment are more appointments certain than a slot or a cap has room for. */
export function checkSlots({ practices }: Resolved, holds: Holds, judge: Judge): void {
  for (const slot of [...practices.values()].flatMap(({ slots }) => slots)) {
    const { certainly } = holds.ofSlot(slot)
    let holder: (typeof certainly.all)[number] | undefined
    for (const hold of certainly.all) {
      const before = holder
      judge('slot', !before || before.to <= hold.from, () => ({
        says: `slot ${slot.id} is held by appointments ${before?.of.id} and ${hold.of.id}`,
        operations: [before?.of.booking.number ?? 0, hold.of.booking.number],
      }))
      if (!before || hold.to > before.to) holder = hold
    }
  }
}

export function checkCaps(holds: Holds, judge: Judge): void {
  for (const { practice, counted } of holds.allCaps) {
    const most = mostAtOnce(counted.count.certainly)
    judge('cap', most.length <= counted.most, () => ({
      says: `${most.length} appointments count on a cap of ${counted.most} per ${counted.per} at ${practice.odsCode}`,
      operations: most.map(({ of }) => of.booking.number),
    }))
  }
}
