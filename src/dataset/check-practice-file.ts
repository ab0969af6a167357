import { checkAppointments } from './check-appointments.ts'
import { checkReference, type Known, textOf, textsOf } from './check-reference.ts'
import { checkSchedules, checkSessions } from './check-schedules.ts'
import type { Fault } from './fault.ts'
import type { NamedLists } from './practice-file.ts'

/** What is wrong between the parts of a file: keys that nothing bears or two things bear, slots that overlap, and the like. */
export function checkPracticeFile(lists: NamedLists): Fault[] {
  const known: Known = {
    locations: textsOf(lists.locations, 'key'),
    practitioners: textsOf(lists.practitioners, 'key'),
    services: textsOf(lists.services, 'key'),
    patients: textsOf(lists.patients, 'nhsNumber'),
  }
  return [
    ...checkUnique(lists, 'locations', 'key'),
    ...(lists.locations.length > 0 && !known.locations.has('main')
      ? [{ place: 'locations', message: 'one of them must be the main surgery, with the key "main"' }]
      : []),
    ...checkUnique(lists, 'practitioners', 'key'),
    ...checkUnique(lists, 'practitioners', 'sdsUserId'),
    ...checkUnique(lists, 'services', 'key'),
    ...checkUnique(lists, 'services', 'dosServiceId'),
    ...checkUnique(lists, 'schedules', 'key'),
    ...checkSchedules(lists.schedules, known),
    ...checkUnique(lists, 'sessions', 'key'),
    ...checkSessions(lists.sessions, known),
    ...checkUnique(lists, 'patients', 'nhsNumber'),
    ...checkPatients(lists.patients, known),
    ...checkUnique(lists, 'appointments', 'key'),
    ...checkAppointments(lists, known),
  ]
}

function checkUnique(lists: NamedLists, name: keyof NamedLists, property: string): Fault[] {
  const first = new Map<unknown, number>()
  const faults: Fault[] = []
  for (const { index, raw } of lists[name]) {
    const value = textOf(raw, property)
    if (typeof value !== 'string') continue
    const earlier = first.get(value)
    if (earlier === undefined) first.set(value, index)
    else faults.push({ place: `${name}[${index}].${property}`, message: `repeats that of ${name}[${earlier}]` })
  }
  return faults
}

function checkPatients(patients: NamedLists['patients'], known: Known): Fault[] {
  return patients.flatMap(({ index, value: patient }) => {
    if (!patient) return []
    const place = `patients[${index}]`
    const { start, end } = patient.registration
    return [
      ...checkReference(`${place}.preferredBranch`, patient.preferredBranch, { known: known.locations, list: 'locations' }),
      ...checkReference(`${place}.generalPractitioner`, patient.generalPractitioner, { known: known.practitioners, list: 'practitioners' }),
      ...(end !== undefined && end < start ? [{ place: `${place}.registration.end`, message: 'is before the start' }] : []),
    ]
  })
}
