import { addDays, type LocalDate } from '../nhs/local-time.ts'

/** What local clocks show, `hh:mm`; `24:00` is the end of the day. */
export type LocalTime = string

/** A part of the day, from one time to another; past midnight where `to` is before `from`. A side left out is the day's own. */
export type TimeOfDay = { from?: LocalTime | undefined; to?: LocalTime | undefined }

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Local times with their offset, as an offer has them. */
type Span = { start: string; end: string }

const DAY = 24 * 60

/** Made once for many spans: whether one lies wholly within that part of the day, as clocks show it. Misuse is thrown. */
export function liesWithin({ from = '00:00', to = '24:00' }: TimeOfDay): (span: Span) => boolean {
  const opens = minutesInto(from)
  const closes = minutesInto(to) < opens ? minutesInto(to) + DAY : minutesInto(to)

  return ({ start, end }) => {
    const begins = minutesInto(start.slice(11, 16))
    const ends = minutesInto(end.slice(11, 16)) + DAY * daysBetween(localDate(start), localDate(end))
    // Part of a night may have begun the day before.
    return [0, DAY].some((dayBefore) => opens <= begins + dayBefore && ends + dayBefore <= closes)
  }
}

/** The local day that it starts on. */
export function weekdayOf({ start }: Pick<Span, 'start'>): Weekday | undefined {
  return WEEKDAYS[new Date(`${localDate(start)}T00:00:00Z`).getUTCDay()]
}

function minutesInto(time: LocalTime): number {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time) ?? []
  const sum = Number(hours) * 60 + Number(minutes)
  if (!(sum <= DAY)) throw new RangeError('A time of day is written hh:mm, from 00:00 to 24:00.')
  return sum
}

const localDate = (dateTime: string): LocalDate => dateTime.slice(0, 10)

/** An appointment ends on the day it starts on, or on the next: more is more than any part of a day holds. */
function daysBetween(first: LocalDate, last: LocalDate): number {
  if (first === last) return 0
  return addDays(first, 1) === last ? 1 : Number.POSITIVE_INFINITY
}
