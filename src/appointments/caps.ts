import { addDays, type LocalDate, localDateOf, momentOf } from '../nhs/local-time.ts'
import type { Slot } from './model.ts'

/**
 * How many appointments may be booked in one session, or on one local day, by an organisation, by all organisations of a type, or, where
 * neither is named, by everybody outside the practice (SLOT-08).
 */
export type Cap = { id: string; scope: CapScope; organisationType?: string; organisationCode?: string; most: number }

export const CAP_SCOPES = ['session', 'day'] as const
export type CapScope = (typeof CAP_SCOPES)[number]

/** What is booked in a session on a local day by one organisation as it said of itself. Cancelled appointments do not count. */
export type BookedCount = { scheduleId: string; day: LocalDate; organisationType?: string; organisationCode: string; booked: number }

/** How far caps are used up where a slot lies. */
export type CapUse = { at(slot: Pick<Slot, 'scheduleId' | 'start'>): readonly { cap: Cap; booked: number }[] }

export const NO_CAPS: CapUse = { at: () => [] }

/** An appointment of several slots is one booking, of the session it is in and the day it starts on. */
export function capUse(caps: readonly Cap[], counts: readonly BookedCount[]): CapUse {
  if (caps.length === 0) return NO_CAPS

  const counted = caps.map((cap) => ({ cap, booked: bookedByPlace(cap, counts) }))
  const countsDays = caps.some(({ scope }) => scope === 'day')
  return {
    at({ scheduleId, start }) {
      const day = countsDays ? localDateOf(start) : ''
      return counted.map(({ cap, booked }) => ({ cap, booked: booked.get(cap.scope === 'day' ? day : scheduleId) ?? 0 }))
    },
  }
}

export function reachedAt(use: CapUse, slot: Pick<Slot, 'scheduleId' | 'start'>): Cap[] {
  return use.at(slot).flatMap(({ cap, booked }) => (booked >= cap.most ? [cap] : []))
}

function bookedByPlace(cap: Cap, counts: readonly BookedCount[]): Map<string, number> {
  const byPlace = new Map<string, number>()
  for (const { scheduleId, day, organisationType, organisationCode, booked } of counts) {
    if (cap.organisationType !== undefined && cap.organisationType !== organisationType) continue
    if (cap.organisationCode !== undefined && cap.organisationCode !== organisationCode) continue
    const place = cap.scope === 'day' ? day : scheduleId
    byPlace.set(place, (byPlace.get(place) ?? 0) + booked)
  }
  return byPlace
}

/** The sessions that slots lie in, and the moments between which the days lie that they start on. */
export type Places = { scheduleIds: readonly string[]; from: Date; to: Date }

/** Undefined for no slots. */
export function placesOf(slots: readonly Pick<Slot, 'scheduleId' | 'start'>[]): Places | undefined {
  const starts = slots.map(({ start }) => start).sort((one, other) => one.getTime() - other.getTime())
  const [first, last] = [starts[0], starts.at(-1)]
  if (!first || !last) return undefined
  return {
    scheduleIds: [...new Set(slots.map(({ scheduleId }) => scheduleId))],
    from: momentOf(localDateOf(first)),
    to: momentOf(addDays(localDateOf(last), 1)),
  }
}
