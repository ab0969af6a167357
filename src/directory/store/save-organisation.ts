import type { Address, Telecom } from '../../nhs/contact-details.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Tx } from '../../postgres/database.ts'
import { COUNT_SAVED, NOTHING_SAVED, type SavedRows } from './save-count.ts'

export type OrganisationToSave = { newId: string; asid?: string; name: string; address?: Address; telecom: readonly Telecom[] }

/** The practice itself. Every other row of its book refers to this one. */
export async function saveOrganisation(tx: Tx, practice: OdsCode, organisation: OrganisationToSave): Promise<SavedRows> {
  const { newId, asid, name, address, telecom } = organisation
  const [counted] = await tx.query<SavedRows>(
    `with saved as (
       insert into organisation (ods_code, id, asid, name, address, telecom) values ($1, $2, $3, $4, $5::jsonb, $6::jsonb)
       on conflict (ods_code) do update set asid = excluded.asid, name = excluded.name, address = excluded.address,
         telecom = excluded.telecom, version = organisation.version + 1
       where (organisation.asid, organisation.name, organisation.address, organisation.telecom)
         is distinct from (excluded.asid, excluded.name, excluded.address, excluded.telecom)
       returning version)
     ${COUNT_SAVED}`,
    [practice, newId, asid ?? null, name, address ? JSON.stringify(address) : null, JSON.stringify(telecom)],
  )
  return counted ?? NOTHING_SAVED
}
