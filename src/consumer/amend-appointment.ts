import type { Appointment } from './appointment.ts'
import { faultIn } from './booking-request.ts'
import { type ChangeFailed, type ChangeOptions, changeAppointment, isSameText } from './change-appointment.ts'
import { refusedHere } from './failure.ts'
import type { PracticeLine } from './practice-line.ts'

/** What is left out stays as it is. An empty comment takes the comment away; a description there must be. */
export type Amendment = { description?: string; comment?: string }

export type AmendOutcome =
  /** The texts are as they were wanted, which they may have been before. */
  { kind: 'amended'; appointment: Appointment; traceId: string | undefined } | ChangeFailed

/** APT-09, CON-07, CON-13: description and comment, which hold nothing clinical. `seen`: the appointment as the user was shown it. */
export async function amendAppointment(
  deps: { now: () => Date },
  line: PracticeLine,
  seen: Appointment,
  amendment: Amendment,
  { signal }: ChangeOptions = {},
): Promise<AmendOutcome> {
  const description = amendment.description ?? seen.description ?? ''
  const comment = isSameText(amendment.comment ?? seen.comment, '') ? undefined : (amendment.comment ?? seen.comment)
  const fault = faultIn({ description, comment })
  const step = 'amend the appointment'
  if (fault !== undefined) return refusedHere({ step, practice: line.practice }, 'TEXT_NOT_ALLOWED', fault)

  const outcome = await changeAppointment(deps, line, seen, {
    step,
    signal,
    interaction: 'amendAppointment',
    applyTo: ({ comment: _, ...resource }) => ({ ...resource, description, ...(comment !== undefined && { comment }) }),
    isMadeIn: (held) => held.status !== 'cancelled' && isSameText(held.description, description) && isSameText(held.comment, comment),
  })
  if (outcome.kind !== 'made') return outcome
  return { kind: 'amended', appointment: outcome.appointment, traceId: outcome.traceId }
}
