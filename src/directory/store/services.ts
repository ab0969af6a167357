import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable, Tx } from '../../postgres/database.ts'

/** As the practice has it, whether service filtering is on or off. `linked`: how many of its schedules are of this service. */
export type ListedService = { key: string; dosServiceId: string; name: string; linked: number }

export function listServices(db: Queryable, practice: OdsCode): Promise<ListedService[]> {
  return db.query<ListedService>(
    `select h.key, h.dos_service_id as "dosServiceId", h.name, count(c.id)::int as linked
     from healthcare_service h left join schedule c on c.ods_code = h.ods_code and c.healthcare_service_id = h.id
     where h.ods_code = $1 group by h.ods_code, h.id order by h.key`,
    [practice],
  )
}

export async function deleteService(tx: Tx, practice: OdsCode, key: string): Promise<void> {
  await tx.query(`delete from healthcare_service where ods_code = $1 and key = $2`, [practice, key])
}
