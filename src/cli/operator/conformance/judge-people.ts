import type { PracticeFileSource } from '../../../dataset/practice-file.ts'
import type { SpineFileSource } from '../../../dataset/spine-file.ts'
import { parseNhsNumber } from '../../../nhs/nhs-number.ts'

type PatientSource = NonNullable<PracticeFileSource['patients']>[number]
type SpinePersonSource = NonNullable<SpineFileSource['people']>[number]

/** Invented: numbers of the 999 range are never issued, and these are the runner's own. */
const FIRST = 9_990_050_000
const NUMBERS: readonly string[] = Array.from({ length: 2000 }, (_, index) => String(FIRST + index)).filter(parseNhsNumber)
const FAMILIES = [
  'Abbott',
  'Barlow',
  'Carver',
  'Dalton',
  'Ellery',
  'Foster',
  'Garner',
  'Holden',
  'Ingram',
  'Jarvis',
  'Keller',
  'Lowell',
  'Mercer',
]
/** Enough for several runs: each registers people, and nobody can undo that. */
const REGISTRABLE = 60
const RETURNING = 12

export type JudgePerson = {
  person: { nhsNumber: string; family: string; given: string[]; birthDate: string; gender: 'female' | 'male' }
  /** What the practice holds of them, if anything. */
  record?: Partial<PatientSource>
  /** What PDS says; nothing where it does not know them. */
  pds?: Partial<SpinePersonSource>
}

const REGULAR = { type: 'R', start: '2015-04-01' } as const
const LEFT = { type: 'R', start: '2010-04-01', end: '2024-06-30' } as const
const TEMPORARY = { type: 'T', start: '2026-01-05', end: '2099-12-31' } as const

/** Of the patient of whom PDS says something else. */
export const ON_PDS = { family: 'Quite', given: ['Other'], birthDate: '1911-11-11' }

type Story = Omit<JudgePerson, 'person'>

const STORIES = {
  patient: { record: {}, pds: {} },
  'second-patient': { record: {}, pds: {} },
  'temporary-patient': { record: { registration: TEMPORARY }, pds: {} },
  'rich-patient': {
    record: {
      addresses: [{ use: 'home', lines: ['12 Chapel Lane'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS6 3AA' }],
      telecom: [
        { system: 'phone', value: '07700 900321', use: 'mobile' },
        { system: 'email', value: 'rich.patient@example.com', use: 'home' },
      ],
      contacts: [
        { relationship: 'Sister', family: 'Barlow', given: ['Ann'], telecom: [{ system: 'phone', value: '07700 900322', use: 'mobile' }] },
      ],
      language: 'fr',
      interpreterRequired: true,
      generalPractitioner: 'doctor',
      preferredBranch: 'branch',
    },
    pds: {},
  },
  'sensitive-patient': { record: { sensitive: true }, pds: { confidentiality: 'restricted' } },
  'deceased-patient': { record: { deceased: '2025-02-11' }, pds: { deceased: { date: '2025-02-11', notification: 'formal' } } },
  'inactive-patient': { record: { registration: LEFT }, pds: {} },
  'untraced-patient': { record: { nhsNumberVerified: false }, pds: {} },
  'untraced-mismatch': {
    record: { nhsNumberVerified: false },
    pds: { birthDate: ON_PDS.birthDate, names: [{ use: 'usual', family: ON_PDS.family, given: ON_PDS.given }] },
  },
  'visit-appointment': { record: {}, pds: {} },
  'past-appointment': { record: {}, pds: {} },
  'practice-booked': { record: {}, pds: {} },
  'pds-deceased': { pds: { deceased: { date: '2025-02-11', notification: 'formal' } } },
  'pds-sensitive': { pds: { confidentiality: 'restricted' } },
  'pds-invalidated': { pds: { invalidated: true } },
  'pds-superseded': { pds: {} },
  'pds-unknown': {},
  'deceased-here': { record: { deceased: '2025-02-11' }, pds: {} },
} as const satisfies Record<string, Story>

export type JudgePersonName = keyof typeof STORIES
const NAMES = Object.keys(STORIES) as JudgePersonName[] // the table is a literal, so it has no other keys

function personAt(index: number): JudgePerson['person'] {
  const day = String((index % 27) + 1).padStart(2, '0')
  return {
    nhsNumber: NUMBERS[index] ?? '',
    family: FAMILIES[index % FAMILIES.length] ?? '',
    given: [index % 2 === 0 ? 'Morgan' : 'Robin'],
    birthDate: `19${60 + (index % 30)}-0${(index % 9) + 1}-${day}`,
    gender: index % 2 === 0 ? 'female' : 'male',
  }
}

/** Everybody whom the runner asks for, by the needs they fill. */
export function judgePeople() {
  const named = Object.fromEntries(NAMES.map((name, index) => [name, { person: personAt(index), ...STORIES[name] }])) as Record<
    JudgePersonName,
    JudgePerson
  >
  const after = (count: number, index: number) => personAt(NAMES.length + count + index)
  const registrable = Array.from({ length: REGISTRABLE }, (_, index): JudgePerson => ({ person: after(0, index), pds: {} }))
  const returning = Array.from(
    { length: RETURNING },
    (_, index): JudgePerson => ({ person: after(REGISTRABLE, index), record: { registration: LEFT }, pds: {} }),
  )
  const unknown = after(REGISTRABLE + RETURNING, 0)
  const ofOtherPractice: JudgePerson = { person: after(REGISTRABLE + RETURNING, 1), record: {}, pds: {} }
  const neverTraced = (index: number, pds: NonNullable<JudgePerson['pds']>): JudgePerson => ({
    person: after(REGISTRABLE + RETURNING, index),
    record: { nhsNumberVerified: false },
    pds,
  })
  const unshowable = [
    neverTraced(2, { deceased: { date: '2025-02-11', notification: 'formal' } }),
    neverTraced(3, { confidentiality: 'restricted' }),
    neverTraced(4, { supersededBy: named.patient.person.nhsNumber }),
    neverTraced(5, { invalidated: true }),
  ]
  return { named, registrable, returning, unknown, ofOtherPractice, unshowable }
}

export function patientRecordOf({ person, record = {} }: JudgePerson): PatientSource {
  const { nhsNumber, family, given, birthDate, gender } = person
  return { nhsNumber, nhsNumberVerified: true, family, given, birthDate, gender, registration: REGULAR, ...record }
}

export function spinePersonOf({ person, pds = {} }: JudgePerson, supersededBy?: string): SpinePersonSource {
  const { nhsNumber, family, given, birthDate, gender } = person
  return { nhsNumber, names: [{ use: 'usual', family, given }], birthDate, gender, ...(supersededBy && { supersededBy }), ...pds }
}
