import { decodePracticeValue, type PracticeFile } from '../../dataset/practice-file.ts'
import { ImportRefused } from '../../import/import-refused.ts'
import type { LocalDate } from '../../nhs/local-time.ts'
import { bookedAlready } from './bookings.ts'
import type { PracticeName } from './people.ts'
import { POPULATION } from './population.ts'
import { PRACTICES } from './practices.ts'
import { SESSIONS } from './sessions.ts'

const NAMES = Object.keys(PRACTICES) as PracticeName[] // the table is a literal, so it has no other keys

/** The three practices of the sandbox, as files that `gpa import` would take. */
export function practiceFiles({ today }: { today: LocalDate }): PracticeFile[] {
  return NAMES.map((name) => {
    const withoutBookings = decoded({
      ...PRACTICES[name],
      settings: { gpConnect: true, appointmentManagement: true },
      sessions: [...SESSIONS[name]],
      patients: POPULATION.flatMap(({ records }) => records.filter(({ practice }) => practice === name).map(({ patient }) => patient)),
    })
    return decoded({ ...withoutBookings, appointments: bookedAlready(withoutBookings, today) })
  })
}

function decoded(value: unknown): PracticeFile {
  const result = decodePracticeValue(value)
  if ('faults' in result) throw new ImportRefused(result.faults)
  return result.file
}
