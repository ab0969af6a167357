import { EXTENSIONS, SYSTEMS } from '../fhir/urls.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import { extensionAt, identifierAt, type Loose, objectAt, objectsAt, textAt } from '../spine/loose-json.ts'
import { idAmong, idReferredTo } from './bundle-reading.ts'
import { timesOf } from './offer.ts'
import {
  decodeLocation,
  decodePractitioner,
  decodeRole,
  type PlaceToGo,
  type PractitionerRole,
  type PractitionerSeen,
} from './who-and-where.ts'

/** An appointment as the practice holds it. */
export type Appointment = {
  practice: OdsCode
  id: string
  version: string | undefined
  status: string
  /** Of a cancelled one. */
  cancellationReason: string | undefined
  start: string
  end: string
  minutes: number
  description: string | undefined
  comment: string | undefined
  created: string | undefined
  deliveryChannel: string | undefined
  slotType: string | undefined
  sessionType: string | undefined
  practitionerRole: PractitionerRole | undefined
  practitioner: PractitionerSeen | undefined
  location: PlaceToGo | undefined
  patientId: string | undefined
  slotIds: readonly string[]
  bookedBy: { odsCode: string | undefined; name: string | undefined } | undefined
}

/** Practitioner and location are named by id only: an Appointment comes without them. Undefined if it lacks what makes an appointment. */
export function decodeAppointment(resource: Loose, practice: OdsCode): Appointment | undefined {
  const [id, status, times] = [textAt(resource, 'id'), textAt(resource, 'status'), timesOf(resource)]
  if (id === undefined || status === undefined || times === undefined) return undefined

  const actors = objectsAt(resource, 'participant')
    .map((participant) => objectAt(participant, 'actor'))
    .filter((actor) => actor !== undefined)
  const practitionerId = idAmong('Practitioner', actors)
  const locationId = idAmong('Location', actors)
  return {
    practice,
    id,
    version: textAt(objectAt(resource, 'meta'), 'versionId'),
    status,
    cancellationReason: textAt(extensionAt(resource, EXTENSIONS.appointmentCancellationReason), 'valueString'),
    ...times,
    description: textAt(resource, 'description'),
    comment: textAt(resource, 'comment'),
    created: textAt(resource, 'created'),
    deliveryChannel: textAt(extensionAt(resource, EXTENSIONS.deliveryChannel), 'valueCode'),
    slotType: textAt(objectAt(resource, 'serviceType'), 'text'),
    sessionType: textAt(objectAt(resource, 'serviceCategory'), 'text'),
    practitionerRole: decodeRole(resource),
    practitioner: practitionerId === undefined ? undefined : decodePractitioner(practitionerId, undefined),
    location: locationId === undefined ? undefined : decodeLocation(locationId, undefined),
    patientId: idAmong('Patient', actors),
    slotIds: objectsAt(resource, 'slot').flatMap((slot) => idReferredTo('Slot', textAt(slot, 'reference')) ?? []),
    bookedBy: bookingOrganisation(resource),
  }
}

function bookingOrganisation(resource: Loose): Appointment['bookedBy'] {
  const reference = textAt(objectAt(extensionAt(resource, EXTENSIONS.bookingOrganisation), 'valueReference'), 'reference')
  // `#1` means something within its own resource only.
  const organisation = objectsAt(resource, 'contained').find((contained) => `#${textAt(contained, 'id')}` === reference)
  return organisation && { odsCode: identifierAt(organisation, SYSTEMS.odsOrganisationCode), name: textAt(organisation, 'name') }
}
