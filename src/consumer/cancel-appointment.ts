import { EXTENSIONS } from '../fhir/urls.ts'
import { objectsAt } from '../spine/loose-json.ts'
import type { Appointment } from './appointment.ts'
import { type ChangeFailed, type ChangeOptions, changeAppointment, isSameText } from './change-appointment.ts'
import { refusedHere } from './failure.ts'
import type { PracticeLine } from './practice-line.ts'

export type CancelOutcome =
  | { kind: 'cancelled'; appointment: Appointment; traceId: string | undefined }
  /** It was so before this request, for the reason that it shows. */
  | { kind: 'already-cancelled'; appointment: Appointment }
  | ChangeFailed

/** APT-10. `seen`: the appointment as the user was shown it. The reason is told to whoever reads the appointment: nothing clinical. */
export async function cancelAppointment(
  deps: { now: () => Date },
  line: PracticeLine,
  seen: Appointment,
  reason: string,
  { signal }: ChangeOptions = {},
): Promise<CancelOutcome> {
  const step = 'cancel the appointment'
  if (reason.trim() === '') return refusedHere({ step, practice: line.practice }, 'TEXT_NOT_ALLOWED', 'A cancellation needs a reason.')

  const outcome = await changeAppointment(deps, line, seen, {
    step,
    signal,
    interaction: 'cancelAppointment',
    applyTo: (resource) => ({
      ...resource,
      status: 'cancelled',
      extension: [...objectsAt(resource, 'extension'), { url: EXTENSIONS.appointmentCancellationReason, valueString: reason }],
    }),
    isMadeIn: ({ status }) => status === 'cancelled',
  })
  if (outcome.kind !== 'made') return outcome
  const { appointment, traceId } = outcome
  // Somebody else may have been faster by less than the time between our look and our request.
  const isForOurReason = isSameText(appointment.cancellationReason ?? reason, reason)
  return outcome.before === 'already so' || !isForOurReason
    ? { kind: 'already-cancelled', appointment }
    : { kind: 'cancelled', appointment, traceId }
}
