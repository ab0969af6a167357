import { InvalidArgumentError } from 'commander'
import type { Chain } from '../../audit/entry.ts'
import { INTERACTION_IDS } from '../../nhs/interaction-ids.ts'
import { addDays, momentOf, parseLocalDate } from '../../nhs/local-time.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import { odsCode } from './practice-arguments.ts'

/** The words that `gpa audit` takes, each refused with what it should be. */

export function chains(text: string, earlier: Chain[] | undefined): Chain[] {
  return [...(earlier ?? []), text === '-' ? '-' : odsCode(text)]
}

export function auditedCode(text: string): OdsCode {
  return odsCode(text)
}

export function interactionId(text: string): string {
  const named = Object.entries(INTERACTION_IDS).find(([name]) => name === text)
  if (named) return named[1]
  // A refused call may have named any.
  if (text.startsWith('urn:')) return text
  throw new InvalidArgumentError(`It is one of ${Object.keys(INTERACTION_IDS).join(', ')}, or an id that starts with "urn:".`)
}

export function momentFrom(text: string): Date {
  return moment(text, (day) => momentOf(day))
}

export function momentTo(text: string): Date {
  return moment(text, (day) => momentOf(addDays(day, 1)))
}

export function most(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('A whole number from 1 to 999999, please.')
  return Number(text)
}

function moment(text: string, ofDay: (day: string) => Date): Date {
  const [, day = '', time, seconds = '', offset] =
    /^(\d{4}-\d\d-\d\d)(?:T((?:[01]\d|2[0-3]):[0-5]\d)(:[0-5]\d(?:\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? []
  const date = parseLocalDate(day)
  if (date === undefined)
    throw new InvalidArgumentError('A day looks like 2026-03-02, a time like 2026-03-02T09:10 or 2026-03-02T09:10:00Z.')
  if (time === undefined) return ofDay(date)

  const moment = offset === undefined ? momentOf(date, time).getTime() + Number(seconds.slice(1)) * 1000 : Date.parse(text)
  if (Number.isNaN(moment)) throw new InvalidArgumentError('There is no such time.')
  return new Date(moment)
}
