import { addDays, type LocalDate } from '../nhs/local-time.ts'

export type DateRange = { from: LocalDate; to: LocalDate }

/** SLOT-03: two weeks from one value to the other. */
const LONGEST_WINDOW_DAYS = 14
/** A year with a slip of the pen in it would be thousands of searches. */
const LONGEST_RANGE_DAYS = 366
const DAY_MS = 24 * 3_600_000

/**
 * CON-07: a longer range becomes several searches. Neighbours share a day, because a slot must lie wholly within one
 * search to be found, and one over midnight would fall between them.
 */
export function searchWindows({ from, to }: DateRange): DateRange[] {
  const days = daysFrom(from, to)
  if (!(days >= 0)) throw new RangeError('A search ends on or after the day it starts on.')
  if (days > LONGEST_RANGE_DAYS) throw new RangeError('A search spans a year at the most.')

  const starts = Array.from({ length: Math.max(1, Math.ceil(days / LONGEST_WINDOW_DAYS)) }, (_, index) => index * LONGEST_WINDOW_DAYS)
  return starts.map((start) => ({
    from: addDays(from, start),
    to: start + LONGEST_WINDOW_DAYS < days ? addDays(from, start + LONGEST_WINDOW_DAYS) : to,
  }))
}

function daysFrom(from: LocalDate, to: LocalDate): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS
}
