import type { Appointment } from '../../appointments/model.ts'
import type { Organisation } from '../../directory/model.ts'
import { visitLocation } from '../../directory/visit-location.ts'
import type { Appointment as AppointmentResource } from '../../fhir/types.ts'
import { toAppointmentResource } from './appointment.ts'

/** As read and retrieve show it: a visit takes place somewhere that is not told, and its type stands in the comment (APT-12). */
export function toVisibleAppointmentResource(appointment: Appointment, practice: Organisation): AppointmentResource {
  if (appointment.deliveryChannel !== 'Visit') return toAppointmentResource(appointment)

  const { schedule, slotType, comment } = appointment
  const type = slotType ?? schedule.sessionName
  const texts = [type, comment].filter((text) => text !== undefined)
  return toAppointmentResource({
    ...appointment,
    schedule: { ...schedule, locationId: visitLocation(practice).id },
    ...(texts.length > 0 && { comment: texts.join('. ') }),
  })
}
