import type { SpineName, SpinePerson } from '../../dataset/spine-person.ts'
import { fold, matchesPattern, soundex } from './match-text.ts'
import type { DateRange, SearchCriteria } from './search-criteria.ts'

/** How well one criterion is met: as written, by wildcard, sound or history, or not at all. */
type Grade = 'exact' | 'close' | 'none'

const CURRENT_USES: readonly SpineName['use'][] = ['usual', 'nickname', 'temp']

const grade = (exact: boolean, close = false): Grade => (exact ? 'exact' : close ? 'close' : 'none')

function worst(grades: readonly Grade[]): Grade {
  return grades.includes('none') ? 'none' : grade(!grades.includes('close'), true)
}

function best(grades: readonly Grade[]): Grade {
  return grade(grades.includes('exact'), grades.includes('close'))
}

function gradeWord(asked: string, held: string | undefined, { fuzzy }: SearchCriteria): Grade {
  if (held === undefined) return 'none'
  const [pattern, text] = [fold(asked), fold(held)]
  const soundsAlike = fuzzy && soundex(asked) !== '' && soundex(asked) === soundex(held)
  return grade(pattern === text, matchesPattern(pattern, text) || soundsAlike)
}

function gradeName(name: SpineName, criteria: SearchCriteria): Grade {
  const held = name.given ?? []
  // `John Paul` is one given name or two, as a clerk once typed it.
  const family = criteria.family === undefined ? 'exact' : gradeWord(criteria.family, name.family, criteria)
  const given = criteria.given.map((asked) => best([...held, held.join(' ')].map((text) => gradeWord(asked, text, criteria))))
  const asWritten = worst([family, ...given])
  if (!criteria.fuzzy || asWritten === 'exact' || criteria.family === undefined || criteria.given.length === 0) return asWritten

  // Adam Thomas is looked for under Thomas Adam too.
  const transposed = worst([
    best(held.map((text) => gradeWord(criteria.family ?? '', text, criteria))),
    ...criteria.given.map((asked) => gradeWord(asked, name.family, criteria)),
  ])
  return grade(false, asWritten === 'close' || transposed !== 'none')
}

function gradeNames({ names }: SpinePerson, criteria: SearchCriteria): Grade {
  const current = best(names.filter(({ use }) => CURRENT_USES.includes(use)).map((name) => gradeName(name, criteria)))
  if (current === 'exact' || !(criteria.fuzzy || criteria.history)) return current
  const former = best(names.filter(({ use }) => !CURRENT_USES.includes(use)).map((name) => gradeName(name, criteria)))
  return grade(false, current !== 'none' || former !== 'none')
}

/** A date of which a part is missing lies in a range only if all its days do. */
function gradeDate(range: DateRange, held: string | undefined): Grade {
  if (held === undefined) return 'none'
  const date = held.slice(0, 10)
  const first = `${date}-01-01`.slice(0, 10)
  const last = `${date}-12-31`.slice(0, 10)
  return grade(range.from <= first && last <= range.to)
}

type Dated = { period?: { end?: string } }

function gradeContact<T extends Dated>(held: readonly T[], asked: { today: string; history: boolean }, gradeOne: (one: T) => Grade): Grade {
  const isCurrent = ({ period }: Dated) => period?.end === undefined || period.end >= asked.today
  const current = best(held.filter(isCurrent).map(gradeOne))
  if (current === 'exact' || !asked.history) return current
  return grade(false, current !== 'none' || best(held.map(gradeOne)) !== 'none')
}

const postalCodeKey = (text: string): string => text.toUpperCase().replaceAll(' ', '')

function gradesOf(person: SpinePerson, criteria: SearchCriteria, today: string): Grade[] {
  const { postalCode, generalPractitioner, email, phone, fuzzy } = criteria
  const asked = { today, history: fuzzy || criteria.history }
  // A fuzzy search is not decided by practice or death; they only lower the score.
  const soften = (graded: Grade): Grade => (fuzzy && graded === 'none' ? 'close' : graded)
  const grades = [gradeNames(person, criteria), gradeDate(criteria.birthDate, person.birthDate)]

  if (criteria.gender !== undefined) grades.push(grade(person.gender === criteria.gender))
  if (criteria.deathDate) grades.push(soften(gradeDate(criteria.deathDate, person.deceased?.date)))
  if (generalPractitioner !== undefined) grades.push(soften(grade(person.registeredPractice === generalPractitioner)))
  if (postalCode !== undefined) {
    const pattern = postalCodeKey(postalCode)
    const gradeHeld = (held: string) => grade(held === pattern, matchesPattern(pattern, held))
    grades.push(gradeContact(person.addresses, asked, (address) => gradeHeld(postalCodeKey(address.postalCode ?? ''))))
  }
  if (email !== undefined) {
    grades.push(gradeContact(person.telecoms, asked, ({ system, value }) => grade(system === 'email' && fold(value) === fold(email))))
  }
  if (phone !== undefined) {
    grades.push(
      gradeContact(person.telecoms, asked, ({ system, value }) =>
        grade(system === 'phone' && value.replaceAll(' ', '') === phone.replaceAll(' ', '')),
      ),
    )
  }
  return grades
}

/** 1 is an exact match. PDS does not say how it weighs the rest: each criterion met only closely costs a tenth. */
function scoreOf(grades: readonly Grade[]): number {
  if (grades.includes('none')) return 0
  const close = grades.filter((graded) => graded === 'close').length
  return Math.max(10 - close, 1) / 10
}

export type Found = { person: SpinePerson; score: number }

/** Best match first. */
export function searchPeople(people: readonly SpinePerson[], criteria: SearchCriteria, today: string): Found[] {
  const byNumber = new Map<string, SpinePerson>(people.map((person) => [person.nhsNumber, person]))
  const found = new Map<SpinePerson, number>()
  for (const person of people) {
    const score = scoreOf(gradesOf(person, criteria, today))
    // What was known under a superseded number still finds the record that replaced it.
    const shown = person.supersededBy === undefined ? person : byNumber.get(person.supersededBy)
    if (score === 0 || (criteria.exact && score < 1) || !shown || shown.invalidated) continue
    found.set(shown, Math.max(score, found.get(shown) ?? 0))
  }

  // A search by place must not tell where a restricted person is.
  const byPlace = criteria.postalCode !== undefined || criteria.generalPractitioner !== undefined
  return [...found]
    .map(([person, score]) => ({ person, score }))
    .filter(({ person }) => !(byPlace && person.confidentiality !== 'unrestricted'))
    .toSorted((a, b) => b.score - a.score)
}
