import type { Caller } from '../audit/caller.ts'
import { recordProvenance } from '../audit/store/provenance.ts'
import { findHealthcareServicesById } from '../directory/store/healthcare-services.ts'
import { findLocations } from '../directory/store/locations.ts'
import { findPractitioners } from '../directory/store/practitioners.ts'
import { SpineError } from '../nhs/spine-errors.ts'
import { mayBeShown } from '../patients/model.ts'
import { findPatientById } from '../patients/store/patients.ts'
import type { Database, Tx } from '../postgres/database.ts'
import { askerOf, type Booked, checkBookable } from './check-bookable.ts'
import { countAgainstCaps } from './count-against-caps.ts'
import type { Appointment, BookingRequest, HeldSlot } from './model.ts'
import { insertAppointment } from './store/appointments.ts'
import { lockCaps } from './store/caps.ts'
import { lockSlots, occupySlots } from './store/slots.ts'

export type BookAppointmentDeps = { db: Database; now: () => Date; newId: () => string }

/** Takes every slot asked for, or none (APT-01..06). */
export function bookAppointment(deps: BookAppointmentDeps, request: BookingRequest, caller: Caller): Promise<Appointment> {
  const now = deps.now()
  const id = deps.newId()

  // May run more than once (deadlock, serialisation failure), so it changes nothing outside tx; and it refuses by
  // throwing, because a returned error would be committed.
  return deps.db.transaction(async (tx) => {
    // First: a cap spans slots, so bookings of different ones meet here.
    const locked = await lockCaps(tx, request.practice, askerOf(request))
    const slots = await lockSlots(tx, request.practice, request.slotIds)
    await checkReferences(tx, { request, slots, now })
    const caps = await countAgainstCaps(tx, request.practice, { caps: locked, slots })
    const appointment = appointmentOf(request, { id, now, booked: checkBookable(slots, request, { now, caps }) })

    await insertAppointment(tx, request.practice, appointment)
    await occupySlots(tx, request.practice, appointment)
    await recordProvenance(tx, { practice: request.practice, type: 'Appointment', id, version: appointment.version }, caller)
    return appointment
  })
}

/** APT-02. What the slots' own schedules name exists, so only other ids are looked up. */
async function checkReferences(tx: Tx, of: { request: BookingRequest; slots: readonly HeldSlot[]; now: Date }): Promise<void> {
  const { practice, patientId, locationId, practitionerId, healthcareServiceId } = of.request
  const schedules = of.slots.map((slot) => slot.schedule)
  const missing = (type: string) => new SpineError('REFERENCE_NOT_FOUND', `Appointment.participant: this practice has no such ${type}.`)

  const patient = await findPatientById(tx, practice, patientId)
  if (!patient) throw missing('Patient')
  if (!mayBeShown(patient, of.now))
    throw new SpineError('PATIENT_NOT_FOUND', 'Appointment.participant: this practice has no such active Patient.')

  const isSchedules = (property: 'locationId' | 'practitionerId' | 'healthcareServiceId', id: string) =>
    schedules.some((schedule) => schedule[property] === id)
  if (!isSchedules('locationId', locationId) && (await findLocations(tx, practice, [locationId])).length === 0) throw missing('Location')
  if (practitionerId !== undefined && !isSchedules('practitionerId', practitionerId)) {
    if ((await findPractitioners(tx, practice, [practitionerId])).length === 0) throw missing('Practitioner')
  }
  if (healthcareServiceId !== undefined && !isSchedules('healthcareServiceId', healthcareServiceId)) {
    if ((await findHealthcareServicesById(tx, practice, [healthcareServiceId])).length === 0) throw missing('HealthcareService')
  }
}

function appointmentOf(request: BookingRequest, of: { id: string; now: Date; booked: Booked }): Appointment {
  const { slots, first, last } = of.booked
  const { patientId, created, description, comment, bookingOrganisation } = request
  return {
    id: of.id,
    version: 1,
    status: 'booked',
    patientId,
    schedule: first.schedule,
    slotIds: slots.map((slot) => slot.id),
    ...(first.slotType !== undefined && { slotType: first.slotType }),
    deliveryChannel: first.deliveryChannel,
    start: first.start,
    end: last.end,
    created,
    description,
    ...(comment !== undefined && { comment }),
    bookingOrganisation,
    changedAt: of.now,
  }
}
