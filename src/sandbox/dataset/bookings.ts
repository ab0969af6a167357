import { daysOfSession, slotsOfSession } from '../../dataset/expand-session.ts'
import type { PracticeFile, PracticeFileSource } from '../../dataset/practice-file.ts'
import { formatLocalDateTime, type LocalDate } from '../../nhs/local-time.ts'

type AppointmentSource = NonNullable<PracticeFileSource['appointments']>[number]

const REASONS = [
  'Blood pressure review',
  'Rash on both arms',
  'Medication review',
  'Sore throat for a week',
  'Back pain',
  'Follow-up',
  'Ear ache',
]

// One session in so many has somebody in it: the patients are few, and each of them is to have a believable diary.
const ONE_IN = 6

/**
 * Some slots that are taken already. Chosen by the day and the session alone, so that on a later day the same ones are
 * taken, and the days that have come into range have theirs.
 */
export function bookedAlready(file: PracticeFile, today: LocalDate): AppointmentSource[] {
  const patients = file.patients.filter(({ registration, deceased, sensitive }) => !registration.end && !deceased && !sensitive)
  return file.sessions.flatMap((session) =>
    daysOfSession(session, today).flatMap((date): AppointmentSource[] => {
      const chance = numberOf(`${session.key}/${date}`)
      const slots = slotsOfSession(session, date).filter(({ blocked }) => !blocked)
      const slot = slots[Math.floor(chance / ONE_IN) % slots.length]
      const patient = patients[Math.floor(chance / 7) % patients.length]
      if (chance % ONE_IN !== 0 || !slot || !patient) return []
      const isVisit = slot.deliveryChannel === 'Visit'
      return [
        {
          key: `${session.key}-${date}`,
          patient: patient.nhsNumber,
          schedule: `${session.key}/${date}`,
          starts: [formatLocalDateTime(slot.start).slice(0, 16)],
          description: isVisit ? 'Home visit' : (REASONS[Math.floor(chance / 11) % REASONS.length] ?? 'Review'),
          // APT-12: what kind of visit it is goes into the comment.
          ...(isVisit && { comment: 'Visit type: housebound patient' }),
        },
      ]
    }),
  )
}

/** The same for the same text, and otherwise as if by chance (FNV-1a). */
function numberOf(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  // The last characters of a date differ least, so their difference is spread over the whole number.
  return (hash ^ (hash >>> 15)) >>> 0
}
