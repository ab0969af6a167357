import { addDays, localDateOf, momentOf } from '../nhs/local-time.ts'
import { type CapUse, reachedAt } from './caps.ts'
import type { Access, HeldSlot, Slot } from './model.ts'

/** Who asks for slots: what a search sent as searchFilters, or what a booking says of its organisation. */
export type Asker = { organisationTypes: readonly string[]; organisationCodes: readonly string[] }

export type Asking = { asker: Asker; now: Date; caps: CapUse }

/** SLOT-07: both restrictions must hold; a filter that was not sent satisfies only "no restriction". */
export function accessAllows({ allowedOrganisationTypes: types, allowedOrganisationCodes: codes }: Access, asker: Asker): boolean {
  return fits(types, asker.organisationTypes) && fits(codes, asker.organisationCodes)
}

/** SLOT-07, for types as for codes. */
export function fits(allowed: readonly string[] | undefined, sent: readonly string[]): boolean {
  return allowed === undefined || sent.some((one) => allowed.includes(one))
}

/**
 * ADM-03: open until so many minutes before it starts, that moment included. Without an embargo nothing is too close, what is past
 * included (SLOT-06); with one, what has begun is closer than any.
 */
export function embargoAllows({ start, embargoMinutes = 0 }: Pick<Slot, 'start' | 'embargoMinutes'>, now: Date): boolean {
  return embargoMinutes === 0 || start.getTime() - now.getTime() >= embargoMinutes * 60_000
}

/** ADM-03: open from local midnight of the day that lies so many days before it on the calendar; with 0, on its own day alone. */
export function bookingWindowAllows({ start, bookingWindowDays }: Pick<Slot, 'start' | 'bookingWindowDays'>, now: Date): boolean {
  if (bookingWindowDays === undefined) return true
  // Most slots lie far from the window's end, and calendar arithmetic is slow: with a change of the clocks, days have 23 to 25 hours.
  const hoursAhead = (start.getTime() - now.getTime()) / 3_600_000
  if (hoursAhead <= bookingWindowDays * 24 - 1) return true
  return start < momentOf(addDays(localDateOf(now), bookingWindowDays + 1))
}

/**
 * SLOT-08. Where a search names several organisation types or codes, one of those that may book here must be below its cap: so a slot
 * is shown exactly if it could be booked as one of those who were named.
 */
export function capsAllow(slot: Pick<Slot, 'scheduleId' | 'start' | 'access'>, { asker, caps }: Asking): boolean {
  const reached = reachedAt(caps, slot)
  if (reached.length === 0) return true
  if (reached.some(({ organisationType, organisationCode }) => organisationType === undefined && organisationCode === undefined))
    return false

  const { allowedOrganisationTypes, allowedOrganisationCodes } = slot.access
  const fullTypes = reached.flatMap(({ organisationType }) => organisationType ?? [])
  const fullCodes = reached.flatMap(({ organisationCode }) => organisationCode ?? [])
  return (
    isBelowCap(asker.organisationTypes, { allowed: allowedOrganisationTypes, full: fullTypes }) &&
    isBelowCap(asker.organisationCodes, { allowed: allowedOrganisationCodes, full: fullCodes })
  )
}

function isBelowCap(sent: readonly string[], of: { allowed: readonly string[] | undefined; full: readonly string[] }): boolean {
  const may = sent.filter((one) => of.allowed === undefined || of.allowed.includes(one))
  return may.length === 0 || may.some((one) => !of.full.includes(one))
}

/** Whether the slot is open to who asks at this moment, its own state apart: SLOT-06's rules of time, SLOT-07 and SLOT-08. */
export const OPENNESS_RULES = [
  { rule: 'access', holds: (slot, { asker }) => accessAllows(slot.access, asker) },
  { rule: 'embargo', holds: (slot, { now }) => embargoAllows(slot, now) },
  { rule: 'booking window', holds: (slot, { now }) => bookingWindowAllows(slot, now) },
  { rule: 'cap', holds: capsAllow },
] as const satisfies readonly { rule: string; holds: (slot: Slot, asking: Asking) => boolean }[]

export type OpennessRule = (typeof OPENNESS_RULES)[number]['rule']

/** The first rule that keeps the slot from who asks. */
export function closedBy(slot: Slot, asking: Asking): OpennessRule | undefined {
  return OPENNESS_RULES.find(({ holds }) => !holds(slot, asking))?.rule
}

/** SLOT-06, the slot's own state, its freedom apart: released to GP Connect, in use, and no visit. */
export function isReleased({ bookable, blocked, deliveryChannel }: HeldSlot): boolean {
  return bookable && !blocked && deliveryChannel !== 'Visit'
}
