import type { Queryable, Tx } from '../../../postgres/database.ts'

export type Owner = { userId: string; roleProfileId: string }

export async function insertEncounter(
  db: Queryable,
  { id, owner, now, sealed }: { id: string; owner: Owner; now: Date; sealed: string },
): Promise<void> {
  await db.query(
    `insert into encounter (id, user_id, role_profile_id, version, started_at, changed_at, sealed)
     values ($1, $2, $3, 1, $4, $4, $5)`,
    [id, owner.userId, owner.roleProfileId, now, sealed],
  )
}

type Wanted = { owner: Owner; changedAfter: Date }
type Found = { version: number; sealed: string }

const FIND = `select version, sealed from encounter where id = $1 and user_id = $2 and role_profile_id = $3 and changed_at > $4`

/** Nobody else's, and none in another role. */
export async function findEncounter(db: Queryable, id: string, { owner, changedAfter }: Wanted): Promise<Found | undefined> {
  const [row] = await db.query<Found>(FIND, [id, owner.userId, owner.roleProfileId, changedAfter])
  return row
}

/** As it is now; whoever else wants to change it waits until this transaction is over. */
export async function lockEncounter(tx: Tx, id: string, { owner, changedAfter }: Wanted): Promise<Found | undefined> {
  const [row] = await tx.query<Found>(`${FIND} for update`, [id, owner.userId, owner.roleProfileId, changedAfter])
  return row
}

/** False where another request has changed it since `version` was read. */
export async function updateEncounter(
  db: Queryable,
  id: string,
  { version, now, sealed }: { version: number; now: Date; sealed: string },
): Promise<boolean> {
  const rows = await db.query(
    `update encounter set version = version + 1, changed_at = greatest(changed_at, $3), sealed = $4
     where id = $1 and version = $2 returning id`,
    [id, version, now, sealed],
  )
  return rows.length === 1
}

export async function deleteEncounter(db: Queryable, id: string): Promise<void> {
  await db.query('delete from encounter where id = $1', [id])
}

export async function deleteEncountersOfUser(db: Queryable, userId: string): Promise<void> {
  await db.query('delete from encounter where user_id = $1', [userId])
}

export async function deleteOldEncounters(db: Queryable, changedBefore: Date): Promise<void> {
  await db.query('delete from encounter where changed_at <= $1', [changedBefore])
}
