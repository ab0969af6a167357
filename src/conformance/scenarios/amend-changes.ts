import { type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import { extensionsOf, referenceIn } from '../checks/check-by-type.ts'
import { withMembers } from '../steps/booking.ts'
import { EXTENSION, SYSTEM } from '../vocabulary.ts'

const UNKNOWN = '00000000-0000-4000-8000-00000000dead'

/** One thing that an amendment does not do, and what is then sent. */
export type AmendmentRow = { id: string; title: string; requirement?: string; alter: (appointment: JsonObject) => JsonObject }

export const instead = (members: Record<string, unknown>) => (appointment: JsonObject) => withMembers(appointment, members)
const participants = (appointment: JsonObject) => objectsOf(appointment.participant)
const isOf = (type: string, one: JsonObject) => referenceIn(one.actor).startsWith(`${type}/`)
/** Every participant of the type replaced by these. */
export const participantInstead = (type: string, others: (one: JsonObject) => JsonObject[]) => (appointment: JsonObject) =>
  withMembers(appointment, { participant: participants(appointment).flatMap((one) => (isOf(type, one) ? others(one) : [one])) })
export const extensionInstead = (url: string, members: Record<string, unknown> | undefined) => (appointment: JsonObject) => {
  const others = objectsOf(appointment.extension).filter((extension) => extension.url !== url)
  return withMembers(appointment, { extension: [...others, ...(members ? [{ url, ...members }] : [])] })
}
const organisationInstead = (members: Record<string, unknown>) => (appointment: JsonObject) =>
  withMembers(appointment, { contained: objectsOf(appointment.contained).map((one) => withMembers(one, members)) })
const role = (code: string, display: string) => ({ valueCodeableConcept: { coding: [{ system: SYSTEM.jobRole, code, display }] } })

/** APT-09: each element in turn that an amendment leaves as it was. */
export const CHANGED: AmendmentRow[] = [
  { id: 'status', title: 'with the status pending', alter: instead({ status: 'pending' }) },
  { id: 'status-noshow', title: 'with the status noshow', alter: instead({ status: 'noshow' }) },
  { id: 'status-cancelled', title: 'with the status cancelled', alter: instead({ status: 'cancelled' }) },
  { id: 'start', title: 'with another start', alter: instead({ start: '2030-01-02T09:00:00+00:00' }) },
  { id: 'end', title: 'with another end', alter: instead({ end: '2030-01-02T09:10:00+00:00' }) },
  { id: 'created', title: 'with another moment of creation', alter: instead({ created: '2020-01-02T09:10:00+00:00' }) },
  { id: 'slot', title: 'with another slot', alter: instead({ slot: [{ reference: `Slot/${UNKNOWN}` }] }) },
  {
    id: 'patient',
    title: 'with another patient',
    alter: participantInstead('Patient', (one) => [{ ...one, actor: { reference: `Patient/${UNKNOWN}` } }]),
  },
  {
    id: 'location',
    title: 'with another location',
    alter: participantInstead('Location', (one) => [{ ...one, actor: { reference: `Location/${UNKNOWN}` } }]),
  },
  {
    id: 'practitioner',
    title: 'with another practitioner beside the patient',
    alter: participantInstead('Patient', (one) => [one, { actor: { reference: `Practitioner/${UNKNOWN}` }, status: 'accepted' }]),
  },
  { id: 'without-patient', title: 'without the patient', alter: participantInstead('Patient', () => []) },
  { id: 'without-location', title: 'without the location', alter: participantInstead('Location', () => []) },
  { id: 'patient-twice', title: 'with the patient twice', alter: participantInstead('Patient', (one) => [one, one]) },
  {
    id: 'participant-status',
    title: 'with a patient who has declined',
    alter: participantInstead('Patient', (one) => [{ ...one, status: 'declined' }]),
  },
  {
    id: 'organisation-code',
    title: 'with a booking organisation of another code',
    alter: organisationInstead({ identifier: [{ system: SYSTEM.odsCode, value: 'X99997' }] }),
  },
  { id: 'organisation-name', title: 'with a booking organisation of another name', alter: organisationInstead({ name: 'Somebody else' }) },
  {
    id: 'organisation-number',
    title: 'with a booking organisation of another number',
    alter: organisationInstead({ telecom: [{ system: 'phone', value: '0300 303 9999' }] }),
  },
  {
    id: 'without-organisation',
    title: 'without the booking organisation',
    alter: (appointment) => withMembers(extensionInstead(EXTENSION.bookingOrganisation, undefined)(appointment), { contained: undefined }),
  },
  {
    id: 'channel',
    title: 'with another delivery channel',
    alter: (appointment) => {
      const [{ valueCode } = {}] = extensionsOf(appointment, EXTENSION.deliveryChannel)
      return extensionInstead(EXTENSION.deliveryChannel, { valueCode: valueCode === 'Video' ? 'Telephone' : 'Video' })(appointment)
    },
  },
  {
    id: 'role',
    title: 'with another practitioner role',
    alter: (appointment) => {
      const isPhlebotomist = JSON.stringify(extensionsOf(appointment, EXTENSION.practitionerRole)).includes('R1590')
      const other = isPhlebotomist ? role('R0680', 'Midwife') : role('R1590', 'Phlebotomist')
      return extensionInstead(EXTENSION.practitionerRole, other)(appointment)
    },
  },
  { id: 'service-type', title: 'with another service type', alter: instead({ serviceType: [{ text: 'Something else' }] }) },
  { id: 'service-category', title: 'with another service category', alter: instead({ serviceCategory: { text: 'Something else' } }) },
  { id: 'priority', title: 'with a priority that was not there', alter: instead({ priority: 7 }) },
  { id: 'minutes', title: 'with a length that was not there', alter: instead({ minutesDuration: 1 }) },
  {
    id: 'identifier',
    title: 'with an identifier that was not there',
    alter: instead({ identifier: [{ system: 'https://judge.example/Id/appointment', value: '1' }] }),
  },
]
