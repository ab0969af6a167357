import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Tx } from '../../postgres/database.ts'
import { COUNT_SAVED, NOTHING_SAVED, type SavedRows } from './save-count.ts'

export type ServiceToSave = { newId: string; key: string; dosServiceId: string; name: string }

/** Which of them the book holds under another key. */
export async function findServicesOfOtherKeys(
  tx: Tx,
  practice: OdsCode,
  services: readonly Pick<ServiceToSave, 'key' | 'dosServiceId'>[],
): Promise<string[]> {
  const rows = await tx.query<{ key: string }>(
    `select f.key from jsonb_to_recordset($2::jsonb) as f (key text, "dosServiceId" text)
     join healthcare_service s on s.ods_code = $1 and s.dos_service_id = f."dosServiceId" and s.key <> f.key`,
    [practice, JSON.stringify(services)],
  )
  return rows.map(({ key }) => key)
}

export async function saveServices(tx: Tx, practice: OdsCode, services: readonly ServiceToSave[]): Promise<SavedRows> {
  const [counted] = await tx.query<SavedRows>(
    `with saved as (
       insert into healthcare_service (ods_code, id, key, dos_service_id, name)
       select $1, f."newId", f.key, f."dosServiceId", f.name
       from jsonb_to_recordset($2::jsonb) as f ("newId" text, key text, "dosServiceId" text, name text)
       on conflict (ods_code, key) do update set dos_service_id = excluded.dos_service_id, name = excluded.name,
         version = healthcare_service.version + 1
       where (healthcare_service.dos_service_id, healthcare_service.name) is distinct from (excluded.dos_service_id, excluded.name)
       returning version)
     ${COUNT_SAVED}`,
    [practice, JSON.stringify(services)],
  )
  return counted ?? NOTHING_SAVED
}
