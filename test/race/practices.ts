import { decodePracticeValue, type PracticeFile, type PracticeFileSource } from '../../src/dataset/practice-file.ts'
import { addDays, type LocalDate, localDateOf } from '../../src/nhs/local-time.ts'
import { parseNhsNumber } from '../../src/nhs/nhs-number.ts'
import type { Database } from '../../src/postgres/database.ts'
import { PRACTICE_ASID } from '../given/request-headers.ts'
import type { Days, Organisation, RacedPractice, RacedSlot } from './history.ts'

export const ORGANISATIONS = [
  { odsCode: 'B30012', type: 'urgent-care' },
  { odsCode: 'B30013', type: 'urgent-care' },
  { odsCode: 'B30014', type: 'gp-practice' },
] as const satisfies readonly Organisation[]

/** One practice for each: fought for by slots alone, by sessions, by days, and by everybody together. */
const CAPS: NonNullable<NonNullable<PracticeFileSource['settings']>['caps']>[] = [
  [],
  [
    { per: 'session', organisationCode: 'B30012', most: 2 },
    { per: 'session', organisationType: 'urgent-care', most: 3 },
  ],
  [
    { per: 'day', organisationType: 'urgent-care', most: 3 },
    { per: 'day', organisationCode: 'B30014', most: 2 },
  ],
  [
    { per: 'session', most: 2 },
    { per: 'day', most: 3 },
  ],
]

const SESSIONS = [
  { key: 'first-morning', day: 0, hour: 9 },
  { key: 'first-afternoon', day: 0, hour: 14 },
  { key: 'second-morning', day: 1, hour: 9 },
]
const SLOTS_IN_SESSION = 4
const PATIENTS = 40

/** Far enough ahead to be in the future when the race ends. */
export function racedDays(now: Date): Days {
  const first = addDays(localDateOf(now), 2)
  return { first, last: addDays(first, 1) }
}

export function practicesToRace(days: Days): PracticeFile[] {
  const nhsNumbers = testNhsNumbers(PATIENTS)
  return CAPS.map((caps, index) =>
    decoded({
      kind: 'practice',
      odsCode: odsCodeOf(index),
      asid: PRACTICE_ASID,
      name: 'Raced Surgery',
      settings: { gpConnect: true, appointmentManagement: true, caps },
      locations: [{ key: 'main', name: 'Raced Surgery' }],
      practitioners: [{ key: 'patel', family: 'Patel' }],
      patients: nhsNumbers.map((nhsNumber) => ({
        nhsNumber,
        nhsNumberVerified: true,
        family: 'Example',
        given: ['Pat'],
        birthDate: '1980-04-05',
        gender: 'female',
        registration: { type: 'R', start: '2010-01-01' },
      })),
      schedules: SESSIONS.map(({ key, day, hour }) => ({
        key,
        sessionName: 'Surgery',
        location: 'main',
        practitioner: 'patel',
        practitionerRole: 'R0260',
        slots: startsOf(addDays(days.first, day), hour).map((start) => ({
          start,
          minutes: 10,
          slotType: 'GP appointment',
          deliveryChannel: 'In-person',
          bookable: true,
        })),
      })),
    }),
  )
}

/** The same practices with the ids that the import gave. */
export async function readRacedPractices(db: Database): Promise<RacedPractice[]> {
  return Promise.all(
    CAPS.map(async (caps, index) => {
      const odsCode = odsCodeOf(index)
      const slots = await db.query<Omit<RacedSlot, 'day'>>(
        `select id, schedule_id as "scheduleId", start_at as start, end_at as "end" from slot where ods_code = $1 order by start_at`,
        [odsCode],
      )
      const patients = await db.query<{ id: string }>('select id from patient where ods_code = $1 order by id', [odsCode])
      const [location] = await db.query<{ id: string }>('select id from location where ods_code = $1', [odsCode])
      return {
        odsCode,
        locationId: location?.id ?? '',
        patients: patients.map(({ id }) => id),
        slots: slots.map((slot) => ({ ...slot, day: localDateOf(slot.start) })),
        caps,
      }
    }),
  )
}

function odsCodeOf(index: number): string {
  return `A9010${index + 1}`
}

function startsOf(day: LocalDate, hour: number): string[] {
  return Array.from({ length: SLOTS_IN_SESSION }, (_, index) => `${day}T${String(hour).padStart(2, '0')}:${index}0`)
}

/** Of the range 999, which is never issued. */
function testNhsNumbers(count: number): string[] {
  // One in eleven is valid, or one in ten.
  const candidates = Array.from({ length: count * 12 }, (_, index) => String(9_990_000_000 + index))
  return candidates.filter((candidate) => parseNhsNumber(candidate) !== undefined).slice(0, count)
}

function decoded(source: PracticeFileSource): PracticeFile {
  const result = decodePracticeValue(source)
  if ('faults' in result) throw new Error(`The race's practice file has faults: ${JSON.stringify(result.faults)}`)
  return result.file
}
