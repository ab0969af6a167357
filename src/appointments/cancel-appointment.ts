import type { Caller } from '../audit/caller.ts'
import { type AppointmentChange, type ChangeAppointmentDeps, changeAppointment } from './change-appointment.ts'
import type { Appointment } from './model.ts'
import { releaseSlots } from './store/slots.ts'

export type Cancellation = AppointmentChange & {
  reason: string
  /** Whether the stored appointment, cancelled already, is what this request would make of it. */
  isTheSame: (stored: Appointment) => boolean
}

/** Frees the slots in the same transaction (APT-10). Once more with the same content changes nothing, so it may be sent again. */
export function cancelAppointment(deps: ChangeAppointmentDeps, cancellation: Cancellation, caller: Caller): Promise<Appointment> {
  const { practice, reason, isTheSame } = cancellation
  return changeAppointment(deps, {
    ...cancellation,
    caller,
    isDone: (stored) => stored.status === 'cancelled' && isTheSame(stored),
    apply: async (tx, stored) => {
      await releaseSlots(tx, practice, stored)
      return { ...stored, status: 'cancelled', cancellationReason: reason }
    },
  })
}
