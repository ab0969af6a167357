import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable, Tx } from '../../postgres/database.ts'
import { withoutNulls } from '../../postgres/optional.ts'
import type { HeldSlot, Slot, SlotId } from '../model.ts'

type SlotRow = Omit<Slot, 'access'> & { types: string[] | null; codes: string[] | null }

function toSlot({ types, codes, ...row }: SlotRow): Slot {
  return {
    ...withoutNulls(row),
    access: withoutNulls({ allowedOrganisationTypes: types, allowedOrganisationCodes: codes }) as Slot['access'],
  }
}

const SLOT_COLUMNS = `s.id, s.version, s.schedule_id as "scheduleId", s.start_at as start, s.end_at as "end", s.slot_type as "slotType",
  s.delivery_channel as "deliveryChannel",
  coalesce(s.allowed_organisation_types, c.allowed_organisation_types) as types,
  coalesce(s.allowed_organisation_codes, c.allowed_organisation_codes) as codes`

/** SLOT-06 but for access: free, released, no visit, and wholly within the range. Soonest first. */
export async function findFreeSlots(db: Queryable, practice: OdsCode, range: { from: Date; to: Date }): Promise<Slot[]> {
  const rows = await db.query<SlotRow>(
    `select ${SLOT_COLUMNS}
     from slot s join schedule c on c.ods_code = s.ods_code and c.id = s.schedule_id
     where s.ods_code = $1 and s.start_at >= $2 and s.end_at <= $3 and s.start_at < $3
       and s.bookable and not s.blocked and s.appointment_id is null
     order by s.start_at, s.id`,
    [practice, range.from, range.to],
  )
  return rows.map(toSlot)
}

type HeldSlotRow = SlotRow &
  Pick<HeldSlot, 'bookable' | 'blocked' | 'appointmentId'> & {
    scheduleVersion: number
    sessionName: string | null
    locationId: string
    practitionerId: string | null
    practitionerRole: string
    healthcareServiceId: string | null
    scheduleStart: Date
    scheduleEnd: Date
  }

function toHeldSlot(row: HeldSlotRow): HeldSlot {
  const { bookable, blocked, appointmentId, scheduleVersion, sessionName, locationId, practitionerId, practitionerRole, ...rest } = row
  const { healthcareServiceId, scheduleStart, scheduleEnd, ...slot } = rest
  return {
    ...toSlot(slot),
    bookable,
    blocked,
    ...(appointmentId && { appointmentId }),
    schedule: {
      id: slot.scheduleId,
      version: scheduleVersion,
      ...(sessionName !== null && { sessionName }),
      locationId,
      ...(practitionerId !== null && { practitionerId }),
      practitionerRole,
      ...(healthcareServiceId !== null && { healthcareServiceId }),
      start: scheduleStart,
      end: scheduleEnd,
    },
  }
}

/**
 * Those of the slots that are this practice's, held until the transaction ends. They are locked in id order, so that two
 * bookings that want the same slots cannot wait for one another.
 */
export async function lockSlots(tx: Tx, practice: OdsCode, ids: readonly SlotId[]): Promise<HeldSlot[]> {
  const rows = await tx.query<HeldSlotRow>(
    `select ${SLOT_COLUMNS}, s.bookable, s.blocked, s.appointment_id as "appointmentId",
       c.version as "scheduleVersion", c.session_name as "sessionName", c.location_id as "locationId",
       c.practitioner_id as "practitionerId", c.practitioner_role as "practitionerRole",
       c.healthcare_service_id as "healthcareServiceId", c.start_at as "scheduleStart", c.end_at as "scheduleEnd"
     from slot s join schedule c on c.ods_code = s.ods_code and c.id = s.schedule_id
     where s.ods_code = $1 and s.id = any($2::text[])
     order by s.id
     for update of s`,
    [practice, ids],
  )
  return rows.map(toHeldSlot)
}

/** Makes the appointment, which lists them already, the holder of its slots. The caller has locked them and found them free. */
export async function occupySlots(tx: Tx, practice: OdsCode, appointmentId: string): Promise<void> {
  await tx.query(
    `update slot s set appointment_id = $2, version = s.version + 1
     from appointment_slot a
     where a.ods_code = $1 and a.appointment_id = $2 and s.ods_code = a.ods_code and s.id = a.slot_id`,
    [practice, appointmentId],
  )
}

/** Lets go of every slot that the appointment holds. It keeps its list of them. */
export async function releaseSlots(tx: Tx, practice: OdsCode, appointmentId: string): Promise<void> {
  await tx.query(
    `update slot s set appointment_id = null, version = s.version + 1
     from appointment_slot a
     where a.ods_code = $1 and a.appointment_id = $2 and s.ods_code = a.ods_code and s.id = a.slot_id and s.appointment_id = $2`,
    [practice, appointmentId],
  )
}
