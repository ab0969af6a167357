import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable, Tx } from '../../postgres/database.ts'
import { withoutNulls } from '../../postgres/optional.ts'
import type { BookedCount, Cap, Places } from '../caps.ts'
import type { Asker } from '../slot-availability.ts'

const COLUMNS = `id, scope, organisation_type as "organisationType", organisation_code as "organisationCode", most`

const FOR_ASKER = `select ${COLUMNS} from booking_cap
  where ods_code = $1
    and (organisation_type is null and organisation_code is null
      or organisation_type = any($2::text[]) or organisation_code = any($3::text[]))`

/** Every cap of the practice. */
export async function findAllCaps(db: Queryable, practice: OdsCode): Promise<Cap[]> {
  const rows = await db.query<Cap>(
    `select ${COLUMNS} from booking_cap where ods_code = $1 order by scope, organisation_type, organisation_code`,
    [practice],
  )
  return rows.map((row) => withoutNulls(row))
}

/** Those that may stand in the way of who asks. */
export async function findCaps(db: Queryable, practice: OdsCode, asker: Asker): Promise<Cap[]> {
  const rows = await db.query<Cap>(FOR_ASKER, [practice, asker.organisationTypes, asker.organisationCodes])
  return rows.map((row) => withoutNulls(row))
}

/**
 * The same, held until the transaction ends, in id order: bookings that count on one cap take turns, whatever their slots. So what they
 * count, after this, is what they add to.
 */
export async function lockCaps(tx: Tx, practice: OdsCode, asker: Asker): Promise<Cap[]> {
  const rows = await tx.query<Cap>(`${FOR_ASKER} order by id for no key update`, [
    practice,
    asker.organisationTypes,
    asker.organisationCodes,
  ])
  return rows.map((row) => withoutNulls(row))
}

/** What organisations outside hold booked in these sessions, and in any session on these days (SLOT-08). */
export async function countBooked(db: Queryable, practice: OdsCode, { scheduleIds, from, to }: Places): Promise<BookedCount[]> {
  const rows = await db.query<BookedCount>(
    `select schedule_id as "scheduleId", to_char(start_at at time zone 'Europe/London', 'YYYY-MM-DD') as day,
       booking_organisation ->> 'type' as "organisationType", booking_organisation ->> 'odsCode' as "organisationCode",
       count(*)::int as booked
     from appointment
     where ods_code = $1 and status = 'booked' and booking_organisation is not null
       and (schedule_id = any($2::text[]) or (start_at >= $3 and start_at < $4))
     group by 1, 2, 3, 4`,
    [practice, scheduleIds, from, to],
  )
  return rows.map((row) => withoutNulls(row))
}

export async function insertCap(tx: Tx, practice: OdsCode, { id, scope, organisationType, organisationCode, most }: Cap): Promise<void> {
  await tx.query(
    `insert into booking_cap (ods_code, id, scope, organisation_type, organisation_code, most) values ($1, $2, $3, $4, $5, $6)`,
    [practice, id, scope, organisationType ?? null, organisationCode ?? null, most],
  )
}

export async function updateCap(tx: Tx, practice: OdsCode, { id, most }: Pick<Cap, 'id' | 'most'>): Promise<void> {
  await tx.query(`update booking_cap set most = $3 where ods_code = $1 and id = $2`, [practice, id, most])
}

export async function deleteCap(tx: Tx, practice: OdsCode, id: string): Promise<void> {
  await tx.query(`delete from booking_cap where ods_code = $1 and id = $2`, [practice, id])
}
