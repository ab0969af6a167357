import type { Address, Telecom } from '../../nhs/contact-details.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Tx } from '../../postgres/database.ts'
import { COUNT_SAVED, NOTHING_SAVED, type SavedRows } from './save-count.ts'

export type LocationToSave = { newId: string; key: string; name: string; address?: Address; telecom: readonly Telecom[] }

export async function saveLocations(tx: Tx, practice: OdsCode, locations: readonly LocationToSave[]): Promise<SavedRows> {
  const [counted] = await tx.query<SavedRows>(
    `with saved as (
       insert into location (ods_code, id, key, name, address, telecom)
       select $1, f."newId", f.key, f.name, f.address, f.telecom
       from jsonb_to_recordset($2::jsonb) as f ("newId" text, key text, name text, address jsonb, telecom jsonb)
       on conflict (ods_code, key) do update set name = excluded.name, address = excluded.address, telecom = excluded.telecom,
         version = location.version + 1
       where (location.name, location.address, location.telecom) is distinct from (excluded.name, excluded.address, excluded.telecom)
       returning version)
     ${COUNT_SAVED}`,
    [practice, JSON.stringify(locations)],
  )
  return counted ?? NOTHING_SAVED
}
