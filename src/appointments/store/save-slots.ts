import type { DeliveryChannel } from '../../nhs/delivery-channels.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Tx } from '../../postgres/database.ts'

/** `schedule` is the key of a row that has been saved before. */
export type SlotToSave = {
  newId: string
  schedule: string
  start: Date
  end: Date
  slotType?: string
  deliveryChannel: DeliveryChannel
  bookable: boolean
  blocked: boolean
  allowedTypes?: readonly string[]
  allowedCodes?: readonly string[]
}

const FILE = `file as (
  select f.*, c.id as schedule_id
  from jsonb_to_recordset($2::jsonb) as f ("newId" text, schedule text, start timestamptz, "end" timestamptz, "slotType" text,
    "deliveryChannel" text, bookable boolean, blocked boolean, "allowedTypes" text[], "allowedCodes" text[])
  join schedule c on c.ods_code = $1 and c.key = f.schedule)`

const IN_BOOK =
  's.end_at, s.slot_type, s.delivery_channel, s.bookable, s.blocked, s.allowed_organisation_types, s.allowed_organisation_codes'
const IN_FILE = 'f."end", f."slotType", f."deliveryChannel", f.bookable, f.blocked, f."allowedTypes", f."allowedCodes"'

// Two slots of one schedule at one time are one practitioner in two places: a booked slot keeps its time to itself.
const HELD = `held as materialized (
  select schedule_id, start_at, end_at from slot
  where ods_code = $1 and appointment_id is not null and schedule_id in (select schedule_id from file))`
const OVERLAPS_A_HELD_SLOT = `exists (
  select from held h where h.schedule_id = f.schedule_id and h.start_at <> f.start and h.start_at < f."end" and f.start < h.end_at)`

/** Those that the book lacks or has otherwise, by their `newId`. */
export async function findDifferingSlots(tx: Tx, practice: OdsCode, slots: readonly SlotToSave[]): Promise<Set<string>> {
  const rows = await tx.query<{ newId: string }>(
    `with ${FILE}
     select f."newId"
     from file f left join slot s on s.ods_code = $1 and s.schedule_id = f.schedule_id and s.start_at = f.start
     where s.id is null or (${IN_BOOK}) is distinct from (${IN_FILE})`,
    [practice, JSON.stringify(slots)],
  )
  return new Set(rows.map(({ newId }) => newId))
}

/** Free slots that the file says something else of. A booked one is never touched. */
export async function updateFreeSlots(tx: Tx, practice: OdsCode, slots: readonly SlotToSave[]): Promise<number> {
  const rows = await tx.query(
    `with ${FILE}, ${HELD}
     update slot s set end_at = f."end", slot_type = f."slotType", delivery_channel = f."deliveryChannel", bookable = f.bookable,
       blocked = f.blocked, allowed_organisation_types = f."allowedTypes", allowed_organisation_codes = f."allowedCodes",
       version = s.version + 1
     from file f
     where s.ods_code = $1 and s.schedule_id = f.schedule_id and s.start_at = f.start and s.appointment_id is null
       and (${IN_BOOK}) is distinct from (${IN_FILE}) and not ${OVERLAPS_A_HELD_SLOT}
     returning s.id`,
    [practice, JSON.stringify(slots)],
  )
  return rows.length
}

/** Slots that the book lacks. */
export async function insertMissingSlots(tx: Tx, practice: OdsCode, slots: readonly SlotToSave[]): Promise<number> {
  const rows = await tx.query(
    `with ${FILE}, ${HELD}
     insert into slot (ods_code, id, schedule_id, start_at, end_at, slot_type, delivery_channel, bookable, blocked,
       allowed_organisation_types, allowed_organisation_codes)
     select $1, f."newId", f.schedule_id, f.start, ${IN_FILE}
     from file f
     where not ${OVERLAPS_A_HELD_SLOT}
     on conflict (ods_code, schedule_id, start_at) do nothing
     returning id`,
    [practice, JSON.stringify(slots)],
  )
  return rows.length
}

/** Nothing is deleted, so a free slot that the file replaces by others at its time is taken out of use. */
export async function blockReplacedSlots(tx: Tx, practice: OdsCode, slots: readonly SlotToSave[]): Promise<number> {
  const rows = await tx.query(
    `with ${FILE}, ${HELD}
     update slot s set blocked = true, version = s.version + 1
     from file f
     where s.ods_code = $1 and s.schedule_id = f.schedule_id and s.appointment_id is null and not s.blocked
       and f.start <> s.start_at and f.start < s.end_at and s.start_at < f."end" and not ${OVERLAPS_A_HELD_SLOT}
       and not exists (select from file same where same.schedule_id = s.schedule_id and same.start = s.start_at)
     returning s.id`,
    [practice, JSON.stringify(slots)],
  )
  return rows.length
}
