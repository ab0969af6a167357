import { EXTENSIONS, SYSTEMS } from '../fhir/urls.ts'
import { extensionAt, identifierAt, type Loose, objectAt, objectsAt, textAt, textsAt } from '../spine/loose-json.ts'

/** A patient as the practice holds them. `id` is the practice's own, good for this practice only. */
export type PracticePatient = {
  id: string
  nhsNumber: string | undefined
  family: string
  given: readonly string[]
  prefix: readonly string[]
  gender: string | undefined
  birthDate: string | undefined
  /** As the practice words it: `Temporary`. */
  registrationType: string | undefined
}

/** Undefined for what has no id, and so cannot be booked for. */
export function decodePracticePatient(patient: Loose): PracticePatient | undefined {
  const id = textAt(patient, 'id')
  if (id === undefined) return undefined
  const names = objectsAt(patient, 'name')
  const name = names.find(({ use }) => use === 'official') ?? names[0]
  return {
    id,
    nhsNumber: identifierAt(patient, SYSTEMS.nhsNumber),
    family: textAt(name, 'family') ?? '',
    given: textsAt(name, 'given'),
    prefix: textsAt(name, 'prefix'),
    gender: textAt(patient, 'gender'),
    birthDate: textAt(patient, 'birthDate'),
    registrationType: registrationType(patient),
  }
}

function registrationType(patient: Loose): string | undefined {
  const details = extensionAt(patient, EXTENSIONS.registrationDetails)
  const concept = objectAt(extensionAt(details, 'registrationType'), 'valueCodeableConcept')
  const coding = objectAt(concept, 'coding')
  return textAt(concept, 'text') ?? textAt(coding, 'display') ?? textAt(coding, 'code')
}
