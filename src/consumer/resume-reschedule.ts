import type { Appointment } from './appointment.ts'
import type { CancelOutcome } from './cancel-appointment.ts'
import type { Failure } from './failure.ts'
import type { PracticeSession } from './open-session.ts'
import { ADVICE, type NotCancelled } from './reschedule.ts'
import type { ReschedulingInDoubt } from './rescheduling-in-doubt.ts'
import type { SettleOutcome } from './settle-booking.ts'

/** Each outcome says which of the two appointments the patient has. */
export type ResumeRescheduleOutcome =
  /** The new one alone. */
  | { kind: 'rescheduled'; booked: Appointment; cancelled: Appointment }
  /** The new one was not booked. The old one is as it was: this cancelled nothing. */
  | { kind: 'old-kept'; because: Extract<SettleOutcome, { kind: 'not-booked' }> }
  /** The new one was booked, and somebody has cancelled it since. This cancelled nothing. */
  | { kind: 'new-cancelled'; new: Appointment; advice: string }
  /** The old one, and perhaps the new one. Resume again. */
  | { kind: 'new-uncertain'; because: Extract<SettleOutcome, { kind: 'cannot-tell-yet' | 'too-late-to-tell' }>; advice: string }
  /** Both of them. `old` has been changed since the user saw it, or cannot be cancelled for the reason given. */
  | { kind: 'both-held'; booked: Appointment; old: Appointment; because: 'changed-meanwhile' | NotCancelled; advice: string }
  /** The new one, and perhaps the old one as well. Resume again, which is safe. */
  | {
      kind: 'old-uncertain'
      booked: Appointment
      because: Failure | Extract<CancelOutcome, { kind: 'cannot-tell-yet' }>
      advice: string
    }

/**
 * CON-10: goes on with a rescheduling that was kept, in whichever process. It sends no booking; once the new appointment is certain it
 * cancels the old one, as the user had decided. Doing it twice does no harm.
 */
export async function resumeReschedule(
  sessions: { old: Pick<PracticeSession, 'practice' | 'readAppointment' | 'cancel'>; new: Pick<PracticeSession, 'settle'> },
  { booking, old, reason }: ReschedulingInDoubt,
): Promise<ResumeRescheduleOutcome> {
  if (old.practice !== sessions.old.practice)
    throw new TypeError('The old appointment is another practice’s: open a session with that one.')
  const settled = await sessions.new.settle(booking)
  if (settled.kind === 'not-booked') return { kind: 'old-kept', because: settled }
  if (settled.kind !== 'booked') return { kind: 'new-uncertain', because: settled, advice: ADVICE.newUncertain }
  const booked = settled.appointment
  if (booked.status === 'cancelled') return { kind: 'new-cancelled', new: booked, advice: ADVICE.newCancelled }

  const read = await sessions.old.readAppointment(old.id)
  if (read.kind !== 'read') return { kind: 'old-uncertain', booked, because: read, advice: ADVICE.oldUncertain }
  const held = read.appointment
  if (held.status === 'cancelled') return { kind: 'rescheduled', booked, cancelled: held }
  if (held.version !== old.version) return { kind: 'both-held', booked, old: held, because: 'changed-meanwhile', advice: ADVICE.bothHeld }

  const cancelled = await sessions.old.cancel(held, reason)
  if (cancelled.kind === 'cancelled' || cancelled.kind === 'already-cancelled')
    return { kind: 'rescheduled', booked, cancelled: cancelled.appointment }
  if (cancelled.kind === 'cannot-tell-yet') return { kind: 'old-uncertain', booked, because: cancelled, advice: ADVICE.oldUncertain }
  return { kind: 'both-held', booked, old: held, because: cancelled, advice: ADVICE.bothHeld }
}
