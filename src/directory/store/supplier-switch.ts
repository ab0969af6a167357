import type { Queryable, Tx } from '../../postgres/database.ts'

/** The supplier's switch of service filtering: nowhere, at the practices selected, everywhere (SLOT-10). */
export type SupplierSwitch = 'off' | 'selected' | 'on'

export type SupplierSwitchChange = { number: number; state: SupplierSwitch; by: string; at: Date }

/** Newest first: the first is how it stands, and without any it is off. */
export function findSupplierSwitchChanges(db: Queryable): Promise<SupplierSwitchChange[]> {
  return db.query<SupplierSwitchChange>(
    `select number, state, changed_by as by, changed_at as at from supplier_switch order by number desc`,
  )
}

/** Two at once get the same number, and one of them is refused by the primary key. */
export async function insertSupplierSwitchChange(tx: Tx, { number, state, by, at }: SupplierSwitchChange): Promise<void> {
  await tx.query(`insert into supplier_switch (number, state, changed_by, changed_at) values ($1, $2, $3, $4)`, [number, state, by, at])
}
