import type { ScenarioSource } from '../scenario.ts'
import { expectRefusal } from '../steps/refusals.ts'
import {
  expectNotFound,
  givenPersonToRefuse,
  givenPersonToRegister,
  insistOnRegistered,
  patientOf,
  register,
  withOtherDay,
  withOtherYear,
  withTwoPartsOther,
} from '../steps/registering.ts'
import type { Person } from '../target/needs.ts'

type Row = { id: string; title: string; claimed: (person: Person) => Person }

const [ACUTE, FAR_LETTERS] = ['\u0301', 'QXZ']
/** A name that shares no beginning with this one. */
const another = (name: string) => `${[...FAR_LETTERS].find((letter) => !name.toUpperCase().startsWith(letter)) ?? 'V'}${name}`
/** In capitals, with marks on its first letters and a hyphen after the first. */
const adorned = (name: string) => {
  const [first = '', ...others] = [...name].map((letter, at) => (at < 3 ? `${letter}${ACUTE}` : letter))
  return `${first}'-${others.join('')}`.normalize('NFC').toUpperCase()
}
/** The same three letters at the beginning; a shorter name is left as it is. */
const otherEnding = (name: string) => (/^\p{Letter}{3}/u.test(name) ? `${name.slice(0, 3)}ingham` : name)
/** Two letters at most, which are compared whole. */
const shortened = (name: string) => name.slice(0, Math.min(2, name.length - 1))
const given = ({ given: names }: Person, alter: (name: string) => string) => [alter(names[0] ?? ''), ...names.slice(1)]

/** PAT-10: what agrees with PDS, though it is not the same. */
const VERIFIED: Row[] = [
  {
    id: 'other-name',
    title: 'the date of birth is that of PDS, the name is another',
    claimed: (person) => ({ ...person, family: another(person.family), given: given(person, another) }),
  },
  {
    id: 'other-year-name-spelled-otherwise',
    title: 'the year of birth is another, and the name is spelled with other letters, cases and marks',
    claimed: (person) => ({
      ...person,
      birthDate: withOtherYear(person.birthDate),
      family: adorned(person.family),
      given: given(person, adorned),
    }),
  },
  {
    id: 'other-day-name-ends-otherwise',
    title: 'the day of birth is another, the family name begins alike, and the given name with the same letter',
    claimed: (person) => ({
      ...person,
      birthDate: withOtherDay(person.birthDate),
      family: otherEnding(person.family),
      given: given(person, (name) => `${name.slice(0, 1)}zzz`),
    }),
  },
]

/** PAT-10: what does not agree. */
const NOT_VERIFIED: Row[] = [
  {
    id: 'two-parts-other',
    title: 'two parts of the date of birth are others, though the name is that of PDS',
    claimed: (person) => ({ ...person, birthDate: withTwoPartsOther(person.birthDate) }),
  },
  {
    id: 'other-year-other-family',
    title: 'the year of birth is another, and the family name is',
    claimed: (person) => ({ ...person, birthDate: withOtherYear(person.birthDate), family: another(person.family) }),
  },
  {
    id: 'other-year-other-given',
    title: 'the year of birth is another, and the given name is',
    claimed: (person) => ({ ...person, birthDate: withOtherYear(person.birthDate), given: given(person, another) }),
  },
  {
    id: 'other-year-short-family',
    title: 'the year of birth is another, and the family name is its first letters alone',
    claimed: (person) => ({ ...person, birthDate: withOtherYear(person.birthDate), family: shortened(person.family) }),
  },
  {
    id: 'other-person',
    title: 'neither the date of birth nor the name is that of PDS',
    claimed: (person) => ({
      ...person,
      birthDate: withTwoPartsOther(person.birthDate),
      family: another(person.family),
      given: given(person, another),
    }),
  },
]

const verified: ScenarioSource[] = VERIFIED.map(({ id, title, claimed }) => ({
  id: `verified-${id}`,
  title: `registered: ${title}`,
  requirements: ['PAT-10', 'REG-02'],
  needs: ['registrable-people'],
  registers: 1,
  run: async (judge) => {
    const person = await givenPersonToRegister(judge)
    const sent = claimed(person)
    const answer = await register(judge, patientOf(sent))
    // Which of the two dates is kept is not said.
    const { birthDate } = Object(Object(Object(answer.resource).entry?.[0]).resource)
    insistOnRegistered(judge, answer, { ...person, birthDate: birthDate === sent.birthDate ? sent.birthDate : person.birthDate })
  },
}))

const notVerified: ScenarioSource[] = NOT_VERIFIED.map(({ id, title, claimed }) => ({
  id: `refused-${id}`,
  title: `refused with 400 INVALID_PATIENT_DEMOGRAPHICS: ${title}`,
  requirements: ['PAT-10', 'REG-02'],
  needs: ['registrable-people'],
  writes: true,
  run: async (judge) => {
    const person = await givenPersonToRefuse(judge)
    const answer = await register(judge, patientOf(claimed(person)))
    const rule = `Who is not verified is not registered: ${title}.`
    expectRefusal(judge, answer, { refusal: [400, 'INVALID_PATIENT_DEMOGRAPHICS'], requirement: 'PAT-10', rule })
    await expectNotFound(judge, person)
  },
}))

export const registerVerified: ScenarioSource[] = [...verified, ...notVerified]
