import { addDays, formatLocalDateTime, type LocalDate, momentOf } from '../nhs/local-time.ts'
import type { Restriction, WeeklySession } from './schedule-schemas.ts'
import { WEEKDAYS } from './schedule-schemas.ts'

/** A slot with its moments worked out. */
export type PlannedSlot = {
  start: Date
  end: Date
  slotType?: string
  deliveryChannel: WeeklySession['deliveryChannel']
  bookable: boolean
  blocked: boolean
  restrictedTo?: Restriction
}

const MINUTE = 60_000

/** `+14d` counted from today, or the day itself. */
export function dayOfRange(text: string, today: LocalDate): LocalDate {
  return text.endsWith('d') ? addDays(today, Number.parseInt(text, 10)) : text
}

export function weekdayOf(date: LocalDate): (typeof WEEKDAYS)[number] {
  // Day 0 of getUTCDay is Sunday, the last of WEEKDAYS.
  const index = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
  return WEEKDAYS[index] ?? 'mon'
}

/** The days of the range on which the session is held. */
export function daysOfSession(session: Pick<WeeklySession, 'from' | 'to' | 'weekdays'>, today: LocalDate): LocalDate[] {
  const days: LocalDate[] = []
  const last = dayOfRange(session.to, today)
  for (let day = dayOfRange(session.from, today); day <= last; day = addDays(day, 1)) {
    if (session.weekdays.includes(weekdayOf(day))) days.push(day)
  }
  return days
}

/**
 * The session's slots on one day, end to end. They are laid out in elapsed time between the moments at which local clocks
 * show `starts` and `ends`, so that on a night when the clocks change no slot is longer, shorter, missing or doubled.
 */
export function slotsOfSession(session: WeeklySession, date: LocalDate): PlannedSlot[] {
  const moment = (time: string) => momentOf(time < session.starts ? addDays(date, 1) : date, time).getTime()
  const end = momentOf(session.ends <= session.starts ? addDays(date, 1) : date, session.ends).getTime()
  const breaks = session.breaks.map(({ from, to }) => ({ from: moment(from), to: moment(to) })).sort((a, b) => a.from - b.from)
  const length = session.slotMinutes * MINUTE

  const slots: PlannedSlot[] = []
  for (let start = moment(session.starts); start + length <= end; ) {
    const pause = breaks.find(({ from, to }) => from < start + length && to > start)
    if (pause) {
      start = pause.to
    } else {
      slots.push(slotAt(session, { date, start: new Date(start), end: new Date(start + length) }))
      start += length
    }
  }
  return slots
}

/** Where exceptions overlap, the later one in the file counts. */
function slotAt(session: WeeklySession, at: { date: LocalDate; start: Date; end: Date }): PlannedSlot {
  const time = localTimeOf(at.start)
  const weekday = weekdayOf(at.date)
  const { slotType, deliveryChannel, bookable, blocked } = session
  const usual: PlannedSlot = { start: at.start, end: at.end, ...(slotType && { slotType }), deliveryChannel, bookable, blocked }
  const different = session.exceptions
    .filter(({ times, weekdays }) => times.includes(time) && (weekdays?.includes(weekday) ?? true))
    .map(({ times: _times, weekdays: _weekdays, ...properties }) => properties)
  return Object.assign(usual, ...different)
}

export function localTimeOf(moment: Date): string {
  return formatLocalDateTime(moment).slice(11, 16)
}
