import type { Failure, Offer, Party, PlaceToGo } from '../../consumer/index.ts'
import { formatLocalDateTime, momentOf } from '../../nhs/local-time.ts'
import type { NhsNumber } from '../../nhs/nhs-number.ts'

/** `999 000 ••••`: enough to tell patients apart on one screen, too little to copy. */
export function showNhsNumber(nhsNumber: NhsNumber, isWhole: boolean): string {
  return `${nhsNumber.slice(0, 3)} ${nhsNumber.slice(3, 6)} ${isWhole ? nhsNumber.slice(6) : '••••'}`
}

const shortDay = dayFormat({ weekday: 'short', day: 'numeric', month: 'short' })
const longDay = dayFormat({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const dateOnly = dayFormat({ day: 'numeric', month: 'long', year: 'numeric' })

/** In words and blanks alone: whether a comma follows the weekday depends on the release of Unicode's data. */
function dayFormat(parts: Intl.DateTimeFormatOptions): (moment: Date) => string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', ...parts })
  return (moment) =>
    format
      .formatToParts(moment)
      .filter(({ type }) => type !== 'literal')
      .map(({ value }) => value)
      .join(' ')
}

/** The clock in a date-time of ours is local already. */
function clock(localDateTime: string): string {
  return localDateTime.slice(11, 16)
}

export function shortWhen({ start }: { start: string }): string {
  return `${shortDay(new Date(start))} ${clock(start)}`
}

export function longWhen({ start, end, minutes }: { start: string; end: string; minutes: number }): string {
  return `${longDay(new Date(start))}, ${clock(start)} to ${clock(end)} (${minutes} minutes)`
}

export function showDate(date: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(date) ? dateOnly(momentOf(date)) : date
}

export function showName(name: { prefix: readonly string[]; given: readonly string[]; family: string }): string {
  return [...name.prefix, ...name.given, name.family].join(' ')
}

export function whoIsSeen({ practitioner, practitionerRole }: Pick<Offer, 'practitioner' | 'practitionerRole'>): string {
  const name = practitioner?.name && (practitioner.gender ? `${practitioner.name} (${practitioner.gender})` : practitioner.name)
  return [name, practitionerRole?.display ?? practitionerRole?.code].filter(Boolean).join(', ') || 'not named'
}

export function whereToGo(location: PlaceToGo | undefined): string {
  return [location?.name, location?.address].filter(Boolean).join(', ') || 'not named: ask the practice'
}

const PARTIES = {
  pds: 'PDS (the NHS demographics service)',
  sds: 'SDS (the Spine directory)',
  ssp: 'the Spine proxy',
  provider: "the practice's system",
  consumer: 'this program, before anything was sent',
  unknown: 'something between here and the practice',
} as const satisfies Record<Party, string>

/** What happened, who said so, what to do next, and what to quote to a supplier. */
export function describeFailure(failure: Failure): string[] {
  const { step, by, code, diagnostics, advice, traceId } = failure
  const who = PARTIES[by]
  const happened = {
    refused: `Could not ${step}: refused by ${who}${code ? ` (${code})` : ''}.`,
    'not-enabled': `Could not ${step}: ${who} has no such service for it.`,
    unavailable: `Could not ${step}: no usable answer from ${who}${code ? ` (${code})` : ''}.`,
  }[failure.kind]
  return [happened, advice, ...(diagnostics ? [`Details: ${diagnostics}`] : []), ...(traceId ? [`Trace id: ${traceId}`] : [])]
}

/** `09:14 on Mon 2 Mar`, of any moment. */
export function clockOf(moment: string): string {
  const local = formatLocalDateTime(new Date(moment))
  return `${clock(local)} on ${shortDay(new Date(moment))}`
}
