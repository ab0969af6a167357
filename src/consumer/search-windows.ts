import { addDays, type LocalDate } from '../nhs/local-time.ts'

export type DateRange = { from: LocalDate; to: LocalDate }

/** SLOT-03: two weeks from one value to the other. */
const LONGEST_WINDOW_DAYS = 14

/**
 * CON-07: a longer range becomes several searches. Neighbours share a day, because a slot must lie wholly within one
 * search to be found, and one over midnight would fall between them.
 */
export function searchWindows({ from, to }: DateRange): DateRange[] {
  if (to < from) throw new RangeError('A search ends on or after the day it starts on.')

  const windows: DateRange[] = []
  let start = from
  for (let end = addDays(start, LONGEST_WINDOW_DAYS); end < to; end = addDays(start, LONGEST_WINDOW_DAYS)) {
    windows.push({ from: start, to: end })
    start = end
  }
  return [...windows, { from: start, to }]
}
