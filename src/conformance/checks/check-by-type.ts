import { isJsonObject, type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import { BOOKABLE_CHANNELS, EXTENSION, ORGANISATION_TYPES, SYSTEM } from '../vocabulary.ts'
import { type Fault, fault } from './fault.ts'
import { PROHIBITED_PATIENT_EXTENSIONS } from './prohibited.ts'

type Of = { resource: JsonObject; type: string; as: 'whole' | 'entry' | 'contained' }

/** What a profile and the text ask of one type. */
export function checkByType({ resource, type, as }: Of): Fault[] {
  const faults: Fault[] = []
  CHECKS[type]?.(
    resource,
    (requirement, rule, expected, got) => {
      if (expected !== got) faults.push(fault(requirement, rule, { expected, got }))
    },
    as,
  )
  return faults
}

type Hold = (requirement: string, rule: string, expected: unknown, got: unknown) => void
type Check = (resource: JsonObject, hold: Hold, as: Of['as']) => void

const CHECKS: Readonly<Record<string, Check>> = {
  Slot: (slot, hold) => {
    checkChannel(slot, hold, BOOKABLE_CHANNELS, 'SLOT-09')
    hold('SLOT-06', 'Only free slots are found.', 'free', slot.status)
    hold('SLOT-09', 'A slot names its schedule.', true, /^Schedule\//.test(referenceIn(slot.schedule)))
    hold('SLOT-09', 'A slot ends after it starts.', true, Date.parse(String(slot.end)) > Date.parse(String(slot.start)))
  },
  Schedule: (schedule, hold) => {
    hold('SLOT-09', 'A schedule has exactly one practitioner role.', 1, extensionsOf(schedule, EXTENSION.practitionerRole).length)
    checkRole(schedule, hold)
    hold('SLOT-09', 'A schedule has no delivery channel.', 0, extensionsOf(schedule, EXTENSION.deliveryChannel).length)
    const actors = objectsOf(schedule.actor).map(referenceIn)
    hold('SLOT-09', 'A schedule names one Location.', 1, actors.filter((actor) => actor.startsWith('Location/')).length)
    hold('SLOT-09', 'A schedule has a planning horizon.', true, isJsonObject(schedule.planningHorizon))
  },
  Appointment: checkAppointment,
  Patient: (patient, hold) => {
    const [identifier = {}, ...others] = objectsOf(patient.identifier)
    hold('PAT-05', 'The NHS number is the only identifier of a patient.', 0, others.length)
    hold('PAT-05', 'A patient is identified by the NHS number.', SYSTEM.nhsNumber, identifier.system)
    const [status = {}] = extensionsOf(identifier, EXTENSION.nhsNumberVerificationStatus)
    hold('PAT-05', 'The NHS number says how far it is verified.', SYSTEM.verificationStatus, codingIn(status).system)
    hold('PAT-03', 'Nobody is shown whose NHS number is not verified.', '01', codingIn(status).code)
    const names = objectsOf(patient.name)
    hold('PAT-05', 'A patient has exactly one name, the official one.', 'official', names.map(({ use }) => use).join(' '))
    hold('PAT-05', 'A patient belongs to this practice.', true, /^Organization\//.test(referenceIn(patient.managingOrganization)))
    const unwanted = objectsOf(patient.extension).filter(({ url }) => PROHIBITED_PATIENT_EXTENSIONS.test(String(url)))
    hold('PAT-05', 'Ethnicity, religion and the like are never sent.', '', unwanted.map(({ url }) => url).join(' '))
    const [details = {}, ...further] = extensionsOf(patient, EXTENSION.registrationDetails)
    hold('PAT-05', 'A patient has one set of registration details.', 0, further.length)
    hold('PAT-05', 'No registration status is sent.', 0, extensionsOf(details, 'registrationStatus').length)
  },
  Practitioner: (practitioner, hold) => {
    hold('ORG-02', 'A practitioner has exactly one name.', 1, objectsOf(practitioner.name).length)
  },
  Organization: (organization, hold) => {
    const codes = objectsOf(organization.identifier).filter(({ system }) => system === SYSTEM.odsCode)
    hold('ORG-02', 'An organisation has its ODS code.', 1, codes.length)
    hold('ORG-02', 'An organisation has a name.', true, typeof organization.name === 'string')
  },
  Location: (location, hold) => {
    hold('ORG-02', 'A location names its organisation.', true, /^Organization\//.test(referenceIn(location.managingOrganization)))
  },
  HealthcareService: (service, hold) => {
    const ids = objectsOf(service.identifier).filter(({ system }) => system === SYSTEM.dosServiceId)
    hold('ORG-05', 'A service has its DOS id.', 1, ids.length)
    hold('ORG-05', 'A service says who provides it.', true, /^Organization\//.test(referenceIn(service.providedBy)))
    hold('ORG-05', 'A service has a name.', true, typeof service.name === 'string')
  },
  Bundle: (bundle, hold) => {
    hold('GEN-17', 'A search is answered with a searchset.', 'searchset', bundle.type)
    hold('GEN-17', 'An empty result has no entry.', false, Array.isArray(bundle.entry) && bundle.entry.length === 0)
  },
}

function checkAppointment(appointment: JsonObject, hold: Hold): void {
  const { status, description, comment } = appointment
  hold('APT-06', 'An appointment is booked or cancelled.', true, status === 'booked' || status === 'cancelled')
  checkChannel(appointment, hold, [...BOOKABLE_CHANNELS, 'Visit'], 'APT-06')
  hold('APT-06', 'An appointment has the role of who is seen.', true, extensionsOf(appointment, EXTENSION.practitionerRole).length >= 1)
  checkRole(appointment, hold)
  for (const element of ['description', 'start', 'end', 'created']) {
    hold('APT-01', `An appointment has ${element}.`, 'string', typeof appointment[element])
  }
  hold('APT-01', 'A description has 1 to 100 characters.', true, lengthOf(description) >= 1 && lengthOf(description) <= 100)
  hold('APT-01', 'A comment has at most 500 characters.', true, lengthOf(comment) <= 500)
  hold(
    'APT-01',
    'An appointment names its slots.',
    true,
    objectsOf(appointment.slot).length >= 1 && objectsOf(appointment.slot).every((slot) => /^Slot\//.test(referenceIn(slot))),
  )
  const participants = objectsOf(appointment.participant)
  const actors = participants.map(({ actor }) => referenceIn(actor))
  hold('APT-01', 'An appointment has one patient.', 1, actors.filter((actor) => actor.startsWith('Patient/')).length)
  hold('APT-01', 'An appointment has one location.', 1, actors.filter((actor) => actor.startsWith('Location/')).length)
  hold(
    'APT-01',
    'Every participant has an actor and a status.',
    true,
    participants.every((one) => one.status !== undefined && referenceIn(one.actor) !== ''),
  )
  const reasons = extensionsOf(appointment, EXTENSION.cancellationReason)
  hold('APT-10', 'A cancelled appointment, and no other, has its reason.', status === 'cancelled', reasons.length === 1)
  checkBookingOrganisation(appointment, hold)
}

function checkBookingOrganisation(appointment: JsonObject, hold: Hold): void {
  const [extension] = extensionsOf(appointment, EXTENSION.bookingOrganisation)
  if (!extension) return
  const target = referenceIn(extension.valueReference)
  const organisation = objectsOf(appointment.contained).find(({ id }) => `#${id}` === target)
  hold('APT-06', 'The booking organisation is contained in the appointment.', 'Organization', organisation?.resourceType)
  hold('APT-06', 'The booking organisation has telephone numbers or the like.', true, objectsOf(organisation?.telecom).length > 0)
  const [type] = objectsOf(organisation?.type)
  if (type)
    hold(
      'APT-06',
      "The booking organisation's type is of the code list.",
      true,
      ORGANISATION_TYPES.includes(String(objectsOf(type.coding)[0]?.code)),
    )
}

function checkChannel(resource: JsonObject, hold: Hold, channels: readonly string[], requirement: string): void {
  const found = extensionsOf(resource, EXTENSION.deliveryChannel)
  hold(requirement, `A ${resource.resourceType} has one delivery channel.`, 1, found.length)
  const code = String(found[0]?.valueCode)
  if (!channels.includes(code)) hold(requirement, 'The delivery channel is of the code list.', channels.join(', '), code)
}

function checkRole(resource: JsonObject, hold: Hold): void {
  for (const role of extensionsOf(resource, EXTENSION.practitionerRole)) {
    const { system, code, display } = codingIn(role)
    hold('SLOT-09', 'The practitioner role is an SDS job role.', true, system === SYSTEM.jobRole || system === SYSTEM.laterJobRole)
    hold('SLOT-09', 'The practitioner role has a code and a display.', true, /^R\d{4}$/.test(String(code)) && typeof display === 'string')
  }
}

export function extensionsOf(resource: JsonObject, url: string): JsonObject[] {
  return objectsOf(resource.extension).filter((extension) => extension.url === url)
}

export function referenceIn(value: unknown): string {
  return isJsonObject(value) && typeof value.reference === 'string' ? value.reference : ''
}

export function codingIn(extension: JsonObject): JsonObject {
  const concept = isJsonObject(extension.valueCodeableConcept) ? extension.valueCodeableConcept : {}
  return objectsOf(concept.coding)[0] ?? {}
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? [...value].length : 0
}
