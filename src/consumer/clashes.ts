import { localDateOf } from '../nhs/local-time.ts'
import type { Appointment } from './appointment.ts'
import type { Offer } from './offer.ts'

/** What the user should know before booking. `overlapping` is of the same day too, and named there alone. */
export type Clashes = { overlapping: readonly Appointment[]; sameDay: readonly Appointment[] }

/** The patient's other appointments, of any practice, on the local day of the one that is to be booked. Cancelled ones are none. */
export function clashesWith(wanted: Pick<Offer, 'start' | 'end'>, appointments: readonly Appointment[]): Clashes {
  const day = localDateOf(new Date(wanted.start))
  const held = appointments.filter(({ status }) => status !== 'cancelled')
  return {
    overlapping: held.filter((appointment) => overlap(appointment, wanted)),
    sameDay: held.filter((appointment) => localDateOf(new Date(appointment.start)) === day && !overlap(appointment, wanted)),
  }
}

type Times = Pick<Offer, 'start' | 'end'>

/** One that ends when the other begins does not overlap it. */
function overlap(one: Times, other: Times): boolean {
  return Date.parse(one.start) < Date.parse(other.end) && Date.parse(other.start) < Date.parse(one.end)
}
