import type { Appointment } from '../../consumer/index.ts'
import { appointmentReference } from './appointment-reference.ts'
import { facts, type Paints } from './layout.ts'
import { longWhen, whereToGo, whoIsSeen } from './wording.ts'

/** Everything that is read out to a caller (SLOT-11), a fact a line. */
export function appointmentFacts(
  appointment: Appointment,
  of: { practiceName: string; patient?: string; service?: string | undefined; traceId?: string | undefined; paints: Paints },
): string {
  const { bookedBy } = appointment
  return facts(
    [
      ['When', longWhen(appointment)],
      ['How', appointment.deliveryChannel],
      ['What', [appointment.slotType, appointment.sessionType].filter(Boolean).join(', ')],
      ['Service', of.service],
      ['With', whoIsSeen(appointment)],
      ['Where', whereToGo(appointment.location)],
      ['Practice', `${of.practiceName} (${appointment.practice})`],
      ['For', of.patient],
      ['Description', appointment.description],
      ['Comment', appointment.comment],
      ['Booked by', bookedBy && [bookedBy.name, bookedBy.odsCode && `(${bookedBy.odsCode})`].filter(Boolean).join(' ')],
      ['Status', appointment.status],
      ['Reason', appointment.cancellationReason],
      ['Appointment', appointmentReference(appointment)],
      ['Trace id', of.traceId],
    ],
    of.paints,
  )
}
