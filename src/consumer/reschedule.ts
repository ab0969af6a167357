import type { Appointment } from './appointment.ts'
import type { BookingRequest, BookOutcome } from './book-appointment.ts'
import type { CancelOutcome } from './cancel-appointment.ts'
import type { NotAsSeen } from './change-appointment.ts'
import type { Failure } from './failure.ts'
import type { Keep } from './keep-in-doubt.ts'
import type { Offer } from './offer.ts'
import type { PracticeSession, Session } from './open-session.ts'
import { type ReschedulingInDoubt, toReschedulingInDoubt } from './rescheduling-in-doubt.ts'

export type Rescheduling = {
  /** As the user was shown it. */
  old: Appointment
  /** At the same practice, or another. */
  offer: Offer
  booking: Omit<BookingRequest, 'keep'>
  /** Why the old one is cancelled. */
  reason: string
  /** Told before anything is booked: `resumeReschedule` goes on with it. */
  keep?: Keep<ReschedulingInDoubt> | undefined
}

type Booked = Extract<BookOutcome, { kind: 'booked' }>
type NotBooked = Exclude<BookOutcome, Booked | { kind: 'uncertain' }>
/** It stands as it was. */
export type NotCancelled = Exclude<CancelOutcome, { kind: 'cancelled' | 'already-cancelled' | 'cannot-tell-yet' }>

/** CON-10. Each outcome says which of the two appointments the patient has. */
export type RescheduleOutcome =
  /** The new one alone. */
  | { kind: 'rescheduled'; booked: Booked; cancelled: Appointment }
  /** The old one alone: the new one was not booked. */
  | { kind: 'old-kept'; because: NotBooked }
  /** Nothing was asked for: the old one is not as the user saw it, or cannot be cancelled. */
  | { kind: 'old-not-as-seen'; because: NotAsSeen | Failure }
  /** The old one alone: somebody has cancelled the new one already. */
  | { kind: 'new-cancelled'; booked: Booked; advice: string }
  /** The old one, and perhaps the new one. Nothing was cancelled. */
  | { kind: 'new-uncertain'; because: Extract<BookOutcome, { kind: 'uncertain' }>; advice: string }
  /** Both of them: cancel the old one when what is in the way is settled; only that step is left. */
  | { kind: 'both-held'; booked: Booked; because: NotCancelled; advice: string }
  /** The new one, and perhaps the old one as well. Cancelling it again is safe (APT-11). */
  | { kind: 'old-uncertain'; booked: Booked; because: Extract<CancelOutcome, { kind: 'cannot-tell-yet' }>; advice: string }

export const ADVICE = {
  newUncertain:
    'The old appointment stands. It is not known whether the new one was booked: look at the appointment list, and cancel the one that is not wanted.',
  newCancelled: 'Somebody has cancelled the new appointment since it was booked. The old one was left alone: look at the appointment list.',
  bothHeld: 'The new appointment is booked, and the old one was not cancelled: the patient has both. Cancel the old one.',
  oldUncertain: 'The new appointment is booked. It is not known whether the old one was cancelled: cancel it again, which is safe.',
} as const

/**
 * CON-10, APT-14: books the new one first, and cancels the old one only once that is certain, so that the patient is at no time without an
 * appointment. What is left to do after any outcome is one step, which the sessions have: `book`, or `cancel`.
 */
export async function reschedule(
  sessions: { old: Pick<PracticeSession, 'practice' | 'whyNotChangeable' | 'cancel'>; new: Pick<Session, 'book'> },
  rescheduling: Rescheduling,
): Promise<RescheduleOutcome> {
  const { old, offer, booking, reason, keep } = rescheduling
  if (old.practice !== sessions.old.practice)
    throw new TypeError('The old appointment is another practice’s: open a session with that one.')
  if (reason.trim() === '') throw new TypeError('A cancellation needs a reason.')
  // Before the new one is booked: after that would be the moment to find out that the old one cannot be cancelled.
  const inTheWay = await sessions.old.whyNotChangeable(old)
  if (inTheWay) return { kind: 'old-not-as-seen', because: inTheWay }

  const booked = await sessions.new.book(offer, {
    ...booking,
    keep: keep && ((inDoubt) => keep(toReschedulingInDoubt(inDoubt, rescheduling))),
  })
  if (booked.kind === 'uncertain') return { kind: 'new-uncertain', because: booked, advice: ADVICE.newUncertain }
  if (booked.kind !== 'booked') return { kind: 'old-kept', because: booked }
  if (booked.appointment.status === 'cancelled') return { kind: 'new-cancelled', booked, advice: ADVICE.newCancelled }

  const cancelled = await sessions.old.cancel(old, reason)
  if (cancelled.kind === 'cancelled' || cancelled.kind === 'already-cancelled')
    return { kind: 'rescheduled', booked, cancelled: cancelled.appointment }
  if (cancelled.kind === 'cannot-tell-yet') return { kind: 'old-uncertain', booked, because: cancelled, advice: ADVICE.oldUncertain }
  return { kind: 'both-held', booked, because: cancelled, advice: ADVICE.bothHeld }
}
