import { EXTENSIONS } from '../fhir/urls.ts'
import { extensionAt, type Loose, objectAt, textAt, textsAt } from '../spine/loose-json.ts'

export type PractitionerSeen = { id: string; name: string | undefined; gender: string | undefined }
export type PractitionerRole = { code: string | undefined; display: string | undefined }
/** `address` is a line for reading out: what there is of lines, city, county and postcode. */
export type PlaceToGo = { id: string; name: string | undefined; address: string | undefined }

/** The resource is missing where it was not included, or could not be read. */
export function decodePractitioner(id: string, practitioner: Loose | undefined): PractitionerSeen {
  const name = objectAt(practitioner, 'name')
  const parts = [...textsAt(name, 'prefix'), ...textsAt(name, 'given'), ...textsAt(name, 'family')]
  return { id, name: parts.length > 0 ? parts.join(' ') : textAt(name, 'text'), gender: textAt(practitioner, 'gender') }
}

export function decodeLocation(id: string, location: Loose | undefined): PlaceToGo {
  const address = objectAt(location, 'address')
  const parts = ['line', 'city', 'district', 'postalCode'].flatMap((part) => textsAt(address, part))
  return { id, name: textAt(location, 'name'), address: parts.length > 0 ? parts.join(', ') : undefined }
}

/** On a Schedule or an Appointment. Codes outside the published twenty are shown as they come. */
export function decodeRole(resource: Loose | undefined): PractitionerRole | undefined {
  const concept = objectAt(extensionAt(resource, EXTENSIONS.practitionerRole), 'valueCodeableConcept')
  const coding = objectAt(concept, 'coding')
  const code = textAt(coding, 'code')
  const display = textAt(coding, 'display') ?? textAt(concept, 'text')
  return code === undefined && display === undefined ? undefined : { code, display }
}
