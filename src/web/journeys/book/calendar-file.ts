import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { Appointment } from '../../../consumer/index.ts'
import { whereToGo, whoIsSeen } from '../offer-words.ts'

/** For the patient's own calendar, wherever that is kept: nothing in it says who they are, nor what they come for. */
export function calendarFile(appointment: Appointment, { practiceName, stamp }: { practiceName: string; stamp: Date }): string {
  const { practice, id, start, end, version, deliveryChannel } = appointment
  const calendar = ical({
    prodId: { company: 'gp-appointments', product: 'booking app', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
  })
  calendar.createEvent({
    // The same for good, so that a later file replaces what this one put there.
    id: `${id}@${practice.toLowerCase()}.gp-appointments`,
    // UTC: clocks and their changes are the calendar's own.
    start: new Date(start),
    end: new Date(end),
    stamp,
    sequence: /^\d{1,9}$/.test(version ?? '') ? Number(version) : 0,
    status: ICalEventStatus.CONFIRMED,
    summary: `GP appointment${deliveryChannel ? ` (${deliveryChannel})` : ''}`,
    location: deliveryChannel === 'Telephone' || deliveryChannel === 'Video' ? deliveryChannel : whereToGo(appointment.location),
    description: `At: ${practiceName}\nWith: ${whoIsSeen(appointment)}`,
  })
  return calendar.toString()
}
