import { parseLocalDate } from '../nhs/local-time.ts'
import { type Known, textsOf } from './check-reference.ts'
import type { Fault } from './fault.ts'
import type { AppointmentInFile } from './patient-schemas.ts'
import type { NamedLists } from './practice-file.ts'

export function checkAppointments(lists: NamedLists, known: Known): Fault[] {
  const books = { schedules: textsOf(lists.schedules, 'key'), sessions: textsOf(lists.sessions, 'key') }
  const takenBy = new Map<string, string>()
  const named = new Map<string, string>()
  return lists.appointments.flatMap(({ index, value: appointment }) => {
    if (!appointment) return []
    const place = `appointments[${index}]`
    return [
      ...(known.patients.has(appointment.patient)
        ? []
        : [{ place: `${place}.patient`, message: 'is the NHS number of none of the patients' }]),
      ...checkCancellation(place, appointment),
      ...checkSchedule(place, appointment.schedule, books),
      ...checkTakenOnce(place, appointment, takenBy),
      ...checkDistinct(place, appointment, named),
    ]
  })
}

function checkCancellation(place: string, { status, cancellationReason }: AppointmentInFile): Fault[] {
  if (status === 'cancelled' && cancellationReason === undefined) return [{ place: `${place}.cancellationReason`, message: 'is missing' }]
  if (status === 'booked' && cancellationReason !== undefined) {
    return [{ place: `${place}.cancellationReason`, message: 'does not go with an appointment that is booked' }]
  }
  return []
}

/**
 * Whether its slots are there is for the import to see, because the book may have some that the file has no more:
 * the pattern has changed, or its range has moved on.
 */
function checkSchedule(place: string, schedule: string, known: { schedules: Set<unknown>; sessions: Set<unknown> }): Fault[] {
  const [key, date] = schedule.split('/')
  const isKnown = date === undefined ? known.schedules.has(key) : known.sessions.has(key) && parseLocalDate(date) !== undefined
  return isKnown ? [] : [{ place: `${place}.schedule`, message: 'is none of the schedules, nor a session with a day' }]
}

function checkTakenOnce(place: string, { schedule, starts, status }: AppointmentInFile, takenBy: Map<string, string>): Fault[] {
  if (status === 'cancelled') return []
  return starts.flatMap((start, at) => {
    const slot = `${schedule} ${start}`
    const other = takenBy.get(slot)
    if (other !== undefined) return [{ place: `${place}.starts[${at}]`, message: `is a slot that ${other} has taken` }]
    takenBy.set(slot, place)
    return []
  })
}

/** The book has no name for an appointment: patient, schedule and start are what an import knows it by. */
function checkDistinct(place: string, { patient, schedule, starts }: AppointmentInFile, named: Map<string, string>): Fault[] {
  const identity = `${patient} ${schedule} ${starts.toSorted()[0]}`
  const other = named.get(identity)
  if (other !== undefined) return [{ place, message: `has the patient, schedule and start of ${other}` }]
  named.set(identity, place)
  return []
}
