import type { Queryable } from '../../../postgres/database.ts'

export type WorkKind = 'booking' | 'amendment' | 'cancellation' | 'rescheduling'
export type WorkState = 'open' | 'done' | 'not-done'

export type WorkOwner = { userId: string; roleProfileId: string }

export type WorkRow = { id: string; kind: WorkKind; state: WorkState; version: number; startedAt: Date; changedAt: Date; sealed: string }

export async function insertWorkItem(
  db: Queryable,
  { id, owner, kind, now, sealed }: { id: string; owner: WorkOwner; kind: WorkKind; now: Date; sealed: string },
): Promise<void> {
  await db.query(
    `insert into work_item (id, user_id, role_profile_id, kind, state, version, started_at, changed_at, sealed)
     values ($1, $2, $3, $4, 'open', 1, $5, $5, $6)`,
    [id, owner.userId, owner.roleProfileId, kind, now, sealed],
  )
}

/** Undefined where another request has changed it since `version` was read. */
export async function updateWorkItem(
  db: Queryable,
  { id, version, state, now, sealed }: { id: string; version: number; state: WorkState; now: Date; sealed: string },
): Promise<number | undefined> {
  const [row] = await db.query<{ version: number }>(
    `update work_item set state = $3, version = version + 1, changed_at = greatest(changed_at, $4), sealed = $5
     where id = $1 and version = $2 returning version`,
    [id, version, state, now, sealed],
  )
  return row?.version
}

export async function deleteOldWork(db: Queryable, before: { known: Date; open: Date }): Promise<void> {
  await db.query(`delete from work_item where (state <> 'open' and changed_at < $1) or (state = 'open' and changed_at < $2)`, [
    before.known,
    before.open,
  ])
}

const COLUMNS = 'id, kind, state, version, started_at, changed_at, sealed'

type Columns = { id: string; kind: WorkKind; state: WorkState; version: number; started_at: Date; changed_at: Date; sealed: string }

const toRow = ({ started_at: startedAt, changed_at: changedAt, ...row }: Columns): WorkRow => ({ ...row, startedAt, changedAt })

export async function findWorkItem(db: Queryable, id: string, owner: WorkOwner): Promise<WorkRow | undefined> {
  const [row] = await db.query<Columns>(`select ${COLUMNS} from work_item where id = $1 and user_id = $2 and role_profile_id = $3`, [
    id,
    owner.userId,
    owner.roleProfileId,
  ])
  return row && toRow(row)
}

/** What is open, whenever it was begun, and what was changed since: unfinished first, then the latest. */
export async function findRecentWork(db: Queryable, owner: WorkOwner, since: Date): Promise<WorkRow[]> {
  const rows = await db.query<Columns>(
    `select ${COLUMNS} from work_item
     where user_id = $1 and role_profile_id = $2 and (state = 'open' or changed_at >= $3)
     order by (state = 'open') desc, changed_at desc, id`,
    [owner.userId, owner.roleProfileId, since],
  )
  return rows.map(toRow)
}
