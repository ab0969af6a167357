import type { BookingRequest, SlotId } from '../../appointments/model.ts'
import { checkShape } from '../../fhir/check-shape.ts'
import type { Appointment } from '../../fhir/types.ts'
import { EXTENSIONS, PROFILES } from '../../fhir/urls.ts'
import { momentOf, parseLocalDate } from '../../nhs/local-time.ts'
import type { PatientId } from '../../patients/model.ts'
import { checkTexts } from './appointment-texts.ts'
import { decodeBookingOrganisation } from './booking-organisation.ts'
import { parseMoment } from './dates.ts'
import { parseReference } from './references.ts'
import { prohibited, type ResourceFault, refuseFaults } from './refuse.ts'

/** `reason` and `specialty` are forbidden by the text, `id` de facto, the rest by the profile (APT-01). */
const PROHIBITED = [
  'id',
  'reason',
  'specialty',
  'appointmentType',
  'indication',
  'supportingInformation',
  'incomingReferral',
  'requestedPeriod',
]

/** APT-01: the request that a submitted Appointment makes. Throws one refusal that names every fault found. */
export function decodeBookingRequest(body: unknown): Omit<BookingRequest, 'practice'> {
  refuseFaults(checkShape(body, 'Appointment'))
  // checkShape has proved it.
  const appointment = body as Appointment

  const faults: ResourceFault[] = checkProfile(appointment)
  const bookingOrganisation = decodeBookingOrganisation(appointment, faults)
  const actors = decodeParticipants(appointment, faults)
  const slotIds = decodeSlots(appointment, faults)
  const [start, end] = [decodeMoment('start', appointment.start, faults), decodeMoment('end', appointment.end, faults)]
  const created = decodeMoment('created', appointment.created, faults)
  refuseFaults(faults)
  if (!bookingOrganisation || !start || !end || !created) throw new Error('A fault of a booking request was not named.')

  const { description = '', comment } = appointment
  return { ...actors, slotIds, start, end, created, description, ...(comment !== undefined && { comment }), bookingOrganisation }
}

function checkProfile(appointment: Appointment): ResourceFault[] {
  const faults = prohibited('Appointment', appointment, PROHIBITED)
  const say = (path: string, message: string) => faults.push({ path: `Appointment.${path}`, message })

  if (!appointment.meta?.profile?.includes(PROFILES.Appointment)) say('meta.profile', `must hold ${PROFILES.Appointment}`)
  if (appointment.status !== 'booked') say('status', 'must be booked')
  if (appointment.extension?.some(({ url }) => url === EXTENSIONS.appointmentCancellationReason)) {
    say('extension(AppointmentCancellationReason)', 'must not be sent in a booking')
  }
  faults.push(...checkTexts(appointment))
  for (const [index, identifier] of (appointment.identifier ?? []).entries()) {
    const path = `identifier[${index}]`
    faults.push(...prohibited(`Appointment.${path}`, identifier, ['use', 'type', 'period', 'assigner']))
    if (!identifier.system || !identifier.value) say(path, 'must have system and value')
  }
  return faults
}

type Actors = Pick<BookingRequest, 'patientId' | 'locationId' | 'practitionerId' | 'healthcareServiceId'>

function decodeParticipants(appointment: Appointment, faults: ResourceFault[]): Actors {
  const ids = new Map<string, string[]>()
  for (const [index, { actor }] of appointment.participant.entries()) {
    const reference = parseReference(actor?.reference)
    if (reference) ids.set(reference.type, [...(ids.get(reference.type) ?? []), reference.id])
    else faults.push({ path: `Appointment.participant[${index}].actor`, message: 'must be a relative reference, such as Patient/[id]' })
  }
  const say = (message: string) => faults.push({ path: 'Appointment.participant', message })
  for (const type of ['Patient', 'Location']) if ((ids.get(type)?.length ?? 0) !== 1) say(`must hold exactly one ${type}`)
  for (const type of ['Practitioner', 'HealthcareService']) if ((ids.get(type)?.length ?? 0) > 1) say(`must hold at most one ${type}`)
  for (const type of ids.keys()) {
    if (!['Patient', 'Location', 'Practitioner', 'HealthcareService'].includes(type)) say(`must not hold a ${type}`)
  }

  const [practitionerId] = ids.get('Practitioner') ?? []
  const [healthcareServiceId] = ids.get('HealthcareService') ?? []
  return {
    patientId: (ids.get('Patient')?.[0] ?? '') as PatientId,
    locationId: ids.get('Location')?.[0] ?? '',
    ...(practitionerId !== undefined && { practitionerId }),
    ...(healthcareServiceId !== undefined && { healthcareServiceId }),
  }
}

function decodeSlots(appointment: Appointment, faults: ResourceFault[]): SlotId[] {
  const references = (appointment.slot ?? []).map(({ reference }) => parseReference(reference))
  if (references.length === 0) faults.push({ path: 'Appointment.slot', message: 'must hold at least one Slot' })
  for (const [index, reference] of references.entries()) {
    if (reference?.type !== 'Slot') {
      faults.push({ path: `Appointment.slot[${index}]`, message: 'must be a relative reference to a Slot: Slot/[id]' })
    }
  }
  const ids = references.flatMap((reference) => (reference ? [reference.id as SlotId] : []))
  if (new Set(ids).size !== ids.length) faults.push({ path: 'Appointment.slot', message: 'must not name a Slot twice' })
  return ids
}

function decodeMoment(element: 'start' | 'end' | 'created', text: string | undefined, faults: ResourceFault[]): Date | undefined {
  // `created` is a dateTime: a consumer may send the day alone.
  const date = element === 'created' ? parseLocalDate(text ?? '') : undefined
  const moment = date === undefined ? parseMoment(text ?? '') : momentOf(date)
  if (!moment) faults.push({ path: `Appointment.${element}`, message: text ? 'must be a date and time with its offset' : 'must be sent' })
  return moment
}
