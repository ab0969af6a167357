import type { BookingInDoubt } from './booking-in-doubt.ts'
import { type Failure, refusedHere, type Step } from './failure.ts'
import type { PracticeLine } from './practice-line.ts'

/**
 * Told of each write of a booking before it is sent, and waited for: what is kept then, in place of what was kept before, can be settled by
 * another process, should this one end. If it throws, nothing is sent.
 */
export type Keep<InDoubt> = (inDoubt: InDoubt) => Promise<void>

/** For `keep`, and for a computer that sleeps meanwhile: well within the time that settling allows for. */
const LONGEST_KEEP_MS = 30_000
const KEPT_TOO_LONG = 'Nothing was sent: it took too long to note that it was about to be. Try again.'

/** Undefined if the write may now be sent. */
export async function keepInDoubt(
  deps: { now: () => Date },
  { practice, events }: PracticeLine,
  { step, keep, inDoubt }: { step: Step; keep: Keep<BookingInDoubt> | undefined; inDoubt: BookingInDoubt },
): Promise<Failure | undefined> {
  if (!keep) return undefined
  const elapsed = events.stopwatch()
  await keep(inDoubt)
  events.tell({ kind: 'kept', practice, ms: elapsed() }, { inDoubt })
  // Whoever settles counts from `sentAt`: what left long after it would come when they had been told that nothing can.
  const isTooLate = deps.now().getTime() - Date.parse(inDoubt.sentAt) > LONGEST_KEEP_MS
  return isTooLate ? refusedHere({ step, practice }, 'KEPT_TOO_LONG', KEPT_TOO_LONG) : undefined
}
