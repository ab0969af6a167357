import { InvalidArgumentError, Option } from 'commander'
import { type LocalDate, parseLocalDate } from '../../nhs/local-time.ts'
import { type OdsCode, parseOdsCode } from '../../nhs/ods-code.ts'
import { ORGANISATION_TYPES } from '../../nhs/organisation-types.ts'

/** The words that `gpa practice` takes, each refused with what it should be. */

export const FEATURES = ['gp-connect', 'appointment-management', 'service-filtering'] as const
export type Feature = (typeof FEATURES)[number]

export function organisationType(): Option {
  return new Option('--type <type>', 'the type of organisation').choices(Object.keys(ORGANISATION_TYPES))
}

export function odsCode(text: string): OdsCode {
  const code = parseOdsCode(text.toUpperCase())
  if (code === undefined) throw new InvalidArgumentError('An ODS code has 3 to 12 letters and digits, like A20047.')
  return code
}

export function feature(text: string, earlier: Feature[] | undefined): Feature[] {
  const known = FEATURES.find((name) => name === text)
  if (known === undefined) throw new InvalidArgumentError(`It is one of ${FEATURES.join(', ')}.`)
  return [...(earlier ?? []), known]
}

export function oneLine(text: string): string {
  if (text.trim() === '' || /\p{Cc}/u.test(text) || text.length > 200) throw new InvalidArgumentError('One line of text, please.')
  return text.trim()
}

export function serviceKey(text: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text))
    throw new InvalidArgumentError('A key has letters, digits, ".", "_" and "-", 64 at most.')
  return text
}

export function localDate(text: string): LocalDate {
  const date = parseLocalDate(text)
  if (date === undefined) throw new InvalidArgumentError('A date looks like 2026-03-02.')
  return date
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('A whole number, please.')
  return Number(text)
}

export function limitValue(text: string): number | null {
  return text === 'none' ? null : wholeNumber(text)
}
