import { InvalidArgumentError } from 'commander'
import type { LocalTime, Weekday } from '../../consumer/index.ts'
import { type LocalDate, parseLocalDate } from '../../nhs/local-time.ts'
import { parseNhsNumber } from '../../nhs/nhs-number.ts'
import { type OdsCode, parseOdsCode } from '../../nhs/ods-code.ts'
import { parseSlotHandle, type SlotHandle } from './slot-handle.ts'

/** What is typed, as a command wants it; a refusal says how it is meant to look. */

export function slotHandle(text: string): SlotHandle {
  return wanted(parseSlotHandle(text), '"gpa slots" prints slots like B86013/2026-03-02T09:10/k7f2q.')
}

export function odsCode(text: string): OdsCode {
  // Typed in the wrong place, a number would be looked up in the directory.
  const code = parseNhsNumber(text) ? undefined : parseOdsCode(text.toUpperCase())
  return wanted(code, 'An ODS code has 3 to 12 letters and digits, like B86013.')
}

/** For an argument that can be repeated. */
export function odsCodes(text: string, earlier: readonly OdsCode[] | undefined): OdsCode[] {
  return [...new Set([...(earlier ?? []), odsCode(text)])]
}

export function localDate(text: string): LocalDate {
  return wanted(parseLocalDate(text), 'A date looks like 2026-03-02.')
}

export function localTime(text: string): LocalTime {
  const [, hours = '', minutes] = /^(\d{1,2}):([0-5]\d)$/.exec(text) ?? []
  const time = `${hours.padStart(2, '0')}:${minutes}`
  return wanted(minutes !== undefined && time <= '24:00' ? time : undefined, 'A time looks like 09:30, up to 24:00.')
}

const WEEKDAYS: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** `mon,wed`, and also given again. */
export function weekdays(text: string, earlier: readonly Weekday[] | undefined): Weekday[] {
  const days = text.split(',').map((word) => {
    const beginning = word.trim().toLowerCase()
    const [day, ...others] = beginning.length < 2 ? [] : WEEKDAYS.filter((name) => name.startsWith(beginning))
    return wanted(others.length === 0 ? day : undefined, 'Days of the week look like mon,wed,fri.')
  })
  return [...new Set([...(earlier ?? []), ...days])]
}

export function wholeNumber(text: string): number {
  return wanted(/^\d{1,6}$/.test(text) ? Number(text) : undefined, 'A whole number, please.')
}

export function minutes(text: string): number {
  const number = wholeNumber(text)
  return wanted(number >= 1 && number <= 24 * 60 ? number : undefined, 'A number of minutes, please.')
}

function wanted<Value>(value: Value | undefined, otherwise: string): Value {
  if (value === undefined) throw new InvalidArgumentError(otherwise)
  return value
}
