import type { DeliveryChannel } from '../../nhs/delivery-channels.ts'
import type { NhsNumber } from '../../nhs/nhs-number.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable } from '../../postgres/database.ts'
import { withoutNulls } from '../../postgres/optional.ts'

/** A line of the practice's appointment book. `organisation` is absent for what the practice booked itself, `user` for what was imported. */
export type BookEntry = {
  id: string
  start: Date
  end: Date
  status: 'booked' | 'cancelled'
  schedule: string
  location: string
  practitioner?: string
  slotType?: string
  deliveryChannel: DeliveryChannel
  nhsNumber: NhsNumber
  organisation?: { odsCode: string; name: string; type?: string }
  user?: string
}

/** Every appointment that starts in the range, `to` itself not, with who booked it, soonest first. */
export async function listBook(db: Queryable, practice: OdsCode, { from, to }: { from: Date; to: Date }): Promise<BookEntry[]> {
  const rows = await db.query<BookEntry>(
    `select a.id, a.start_at as start, a.end_at as "end", a.status, c.key as schedule, l.name as location, g.family as practitioner,
       s.slot_type as "slotType", s.delivery_channel as "deliveryChannel", p.nhs_number as "nhsNumber",
       a.booking_organisation - 'telecom' - 'addresses' as organisation, v.agent -> 'user' ->> 'name' as user
     from appointment a
     join schedule c on c.ods_code = a.ods_code and c.id = a.schedule_id
     join location l on l.ods_code = a.ods_code and l.id = c.location_id
     left join practitioner g on g.ods_code = a.ods_code and g.id = c.practitioner_id
     join patient p on p.ods_code = a.ods_code and p.id = a.patient_id
     join appointment_slot t on t.ods_code = a.ods_code and t.appointment_id = a.id and t.position = 1
     join slot s on s.ods_code = t.ods_code and s.id = t.slot_id
     left join provenance v on v.ods_code = a.ods_code and v.target_type = 'Appointment' and v.target_id = a.id and v.target_version = 1
     where a.ods_code = $1 and a.start_at >= $2 and a.start_at < $3
     order by a.start_at, a.id`,
    [practice, from, to],
  )
  return rows.map((row) => withoutNulls(row))
}
