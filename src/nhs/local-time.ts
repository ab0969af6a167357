/**
 * Local time is Europe/London (GEN-09). Since 1996 British Summer Time runs from 01:00 UTC on the last Sunday of
 * March to 01:00 UTC on the last Sunday of October, so the offset is arithmetic; a property test holds it to Intl.
 */

/** A calendar day in local time, `yyyy-mm-dd`. */
export type LocalDate = string

const HOUR = 3_600_000
const DAY = 24 * HOUR
const LAST_MOMENT = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

function lastSunday(year: number, month: number): number {
  const lastDay = new Date(Date.UTC(year, month + 1, 0))
  return lastDay.getTime() - lastDay.getUTCDay() * DAY + HOUR
}

const summers = new Map<number, readonly [start: number, end: number]>()

function isSummerTime(moment: number): boolean {
  const year = new Date(moment).getUTCFullYear()
  let summer = summers.get(year)
  if (!summer) {
    summer = [lastSunday(year, 2), lastSunday(year, 9)]
    summers.set(year, summer)
  }
  return moment >= summer[0] && moment < summer[1]
}

/** How each hour met so far is written, because a Bundle has hundreds of moments: clocks change on the hour. */
const hours = new Map<number, readonly [dateAndHour: string, offset: string]>()
const MOST_HOURS = 20_000

function writtenHour(hour: number): readonly [dateAndHour: string, offset: string] {
  let written = hours.get(hour)
  if (!written) {
    const isSummer = isSummerTime(hour * HOUR)
    written = [new Date((hour + (isSummer ? 1 : 0)) * HOUR).toISOString().slice(0, 14), isSummer ? '+01:00' : '+00:00']
    if (hours.size >= MOST_HOURS) hours.clear()
    hours.set(hour, written)
  }
  return written
}

const twoDigits = (count: number) => (count < 10 ? `0${count}` : `${count}`)

/** `2026-03-02T09:00:00+00:00`: seconds, and the offset always written, never `Z` (GEN-09). */
export function formatLocalDateTime(moment: Date): string {
  const time = moment.getTime()
  const hour = Math.floor(time / HOUR)
  const [dateAndHour, offset] = writtenHour(hour)
  const seconds = Math.floor((time - hour * HOUR) / 1000)
  return `${dateAndHour}${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}${offset}`
}

/** The local calendar day that a moment falls on. */
export function localDateOf(moment: Date): LocalDate {
  return formatLocalDateTime(moment).slice(0, 10)
}

/** Undefined for what is no calendar day: `2026-02-30`, `2026-2-3`, or any in a year nought. */
export function parseLocalDate(text: string): LocalDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return undefined
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? text : undefined
}

/** Calendar arithmetic: clock changes do not touch it. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
}

/** The moment at which local clocks show `time` (`hh:mm`) on `date`; in the repeated hour of October the first of the two. */
export function momentOf(date: LocalDate, time = '00:00'): Date {
  return momentShownAs(Date.parse(`${date}T${time}:00Z`))
}

/** The moment at which the next day begins; of the last day that can be written, its last moment. */
export function endOf(date: LocalDate): Date {
  return momentShownAs(Math.min(Date.parse(`${date}T00:00:00Z`) + DAY, LAST_MOMENT))
}

function momentShownAs(asUtc: number): Date {
  // In the hour that March skips, clocks show the hour after it.
  return new Date(isSummerTime(asUtc - HOUR) ? asUtc - HOUR : asUtc)
}
