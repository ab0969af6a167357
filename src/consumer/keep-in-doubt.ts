import type { BookingInDoubt } from './booking-in-doubt.ts'
import type { PracticeLine } from './practice-line.ts'

/**
 * Told of each write of a booking before it is sent, and waited for: what is kept then, in place of what was kept before, can be settled by
 * another process, should this one end. If it throws, nothing is sent.
 */
export type Keep<InDoubt> = (inDoubt: InDoubt) => Promise<void>

/** For keeping it and for looking the practice up; a computer may sleep meanwhile. */
const LONGEST_TO_SEND_MS = 30_000
/** From the note of a registration until the booking leaves. */
export const LONGEST_TO_BOOK_MS = 60_000
/**
 * How long after it left a request may still be under way: a practice's system, such as ours, waits 30 seconds for the rest of a request,
 * 10 for a connection to its database and 30 for each statement, and may repeat a transaction; the SSP before it takes its own time. Five
 * minutes less what sending may take are well beyond the sum, and a patient can be rung back.
 */
export const UNDER_WAY_MS = 5 * 60_000

/** Whoever settles counts from `sentAt`: what left long after it would come when they had been told that nothing can. */
export function tooLate(deps: { now: () => Date }, { sentAt }: BookingInDoubt, withinMs = LONGEST_TO_SEND_MS): boolean {
  return deps.now().getTime() - Date.parse(sentAt) > withinMs
}

export async function keepInDoubt(
  { practice, events }: PracticeLine,
  keep: Keep<BookingInDoubt> | undefined,
  inDoubt: BookingInDoubt,
): Promise<void> {
  if (!keep) return
  const elapsed = events.stopwatch()
  await keep(inDoubt)
  events.tell({ kind: 'kept', practice, ms: elapsed() }, { inDoubt })
}
