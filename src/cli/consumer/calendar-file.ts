import type { Appointment } from '../../consumer/index.ts'
import { appointmentReference } from './appointment-reference.ts'
import { commandLine } from './command-line.ts'
import type { Io } from './io.ts'
import { UsageFault } from './usage-fault.ts'
import { whereToGo, whoIsSeen } from './wording.ts'

/**
 * For the patient's own calendar, wherever that is kept: nothing in it says who they are, nor what they come for. It has one UID for good, so
 * that importing it again after a change replaces what was there.
 */
export async function calendarText(io: Pick<Io, 'now'>, appointment: Appointment, { practiceName }: { practiceName: string }) {
  const { default: ical, ICalCalendarMethod, ICalEventStatus } = await import('ical-generator')
  const { practice, id, start, end, version, status, deliveryChannel } = appointment
  const isCancelled = status === 'cancelled'
  const calendar = ical({ prodId: { company: 'gp-appointments', product: 'gpa', language: 'EN' }, method: ICalCalendarMethod.PUBLISH })
  calendar.createEvent({
    id: `${id}@${practice.toLowerCase()}.gp-appointments`,
    // UTC: clocks and their changes are the calendar's own.
    start: new Date(start),
    end: new Date(end),
    stamp: io.now(),
    sequence: sequenceOf(version, isCancelled),
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    summary: `GP appointment${deliveryChannel ? ` (${deliveryChannel})` : ''}`,
    location: deliveryChannel === 'Telephone' || deliveryChannel === 'Video' ? deliveryChannel : whereToGo(appointment.location),
    description: [`At: ${practiceName}`, `With: ${whoIsSeen(appointment)}`, `Appointment: ${practice}/${id}`].join('\n'),
  })
  return calendar.toString()
}

/** Of two files of one appointment the later is the one to believe; versions that are no numbers tell no order. */
function sequenceOf(version: string | undefined, isCancelled: boolean): number {
  return /^\d{1,9}$/.test(version ?? '') ? Number(version) : isCancelled ? 1 : 0
}

export async function writeCalendarFile(io: Io, path: string, appointment: Appointment, of: { practiceName: string }): Promise<void> {
  const text = await calendarText(io, appointment, of)
  if (path === '-') return io.print(text)
  await io.writeFile(path, `${text}\r\n`)
  io.printError(`${path}: a calendar file of this appointment`)
}

/** After a write, which has succeeded whatever becomes of the file. */
export async function offerCalendarFile(
  io: Io,
  { ics, config }: { ics?: string; config?: string },
  appointment: Appointment,
  of: { practiceName: string },
): Promise<void> {
  if (ics === undefined) return
  try {
    await writeCalendarFile(io, ics, appointment, of)
  } catch (error) {
    if (!(error instanceof UsageFault)) throw error
    const command = commandLine(['ics', appointmentReference(appointment)], { out: 'FILE', config })
    io.printError(`${error.message} To have it elsewhere: ${command}`)
  }
}
