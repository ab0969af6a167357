import type { OdsCode } from '../nhs/ods-code.ts'
import { SpineError } from '../nhs/spine-errors.ts'
import type { Queryable } from '../postgres/database.ts'
import type { HealthcareService, Location, Organisation, Practitioner } from './model.ts'
import { findHealthcareServicesById } from './store/healthcare-services.ts'
import { findLocations } from './store/locations.ts'
import { findPractitioners } from './store/practitioners.ts'
import { visitLocation } from './visit-location.ts'

export type ReadDirectoryDeps = { db: Queryable }

/** ORG-02, and the place that is none of a visit (APT-12). Another practice's id is an unknown id (GEN-19). */
export async function readLocation({ db }: ReadDirectoryDeps, practice: Organisation, id: string): Promise<Location> {
  const unknown = visitLocation(practice)
  if (id === unknown.id) return unknown

  const [location] = await findLocations(db, practice.odsCode, [id])
  if (!location) throw new SpineError('NO_RECORD_FOUND', 'This practice has no Location with that id.')
  return location
}

/** ORG-02. */
export async function readPractitioner({ db }: ReadDirectoryDeps, practice: OdsCode, id: string): Promise<Practitioner> {
  const [practitioner] = await findPractitioners(db, practice, [id])
  if (!practitioner) throw new SpineError('PRACTITIONER_NOT_FOUND', 'This practice has no Practitioner with that id.')
  return practitioner
}

/** ORG-02, ORG-05: with service filtering off the list is empty, so every id is unknown. */
export async function readHealthcareService({ db }: ReadDirectoryDeps, practice: OdsCode, id: string): Promise<HealthcareService> {
  const [service] = await findHealthcareServicesById(db, practice, [id])
  if (!service) throw new SpineError('NO_RECORD_FOUND', 'This practice has no HealthcareService with that id.')
  return service
}

/** ORG-02: the only Organization under a practice's root is the practice itself (ORG-03). */
export function checkIsOrganisation(organisation: Organisation, id: string): void {
  if (organisation.id !== id)
    throw new SpineError('ORGANISATION_NOT_FOUND', 'The only Organization here is the practice itself; it has another id.')
}
