import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable, Tx } from '../../postgres/database.ts'

/** What a practice may set on a schedule (ADM-03, ADM-05). Null is "not set". `service` is its key. */
export type ScheduleSettings = {
  key: string
  bookingWindowDays: number | null
  embargoMinutes: number | null
  service: string | null
  serviceNotApplicable: boolean
}

const SELECT_SETTINGS = `select c.key, c.booking_window_days as "bookingWindowDays", c.embargo_minutes as "embargoMinutes",
    h.key as service, c.service_not_applicable as "serviceNotApplicable"
  from schedule c left join healthcare_service h on h.ods_code = c.ods_code and h.id = c.healthcare_service_id`

/** The schedule of that key, or every day of the weekly session of that key. */
const OF_KEY = `c.ods_code = $1 and (c.key = $2 or split_part(c.key, '/', 1) = $2)`

export function lockScheduleSettings(tx: Tx, practice: OdsCode, key: string): Promise<ScheduleSettings[]> {
  return tx.query<ScheduleSettings>(`${SELECT_SETTINGS} where ${OF_KEY} order by c.key for no key update of c`, [practice, key])
}

/** Those of the keys that the book has. */
export function findScheduleSettings(db: Queryable, practice: OdsCode, keys: readonly string[]): Promise<ScheduleSettings[]> {
  return db.query<ScheduleSettings>(`${SELECT_SETTINGS} where c.ods_code = $1 and c.key = any($2::text[]) order by c.key`, [practice, keys])
}

/** Schedules that differ from their practice in something. */
export function findScheduleLimits(db: Queryable, practice: OdsCode): Promise<ScheduleSettings[]> {
  return db.query<ScheduleSettings>(
    `${SELECT_SETTINGS} where c.ods_code = $1 and (c.booking_window_days is not null or c.embargo_minutes is not null) order by c.key`,
    [practice],
  )
}

export async function updateScheduleLimits(
  tx: Tx,
  practice: OdsCode,
  { keys, bookingWindowDays, embargoMinutes }: { keys: readonly string[]; bookingWindowDays: number | null; embargoMinutes: number | null },
): Promise<void> {
  await tx.query(`update schedule set booking_window_days = $3, embargo_minutes = $4 where ods_code = $1 and key = any($2::text[])`, [
    practice,
    keys,
    bookingWindowDays,
    embargoMinutes,
  ])
}

/** GEN-06: a schedule names its service, so another one is another version. */
export async function updateScheduleService(
  tx: Tx,
  practice: OdsCode,
  { keys, service, notApplicable }: { keys: readonly string[]; service: string | null; notApplicable: boolean },
): Promise<void> {
  await tx.query(
    `update schedule set healthcare_service_id = (select id from healthcare_service where ods_code = $1 and key = $3),
       service_not_applicable = $4, version = version + 1
     where ods_code = $1 and key = any($2::text[])`,
    [practice, keys, service, notApplicable],
  )
}

/** ADM-05: schedules with slots to come that are released, and neither a service nor "not applicable". */
export async function findSchedulesWithoutService(db: Queryable, practice: OdsCode, now: Date): Promise<string[]> {
  const rows = await db.query<{ key: string }>(
    `select c.key from schedule c
     where c.ods_code = $1 and c.end_at > $2 and c.healthcare_service_id is null and not c.service_not_applicable
       and exists (select from slot s where s.ods_code = c.ods_code and s.schedule_id = c.id and s.bookable and s.start_at > $2)
     order by c.key`,
    [practice, now],
  )
  return rows.map(({ key }) => key)
}
