import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable } from '../../postgres/database.ts'
import type { Chain } from '../entry.ts'

/** Every chain that has entries, a head, or both. It steps from one to the next by the index: there are far fewer of them than entries. */
export async function findChains(db: Queryable): Promise<Chain[]> {
  const rows = await db.query<{ chain: Chain }>(
    `with recursive chain (ods_code) as (
       (select ods_code from audit_entry order by ods_code limit 1)
       union all
       select (select e.ods_code from audit_entry e where e.ods_code > chain.ods_code order by e.ods_code limit 1)
       from chain where chain.ods_code is not null)
     select ods_code as chain from chain where ods_code is not null
     union select ods_code from audit_head order by 1`,
  )
  return rows.map(({ chain }) => chain)
}

/** Every practice where an interaction has changed something. */
export async function findChangedPractices(db: Queryable): Promise<OdsCode[]> {
  const rows = await db.query<{ practice: OdsCode }>(
    `with recursive practice (ods_code) as (
       (select ods_code from provenance order by ods_code limit 1)
       union all
       select (select p.ods_code from provenance p where p.ods_code > practice.ods_code order by p.ods_code limit 1)
       from practice where practice.ods_code is not null)
     select ods_code as practice from practice where ods_code is not null order by 1`,
  )
  return rows.map(({ practice }) => practice)
}
