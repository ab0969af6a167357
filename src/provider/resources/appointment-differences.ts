import type { Appointment, BookingOrganisation } from '../../appointments/model.ts'
import type { Appointment as AppointmentResource, CodeableConcept, Extension, Reference } from '../../fhir/types.ts'
import { EXTENSIONS } from '../../fhir/urls.ts'
import { toAppointmentResource } from './appointment.ts'
import { decodeBookingOrganisation } from './booking-organisation.ts'
import { parseMoment } from './dates.ts'
import { parseReference } from './references.ts'
import type { ResourceFault } from './refuse.ts'

/** What a change may bring along, and what is judged by itself: the texts, the status and its reason. */
type Changeable = readonly ('description' | 'comment' | 'status')[]

/** Elements that say nothing of the appointment itself. */
const NOT_COMPARED = ['resourceType', 'id', 'meta', 'text', 'contained', 'extension']

/**
 * APT-09, APT-10: every element in which a submitted Appointment differs from the stored one, but for those that may. Moments are
 * compared and not strings; unknown extensions are passed over (GEN-20).
 */
export function differencesOf(submitted: AppointmentResource, stored: Appointment, changeable: Changeable): ResourceFault[] {
  const before = toAppointmentResource(stored)
  const names = new Set([...Object.keys(submitted), ...Object.keys(before)].map((name) => name.replace(/^_/, '')))
  const differing = [...names].filter(
    (name) =>
      !NOT_COMPARED.includes(name) &&
      !(changeable as readonly string[]).includes(name) &&
      !isSame(name as keyof AppointmentResource, submitted, before),
  )
  return [
    ...differing.map((name) => ({ path: `Appointment.${name}`, message: 'must be as it was' })),
    ...differingExtensions(submitted, before),
    ...differingOrganisation(submitted, stored.bookingOrganisation),
  ]
}

function isSame(name: keyof AppointmentResource, submitted: AppointmentResource, before: AppointmentResource): boolean {
  switch (name) {
    case 'start':
    case 'end':
    case 'created':
      return momentOf(submitted[name]) === momentOf(before[name])
    case 'slot':
      return sameSet(referencesOf(submitted.slot ?? []), referencesOf(before.slot ?? []))
    case 'participant':
      return sameParticipants(submitted, before)
    // What the provider filled in (APT-06) may be left out of a change, as published requests do (APT-09).
    case 'serviceCategory':
      return submitted.serviceCategory === undefined || submitted.serviceCategory.text === before.serviceCategory?.text
    case 'serviceType':
      return submitted.serviceType === undefined || sameSet(textsOf(submitted.serviceType), textsOf(before.serviceType ?? []))
    default:
      return isDeepEqual(submitted[name], before[name])
  }
}

const momentOf = (text: string | undefined) => parseMoment(text ?? '')?.getTime()
const textsOf = (concepts: readonly CodeableConcept[]) => concepts.map(({ text = '' }) => text)

/** A reference that could be none of ours stays as it is, and so differs. */
function referencesOf(references: readonly Reference[]): string[] {
  return references.map(({ reference = '' }) => {
    const parsed = parseReference(reference)
    return parsed ? `${parsed.type}/${parsed.id}` : reference
  })
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.toSorted().join('\n') === other.toSorted().join('\n')
}

/** The practitioner and the service were filled in by the provider unless they were asked for; patient and location never. */
function sameParticipants(submitted: AppointmentResource, before: AppointmentResource): boolean {
  const describe = ({ actor, status, required, type }: AppointmentResource['participant'][number]) =>
    JSON.stringify([...referencesOf([actor ?? {}]), status, required, type])
  const [sent, held] = [submitted.participant.map(describe), before.participant.map(describe)]
  const mayBeMissing = (participant: string) => /^\["(?:Practitioner|HealthcareService)\//.test(participant)
  return (
    sent.length === new Set(sent).size &&
    sent.every((one) => held.includes(one)) &&
    held.every((one) => sent.includes(one) || mayBeMissing(one))
  )
}

/** Role and channel may be left out; the cancellation reason is judged by itself, and the booking organisation below. */
function differingExtensions(submitted: AppointmentResource, before: AppointmentResource): ResourceFault[] {
  const valuesOf = (appointment: AppointmentResource, url: string) =>
    (appointment.extension ?? []).filter((extension) => extension.url === url).map(codeOf)
  const compared = [
    ['PractitionerRole', EXTENSIONS.practitionerRole],
    ['DeliveryChannel', EXTENSIONS.deliveryChannel],
  ] as const
  return compared.flatMap(([name, url]) => {
    const sent = valuesOf(submitted, url)
    return sent.length === 0 || sameSet(sent, valuesOf(before, url))
      ? []
      : [{ path: `Appointment.extension(${name})`, message: 'must be as it was' }]
  })
}

/** By code: the display, and which of two systems names the role, make no difference (decision 0006). */
function codeOf({ valueCode, valueCodeableConcept }: Extension): string {
  return valueCode ?? valueCodeableConcept?.coding?.[0]?.code ?? ''
}

function differingOrganisation(submitted: AppointmentResource, stored: BookingOrganisation | undefined): ResourceFault[] {
  const path = 'Appointment.extension(BookingOrganisation)'
  const isSent = submitted.extension?.some(({ url }) => url === EXTENSIONS.bookingOrganisation) ?? false
  if (!stored || !isSent) return isSent === (stored !== undefined) ? [] : [{ path, message: 'must be as it was' }]

  const faults: ResourceFault[] = []
  const sent = decodeBookingOrganisation(submitted, faults)
  if (faults.length > 0 || !sent) return faults
  // The published answers leave the type out (decision 0006), so a consumer that builds on them may.
  const isSameType = sent.type === undefined || sent.type === stored.type
  return isSameType && isDeepEqual(comparable(sent), comparable(stored))
    ? []
    : [{ path: 'Appointment.contained(Organization)', message: 'must be as it was' }]
}

function comparable({ odsCode, name, telecom, addresses = [] }: BookingOrganisation) {
  return { odsCode, name, telecom: telecom.map(({ system, value }) => ({ system, value })), addresses }
}

function isDeepEqual(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  const [keys, others] = [Object.keys(one), Object.keys(other)]
  return keys.length === others.length && keys.every((key) => isDeepEqual(Reflect.get(one, key), Reflect.get(other, key)))
}
