import type { Address, Telecom } from '../../nhs/contact-details.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Tx } from '../../postgres/database.ts'

export type ListedPractice = {
  newOrganisationId: string
  newLocationId: string
  odsCode: OdsCode
  name: string
  address: Address
  telecom: readonly Telecom[]
}

export type ListedOutcome = 'added' | 'updated' | 'unchanged' | 'described by its own file'

/**
 * A practice and its main surgery as the national list has them. The list is upper case and may lag, so a practice that has
 * been set up here (an ASID, or anything in its book) keeps what its own file said.
 */
export async function saveListedPractice(tx: Tx, practice: ListedPractice): Promise<ListedOutcome> {
  const { newOrganisationId, newLocationId, odsCode, name, address, telecom } = practice
  const [row] = await tx.query<{ setUp: boolean; version: number | null; surgery: number | null }>(
    `with set_up as (
       select exists (select from organisation where ods_code = $1 and asid is not null)
         or exists (select from schedule where ods_code = $1) or exists (select from practitioner where ods_code = $1)
         or exists (select from patient where ods_code = $1) or exists (select from healthcare_service where ods_code = $1)
         or exists (select from location where ods_code = $1 and key <> 'main') as yes),
     saved as (
       insert into organisation (ods_code, id, name, address, telecom)
       select $1, $2, $4, $5::jsonb, $6::jsonb from set_up where not yes
       on conflict (ods_code) do update set name = excluded.name, address = excluded.address, telecom = excluded.telecom,
         version = organisation.version + 1
       where (organisation.name, organisation.address, organisation.telecom) is distinct from (excluded.name, excluded.address, excluded.telecom)
       returning version),
     main_surgery as (
       insert into location (ods_code, id, key, name, address, telecom)
       select $1, $3, 'main', $4, $5::jsonb, $6::jsonb from set_up where not yes
       on conflict (ods_code, key) do update set name = excluded.name, address = excluded.address, telecom = excluded.telecom,
         version = location.version + 1
       where (location.name, location.address, location.telecom) is distinct from (excluded.name, excluded.address, excluded.telecom)
       returning version)
     select yes as "setUp", (select version from saved) as version, (select version from main_surgery) as surgery from set_up`,
    [odsCode, newOrganisationId, newLocationId, name, JSON.stringify(address), JSON.stringify(telecom)],
  )
  if (row?.setUp) return 'described by its own file'
  if (row?.version === 1) return 'added'
  return row?.version || row?.surgery ? 'updated' : 'unchanged'
}
