import type { PdsSearch } from '../../../../consumer/index.ts'
import { localDateOf, parseLocalDate } from '../../../../nhs/local-time.ts'

export const DETAILS = ['family', 'given', 'day', 'month', 'year', 'postcode', 'gender', 'similar'] as const

/** As they were typed. */
export type TypedDetails = Record<(typeof DETAILS)[number], string>

export type DetailsFault = { text: string; href: string; field: 'family' | 'given' | 'birthDate' | 'postcode' }

const GENDERS = ['male', 'female', 'other', 'unknown'] as const
const POSTCODE = /^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/

/** Every fault at once. PDS takes `*` for any letters; somebody who books needs the one patient, so it is not for them. */
export function readDetails(typed: TypedDetails, now: Date): { criteria: PdsSearch } | { faults: DetailsFault[] } {
  const birthDate = birthDateOf(typed)
  const postcode = typed.postcode
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/(?=...$)/, ' ')
    .trim()
  const faults: DetailsFault[] = [
    ...faultIf(typed.family === '', 'family', 'Enter the last name', '#family'),
    ...faultIf(/[*]/.test(typed.family), 'family', 'Enter the last name in full, without *', '#family'),
    ...faultIf(/[*]/.test(typed.given), 'given', 'Enter the first name in full, without *', '#given'),
    ...birthDateFaults(typed, birthDate, now),
    ...faultIf(postcode !== '' && !POSTCODE.test(postcode), 'postcode', 'Enter a whole postcode, like LS8 1AB, or none', '#postcode'),
  ]
  if (faults.length > 0 || birthDate === undefined) return { faults }
  const gender = GENDERS.find((one) => one === typed.gender)
  return {
    criteria: {
      family: typed.family,
      ...(typed.given !== '' && { given: [typed.given] }),
      birthDate,
      ...(postcode !== '' && { postalCode: postcode }),
      ...(gender && { gender }),
      ...(typed.similar === 'yes' && { match: 'fuzzy' }),
    },
  }
}

function faultIf(isOne: boolean, field: DetailsFault['field'], text: string, href: string): DetailsFault[] {
  return isOne ? [{ field, text, href }] : []
}

function birthDateOf({ day, month, year }: TypedDetails): string | undefined {
  if (![day, month].every((part) => /^\d{1,2}$/.test(part)) || !/^\d{4}$/.test(year)) return undefined
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return parseLocalDate(date)
}

function birthDateFaults({ day, month, year }: TypedDetails, birthDate: string | undefined, now: Date): DetailsFault[] {
  if (day === '' && month === '' && year === '') return faultIf(true, 'birthDate', 'Enter the date of birth', '#birth-date-day')
  if (birthDate === undefined) return faultIf(true, 'birthDate', 'Enter a real date of birth, like 27 3 1984', '#birth-date-day')
  return faultIf(birthDate > localDateOf(now), 'birthDate', 'The date of birth must be in the past', '#birth-date-day')
}
