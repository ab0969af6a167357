import type { Appointment } from '../../appointments/model.ts'
import type { Appointment as AppointmentResource, Extension } from '../../fhir/types.ts'
import { EXTENSIONS, PROFILES } from '../../fhir/urls.ts'
import { formatLocalDateTime } from '../../nhs/local-time.ts'
import { toBookingOrganisation } from './booking-organisation.ts'
import { toPractitionerRole } from './schedule.ts'
import { toDeliveryChannel } from './slot.ts'

/** GPConnect-Appointment-1 (APT-06). */
export function toAppointmentResource(appointment: Appointment): AppointmentResource {
  const { id, version, status, schedule, slotIds, slotType, deliveryChannel, start, end, created, description, comment } = appointment
  const organisation = appointment.bookingOrganisation && toBookingOrganisation(appointment.bookingOrganisation)
  const extension: Extension[] = [
    ...(organisation ? [organisation.extension] : []),
    toPractitionerRole(schedule.practitionerRole),
    toDeliveryChannel(deliveryChannel),
    ...(appointment.cancellationReason === undefined
      ? []
      : [{ url: EXTENSIONS.appointmentCancellationReason, valueString: appointment.cancellationReason }]),
  ]
  const actors = [
    `Patient/${appointment.patientId}`,
    `Location/${schedule.locationId}`,
    ...(schedule.practitionerId === undefined ? [] : [`Practitioner/${schedule.practitionerId}`]),
    ...(schedule.healthcareServiceId === undefined ? [] : [`HealthcareService/${schedule.healthcareServiceId}`]),
  ]
  return {
    resourceType: 'Appointment',
    id,
    meta: { versionId: String(version), profile: [PROFILES.Appointment] },
    ...(organisation && { contained: [organisation.contained] }),
    extension,
    status,
    ...(schedule.sessionName !== undefined && { serviceCategory: { text: schedule.sessionName } }),
    ...(slotType !== undefined && { serviceType: [{ text: slotType }] }),
    description,
    start: formatLocalDateTime(start),
    end: formatLocalDateTime(end),
    slot: slotIds.map((slotId) => ({ reference: `Slot/${slotId}` })),
    created: formatLocalDateTime(created),
    ...(comment !== undefined && { comment }),
    participant: actors.map((reference) => ({ actor: { reference }, status: 'accepted' })),
  }
}
