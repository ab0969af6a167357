import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable, Tx } from '../../postgres/database.ts'
import type { Access, HeldSlot, Slot, SlotId } from '../model.ts'
import { NAMED_SERVICE } from './schedules.ts'

type SlotRow = Omit<Slot, 'slotType' | 'access' | 'embargoMinutes' | 'bookingWindowDays'> & {
  slotType: string | null
  types: string[] | null
  codes: string[] | null
  embargo: number | null
  window: number | null
}

const UNRESTRICTED: Access = {}

// Written out, where other stores use withoutNulls: a search maps hundreds of rows, and this takes a fraction of the time.
function toSlot({ id, version, scheduleId, start, end, slotType, deliveryChannel, types, codes, embargo, window }: SlotRow): Slot {
  return {
    id,
    version,
    scheduleId,
    start,
    end,
    ...(slotType !== null && { slotType }),
    deliveryChannel,
    access:
      types || codes
        ? { ...(types && { allowedOrganisationTypes: types }), ...(codes && { allowedOrganisationCodes: codes }) }
        : UNRESTRICTED,
    ...(embargo !== null && { embargoMinutes: embargo }),
    ...(window !== null && { bookingWindowDays: window }),
  }
}

const SLOT_COLUMNS = `s.id, s.version, s.schedule_id as "scheduleId", s.start_at as start, s.end_at as "end", s.slot_type as "slotType",
  s.delivery_channel as "deliveryChannel",
  coalesce(s.allowed_organisation_types, c.allowed_organisation_types) as types,
  coalesce(s.allowed_organisation_codes, c.allowed_organisation_codes) as codes,
  coalesce(c.embargo_minutes, o.embargo_minutes) as embargo, coalesce(c.booking_window_days, o.booking_window_days) as "window"`

const SLOT_IN_PRACTICE = `slot s
     join schedule c on c.ods_code = s.ods_code and c.id = s.schedule_id
     join organisation o on o.ods_code = s.ods_code`

export type SlotRange = { from: Date; to: Date; healthcareServiceId?: string }

/** SLOT-06 but for who asks and when: free, released, no visit, wholly within the range, of the service. Soonest first. */
export async function findFreeSlots(db: Queryable, practice: OdsCode, range: SlotRange): Promise<Slot[]> {
  const rows = await db.query<SlotRow>(
    `select ${SLOT_COLUMNS}
     from ${SLOT_IN_PRACTICE}
     where s.ods_code = $1 and s.start_at >= $2 and s.end_at <= $3 and s.start_at < $3
       and s.bookable and not s.blocked and s.appointment_id is null
       and ($4::text is null or c.healthcare_service_id = $4)
     order by s.start_at, s.id`,
    [practice, range.from, range.to, range.healthcareServiceId ?? null],
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

const SELECT_HELD_SLOT = `select ${SLOT_COLUMNS}, s.bookable, s.blocked, s.appointment_id as "appointmentId",
       c.version as "scheduleVersion", c.session_name as "sessionName", c.location_id as "locationId",
       c.practitioner_id as "practitionerId", c.practitioner_role as "practitionerRole",
       ${NAMED_SERVICE}, c.start_at as "scheduleStart", c.end_at as "scheduleEnd"
     from ${SLOT_IN_PRACTICE}`

/**
 * Those of the slots that are this practice's, held until the transaction ends. They are locked in id order, so that two
 * bookings that want the same slots cannot wait for one another.
 */
export async function lockSlots(tx: Tx, practice: OdsCode, ids: readonly SlotId[]): Promise<HeldSlot[]> {
  const rows = await tx.query<HeldSlotRow>(
    `${SELECT_HELD_SLOT}
     where s.ods_code = $1 and s.id = any($2::text[])
     order by s.id
     for update of s`,
    [practice, ids],
  )
  return rows.map(toHeldSlot)
}

/** The slot of that id, or every slot that starts at that moment. */
export async function findHeldSlots(db: Queryable, practice: OdsCode, slot: { id: string } | { start: Date }): Promise<HeldSlot[]> {
  const rows = await db.query<HeldSlotRow>(
    `${SELECT_HELD_SLOT}
     where s.ods_code = $1 and (s.id = $2 or s.start_at = $3)
     order by s.schedule_id, s.id`,
    [practice, 'id' in slot ? slot.id : null, 'start' in slot ? slot.start : null],
  )
  return rows.map(toHeldSlot)
}

/** Makes the appointment, which lists these slots already, their holder. The caller has locked them and found them free. */
export async function occupySlots(tx: Tx, practice: OdsCode, { id, slotIds }: { id: string; slotIds: readonly SlotId[] }): Promise<void> {
  await tx.query(`update slot set appointment_id = $2, version = version + 1 where ods_code = $1 and id = any($3::text[])`, [
    practice,
    id,
    slotIds,
  ])
}

/** Lets go of those of the slots that the appointment holds. It keeps its list of them. */
export async function releaseSlots(tx: Tx, practice: OdsCode, { id, slotIds }: { id: string; slotIds: readonly SlotId[] }): Promise<void> {
  await tx.query(
    `update slot set appointment_id = null, version = version + 1
     where ods_code = $1 and appointment_id = $2 and id = any($3::text[])`,
    [practice, id, slotIds],
  )
}
