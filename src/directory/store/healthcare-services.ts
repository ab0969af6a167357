import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable } from '../../postgres/database.ts'
import type { HealthcareService } from '../model.ts'

/** Where service filtering is off, no service exists for anyone outside (SLOT-10). */
const SELECT_SERVICE = `select h.id, h.version, h.dos_service_id as "dosServiceId", h.name
  from healthcare_service h join organisation o on o.ods_code = h.ods_code and o.service_filtering_on`

/** The practice's list, or nothing where service filtering is off. */
export function findHealthcareServices(db: Queryable, practice: OdsCode): Promise<HealthcareService[]> {
  return db.query<HealthcareService>(`${SELECT_SERVICE} where h.ods_code = $1 order by h.name, h.id`, [practice])
}

/** Those of the ids that are in this practice's list, each once. */
export function findHealthcareServicesById(db: Queryable, practice: OdsCode, ids: readonly string[]): Promise<HealthcareService[]> {
  return db.query<HealthcareService>(`${SELECT_SERVICE} where h.ods_code = $1 and h.id = any($2::text[]) order by h.id`, [practice, ids])
}

export async function findHealthcareServiceByDosId(
  db: Queryable,
  practice: OdsCode,
  dosServiceId: string,
): Promise<HealthcareService | undefined> {
  const [row] = await db.query<HealthcareService>(`${SELECT_SERVICE} where h.ods_code = $1 and h.dos_service_id = $2`, [
    practice,
    dosServiceId,
  ])
  return row
}
