import type { Judge, ScenarioSource } from '../scenario.ts'
import { expectRefusal, type Refusal } from '../steps/refusals.ts'
import { countFound, patientOf, register, withTwoPartsOther } from '../steps/registering.ts'
import type { DataNeed, Person } from '../target/needs.ts'

const DEMOGRAPHICS: Refusal = [400, 'INVALID_PATIENT_DEMOGRAPHICS']
const NUMBER: Refusal = [400, 'INVALID_NHS_NUMBER']
const DUPLICATE: Refusal = [409, 'DUPLICATE_REJECTED']

type Row = {
  id: string
  need: DataNeed
  title: string
  requirement: 'REG-02' | 'REG-03'
  refusal: Refusal | readonly Refusal[]
  /** How many records a search finds, before as after. */
  found: number
  claimed: (judge: Judge) => Person
}

type PersonNeed = Extract<DataNeed, 'patient' | `pds-${string}` | `${string}-patient` | 'untraced-mismatch' | 'deceased-here'>

const row = (need: PersonNeed, of: Omit<Row, 'id' | 'need' | 'claimed'> & { id?: string; alter?: (person: Person) => Person }): Row => {
  const { alter = (person) => person, ...described } = of
  return { id: need, need, ...described, claimed: (judge) => alter(judge.data(need)) }
}

const ROWS: Row[] = [
  row('pds-unknown', { title: 'PDS does not know the person', requirement: 'REG-02', refusal: DEMOGRAPHICS, found: 0 }),
  row('pds-deceased', { title: 'PDS says that the person has died', requirement: 'REG-02', refusal: DEMOGRAPHICS, found: 0 }),
  row('pds-sensitive', { title: 'PDS flags the person as sensitive', requirement: 'REG-02', refusal: DEMOGRAPHICS, found: 0 }),
  row('pds-superseded', { title: 'PDS answers with another number', requirement: 'REG-02', refusal: NUMBER, found: 0 }),
  row('pds-invalidated', { title: 'PDS says that the number is invalid', requirement: 'REG-02', refusal: NUMBER, found: 0 }),
  row('patient', { title: 'the person is registered here', requirement: 'REG-03', refusal: DUPLICATE, found: 1 }),
  row('temporary-patient', {
    title: 'the person has a temporary registration here',
    ...{ requirement: 'REG-03', refusal: DUPLICATE, found: 1 },
  }),
  row('untraced-patient', {
    title: 'the person is registered here under a number that was never traced, and is now verified',
    ...{ requirement: 'REG-03', refusal: DUPLICATE, found: 1 },
  }),
  row('deceased-patient', { title: 'the person has died, here and on PDS', requirement: 'REG-03', refusal: DEMOGRAPHICS, found: 0 }),
  row('deceased-here', { title: 'the practice knows that the person has died', requirement: 'REG-03', refusal: DEMOGRAPHICS, found: 0 }),
  // Both are true of who is active here and sensitive on PDS; which is looked at first is not said.
  row('sensitive-patient', {
    title: 'the person is a sensitive patient of the practice',
    ...{ requirement: 'REG-02', refusal: [DEMOGRAPHICS, DUPLICATE], found: 0 },
  }),
  row('inactive-patient', {
    id: 'inactive-patient-not-verified',
    title: 'the person has left, and what is sent does not agree with PDS',
    ...{ requirement: 'REG-02', refusal: DEMOGRAPHICS, found: 0 },
    alter: (person) => ({ ...person, birthDate: withTwoPartsOther(person.birthDate) }),
  }),
  row('untraced-mismatch', {
    title: 'the record here was never traced, and what is sent agrees with it and not with PDS',
    ...{ requirement: 'REG-02', refusal: DEMOGRAPHICS, found: 0 },
  }),
  {
    ...{ id: 'untraced-mismatch-sent-as-on-pds', need: 'untraced-mismatch' },
    title: 'the record here was never traced, and PDS says something else, which is what is sent',
    ...{ requirement: 'REG-03', refusal: DEMOGRAPHICS, found: 0 },
    claimed: (judge) => {
      const { nhsNumber, onPds } = judge.data('untraced-mismatch')
      return onPds ? { nhsNumber, ...onPds } : judge.skip('The target does not say what PDS says of the person (onPds).')
    },
  },
]

/** Who may not be registered, and why (REG-02, REG-03). */
export const registerRefusals: ScenarioSource[] = ROWS.map(({ id, need, title, requirement, refusal, found, claimed }) => ({
  id: `refused-${id}`,
  title: `refused: ${title}`,
  requirements: [requirement],
  needs: [need],
  writes: true,
  inBothFormats: true,
  run: async (judge) => {
    // When
    const person = claimed(judge)
    const answer = await register(judge, patientOf(person))
    // Then
    expectRefusal(judge, answer, { refusal, requirement, rule: `Nobody is registered where ${title}.` })
    const { answer: search, ids } = await countFound(judge, person)
    judge.expect(search, { requirement, rule: 'What is refused changes nothing.', expected: found, got: ids.length })
  },
}))
