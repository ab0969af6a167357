import type { AppointmentsAnswer } from '../../consumer/index.ts'
import { appointmentReference } from './appointment-reference.ts'
import { type Paints, table } from './layout.ts'
import { shortWhen, whoIsSeen } from './wording.ts'

/** CON-14: a list of what is to come must not be taken for all there was. */
const EARLIER = 'Earlier appointments are not shown.'

export function appointmentsTable(listed: readonly AppointmentsAnswer[], paints: Paints): string {
  const rows = listed
    .flatMap(({ practice, outcome }) => (outcome.kind === 'listed' ? outcome.appointments.map((one) => ({ practice, one })) : []))
    .sort((left, right) => Date.parse(left.one.start) - Date.parse(right.one.start))
    .map(({ practice, one }) => [
      shortWhen(one),
      `${one.minutes}`,
      one.deliveryChannel ?? '',
      whoIsSeen(one),
      one.location?.name ?? practice.name,
      one.description ?? '',
      one.status === 'booked' ? one.status : paints.faint(one.status),
      paints.strong(appointmentReference(one)),
    ])
  if (rows.length === 0) return `No appointments${isComplete(listed) ? '' : ' at the practices that answered'}. ${EARLIER}`
  const heads = ['When', 'Min', 'How', 'With', 'Where', 'Description', 'Status', 'Appointment']
  return [table(heads, rows, paints), '', paints.faint(EARLIER)].join('\n')
}

function isComplete(listed: readonly AppointmentsAnswer[]): boolean {
  return listed.every(({ outcome }) => outcome.kind === 'listed' || outcome.kind === 'no-record')
}
