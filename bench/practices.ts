import { decodePracticeValue, type PracticeFile, type PracticeFileSource } from '../src/dataset/practice-file.ts'
import { parseNhsNumber } from '../src/nhs/nhs-number.ts'

export const PRACTICE_ASID = '200000000222'
export const SLOTS_IN_BUNDLE = 200

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const DAYS = 14
const SLOTS_A_DAY = 72
const PATIENTS = 100

type Session = NonNullable<PracticeFileSource['sessions']>[number]

const session = (key: string, practitioner: string, rest: Partial<Session>): Session => ({
  key,
  sessionName: 'Surgery',
  location: 'main',
  practitioner,
  practitionerRole: 'R0260',
  from: '+1d',
  to: `+${DAYS}d`,
  weekdays: [...WEEK],
  starts: '08:00',
  ends: '20:00',
  slotMinutes: 10,
  slotType: 'GP appointment',
  deliveryChannel: 'In-person',
  bookable: true,
  ...rest,
})

/** Ten days with 12 free slots of a GP and 8 of a nurse each, among a thousand that are not released. */
export const practiceToSearch = (odsCode: string): PracticeFile =>
  decoded({
    ...practice(odsCode, 2),
    sessions: [
      session('gp', 'p1', { to: '+10d', ends: '10:00' }),
      session('nurse', 'p2', { to: '+10d', starts: '14:00', ends: '15:20', location: 'branch', practitionerRole: 'R0690' }),
      session('gp-other', 'p1', { starts: '10:00', ends: '18:00', bookable: false }),
      session('nurse-other', 'p2', { starts: '08:00', ends: '13:00', bookable: false }),
    ],
  })

/** At least so many free slots, of as many practitioners as that takes. */
export function practiceToBook(odsCode: string, slots: number): PracticeFile {
  const practitioners = Math.ceil(slots / (DAYS * SLOTS_A_DAY))
  const sessions = Array.from({ length: practitioners }, (_, index) => session(`s${index + 1}`, `p${index + 1}`, {}))
  return decoded({ ...practice(odsCode, practitioners), sessions })
}

function practice(odsCode: string, practitioners: number): PracticeFileSource {
  const address = { lines: ['1 High Street'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS1 6AE' }
  return {
    kind: 'practice',
    odsCode,
    asid: PRACTICE_ASID,
    name: 'Benchmark Surgery',
    settings: { gpConnect: true, appointmentManagement: true },
    address,
    telecom: [{ system: 'phone', value: '0113 496 0000' }],
    locations: [
      { key: 'main', name: 'Benchmark Surgery', address },
      { key: 'branch', name: 'Benchmark Surgery, the branch', address },
    ],
    practitioners: Array.from({ length: practitioners }, (_, index) => ({
      key: `p${index + 1}`,
      sdsUserId: String(555_000_000_001 + index),
      family: 'Patel',
      given: ['Asha'],
      prefix: ['Dr'],
      gender: 'female',
    })),
    patients: testNhsNumbers(PATIENTS).map((nhsNumber) => ({
      nhsNumber,
      nhsNumberVerified: true,
      family: 'Example',
      given: ['Pat'],
      birthDate: '1980-04-05',
      gender: 'female',
      registration: { type: 'R', start: '2010-01-01' },
    })),
  }
}

/** Of the range 999, which is never issued. */
export function testNhsNumbers(count: number): string[] {
  const numbers: string[] = []
  for (let candidate = 9_990_000_000; numbers.length < count; candidate += 1) {
    const number = parseNhsNumber(String(candidate))
    if (number) numbers.push(number)
  }
  return numbers
}

function decoded(source: PracticeFileSource): PracticeFile {
  const result = decodePracticeValue(source)
  if ('faults' in result) throw new Error(`The benchmark's practice file has faults: ${JSON.stringify(result.faults)}`)
  return result.file
}
