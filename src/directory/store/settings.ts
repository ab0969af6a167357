import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable, Tx } from '../../postgres/database.ts'
import { withoutNulls } from '../../postgres/optional.ts'
import type { Switches } from '../model.ts'

/** Absent limits do not limit (ADM-03). */
export type PracticeSettings = Switches & { bookingWindowDays?: number; embargoMinutes?: number }

const COLUMNS = `gp_connect_enabled as "gpConnect", appointment_management_enabled as "appointmentManagement",
  service_filtering_enabled as "serviceFiltering", service_filtering_offered as "serviceFilteringOffered",
  booking_window_days as "bookingWindowDays", embargo_minutes as "embargoMinutes"`

/** Undefined for a practice that is not here. */
export async function findSettings(db: Queryable, practice: OdsCode): Promise<PracticeSettings | undefined> {
  const [row] = await db.query<PracticeSettings>(`select ${COLUMNS} from organisation where ods_code = $1`, [practice])
  return row && withoutNulls(row)
}

/** Held until the transaction ends: changes of one practice's settings take turns. Bookings, which only refer to the row, do not wait. */
export async function lockSettings(tx: Tx, practice: OdsCode): Promise<PracticeSettings | undefined> {
  const [row] = await tx.query<PracticeSettings>(`select ${COLUMNS} from organisation where ods_code = $1 for no key update`, [practice])
  return row && withoutNulls(row)
}

export async function updateSettings(tx: Tx, practice: OdsCode, settings: PracticeSettings): Promise<void> {
  await tx.query(
    `update organisation set gp_connect_enabled = $2, appointment_management_enabled = $3, service_filtering_enabled = $4,
       service_filtering_offered = $5, booking_window_days = $6, embargo_minutes = $7
     where ods_code = $1`,
    [
      practice,
      settings.gpConnect,
      settings.appointmentManagement,
      settings.serviceFiltering,
      settings.serviceFilteringOffered,
      settings.bookingWindowDays ?? null,
      settings.embargoMinutes ?? null,
    ],
  )
}

export type ListedPracticeSettings = PracticeSettings & { odsCode: OdsCode; name: string }

/** Every practice of this deployment: for the supplier's staff, never for a request. */
export async function listSettings(db: Queryable): Promise<ListedPracticeSettings[]> {
  const rows = await db.query<ListedPracticeSettings>(`select ods_code as "odsCode", name, ${COLUMNS} from organisation order by ods_code`)
  return rows.map((row) => withoutNulls(row))
}
