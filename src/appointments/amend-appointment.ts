import type { Caller } from '../audit/caller.ts'
import { type AppointmentChange, type ChangeAppointmentDeps, changeAppointment } from './change-appointment.ts'
import type { Appointment } from './model.ts'

export type Amendment = AppointmentChange & { description: string; comment?: string }

/** Gives the appointment another description, another comment, or none (APT-09). */
export function amendAppointment(deps: ChangeAppointmentDeps, amendment: Amendment, caller: Caller): Promise<Appointment> {
  const { description, comment } = amendment
  return changeAppointment(deps, {
    ...amendment,
    caller,
    isDone: () => false,
    apply: async (_tx, { comment: _before, ...stored }) => ({ ...stored, description, ...(comment !== undefined && { comment }) }),
  })
}
