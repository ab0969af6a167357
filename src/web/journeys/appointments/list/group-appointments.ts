import type { Appointment } from '../../../../consumer/index.ts'
import { clock, dayWithWeekday, whereToGo, whoIsSeen } from '../../offer-words.ts'
import { bookedByOf, fixedBecause } from '../appointment-words.ts'
import { markOf } from '../held.ts'

export type Shown = {
  mark: string
  day: string
  time: string
  channel: string
  minutes: number
  who: string
  place: string
  about: string
  bookedBy: string
  practiceName: string
  reason: string | undefined
  fixed: string | undefined
  start: string
}

export type ShownDay = { text: string; appointments: readonly Shown[] }

export type Grouped = { days: readonly ShownDay[]; cancelled: readonly Shown[] }

type Of = { encounterId: string; practiceName: string; now: Date }

/** For the list: what stands by day, and what is cancelled apart from it. */
export function groupAppointments(appointments: readonly Appointment[], of: Of): Grouped {
  const standing = appointments.filter(({ status }) => status !== 'cancelled')
  const cancelled = appointments.filter(({ status }) => status === 'cancelled')
  return { days: byDay(standing.map((one) => toShown(one, of))), cancelled: cancelled.map((one) => toShown(one, of)) }
}

/** Soonest first, whichever practice they are at. */
export function byDay(shown: readonly Shown[]): ShownDay[] {
  const sorted = [...shown].sort((one, other) => Date.parse(one.start) - Date.parse(other.start))
  return [...Map.groupBy(sorted, ({ day }) => day)].map(([text, appointments]) => ({ text, appointments }))
}

function toShown(appointment: Appointment, { encounterId, practiceName, now }: Of): Shown {
  return {
    mark: markOf(encounterId, appointment),
    day: dayWithWeekday(appointment.start),
    time: clock(appointment.start),
    channel: appointment.deliveryChannel ?? 'Channel not said',
    minutes: appointment.minutes,
    who: whoIsSeen(appointment),
    place: whereToGo(appointment.location),
    about: appointment.description?.trim() || 'Nothing said',
    bookedBy: bookedByOf(appointment),
    practiceName,
    reason: appointment.cancellationReason,
    fixed: appointment.status === 'cancelled' ? undefined : fixedBecause(appointment, now),
    start: appointment.start,
  }
}
