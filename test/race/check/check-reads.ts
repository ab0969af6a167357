import type { Judge } from './judge.ts'
import { includesDay, isList, type Resolved } from './resolve.ts'

/** APT-05: what was booked is there from its 201 on, whoever is asked for it. */
export function checkReads(resolved: Resolved, judge: Judge): void {
  const { history, lifeOf, practices } = resolved
  for (const { asked, answer, number } of history.operations) {
    if (!('appointment' in asked)) continue
    const life = lifeOf.get(asked.appointment)
    judge('lost', answer?.status !== 404, () => ({
      says: `appointment ${asked.appointment} is not found`,
      operations: [...(life ? [life.booking.number] : []), number],
    }))
  }

  const days = new Map([...practices.values()].flatMap(({ slots }) => slots.map(({ id, day }) => [id, day])))
  const livesOf = Map.groupBy(lifeOf.values(), ({ booking }) => booking.asked.patient)
  for (const list of history.operations.filter(isList)) {
    const listed = new Set(list.answer?.seen?.map(({ id }) => id))
    for (const { id = '', booking, holdsFrom } of livesOf.get(list.asked.patient) ?? []) {
      const isAsked = includesDay(list.asked.days, days.get(booking.asked.slots[0] ?? '') ?? '')
      if (!isAsked) continue
      judge('lost', holdsFrom >= list.start || listed.has(id), () => ({
        says: `appointment ${id} is missing from its patient's list`,
        operations: [booking.number, list.number],
      }))
    }
    for (const id of listed) {
      const asked = lifeOf.get(id)?.booking.asked
      judge('lost', asked?.patient === list.asked.patient, () => ({
        says: `appointment ${id} is listed for another patient`,
        operations: [list.number],
      }))
    }
  }
}
