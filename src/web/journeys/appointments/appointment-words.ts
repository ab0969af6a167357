import type { Appointment } from '../../../consumer/index.ts'
import { clock, dayWithWeekday, factsOf, longWhen, shortWhen, whereToGo, whoIsSeen } from '../offer-words.ts'

export type Fact = { name: string; text: string }

/** All that is known of one (SLOT-11), texts and origin too. */
export function factsOfAppointment(appointment: Appointment, practiceName: string): Fact[] {
  return [
    ...factsOf(appointment, practiceName),
    { name: 'About', text: appointment.description?.trim() || 'Nothing' },
    { name: 'Comment', text: appointment.comment?.trim() || 'None' },
    { name: 'Status', text: statusOf(appointment) },
    ...(appointment.cancellationReason ? [{ name: 'Reason for cancelling', text: appointment.cancellationReason }] : []),
    { name: 'Booked by', text: bookedByOf(appointment) },
    { name: 'Booked at', text: appointment.created ? `${dayWithWeekday(appointment.created)}, ${clock(appointment.created)}` : 'Not said' },
  ]
}

export function bookedByOf({ bookedBy }: Appointment): string {
  const { name, odsCode } = bookedBy ?? {}
  if (name && odsCode) return `${name} (${odsCode})`
  return name ?? odsCode ?? 'Not said'
}

const STATUSES: Readonly<Record<string, string>> = { booked: 'Booked', cancelled: 'Cancelled', pending: 'Pending', arrived: 'Arrived' }

export const statusOf = ({ status }: Appointment): string => STATUSES[status] ?? status

/** In one line, for a list and for recent work. */
export const lineOf = (appointment: Appointment): string =>
  [shortWhen(appointment), appointment.deliveryChannel ?? 'channel not said', whoIsSeen(appointment)].join(', ')

/** Why it is not for this service to change; undefined if it can be. */
export function fixedBecause({ status, deliveryChannel, start }: Appointment, now: Date): string | undefined {
  if (status === 'cancelled') return 'It is cancelled, and stays so. Book another.'
  if (Date.parse(start) <= now.getTime()) return 'It has begun or is over. Ring the practice.'
  if (deliveryChannel === 'Visit') return 'A visit is arranged by the practice itself. Ring the practice.'
  return undefined
}

export type Compared = Fact & { now: string; differs: boolean }

/** Both side by side; what differs is marked in words, and not by colour alone. */
export function compare(seen: Appointment, now: Appointment): Compared[] {
  const rows: [string, (of: Appointment) => string][] = [
    ['When', longWhen],
    ['How', ({ deliveryChannel }) => deliveryChannel ?? 'Not said'],
    ['With', whoIsSeen],
    ['Where', ({ location }) => whereToGo(location)],
    ['Kind of slot', ({ slotType }) => slotType ?? 'Not said'],
    ['Session', ({ sessionType }) => sessionType ?? 'Not said'],
    ['About', ({ description }) => description?.trim() || 'Nothing'],
    ['Comment', ({ comment }) => comment?.trim() || 'None'],
    ['Status', statusOf],
    ['Reason for cancelling', ({ cancellationReason }) => cancellationReason ?? 'None'],
    ['Booked by', bookedByOf],
  ]
  return rows.map(([name, of]) => ({ name, text: of(seen), now: of(now), differs: of(seen) !== of(now) }))
}
