import { addDays, type LocalDate, momentOf } from '../nhs/local-time.ts'
import { checkReference, type Known } from './check-reference.ts'
import { dayOfRange, localTimeOf, slotsOfSession } from './expand-session.ts'
import type { Fault } from './fault.ts'
import type { NamedLists } from './practice-file.ts'
import type { ScheduleInFile, WeeklySession } from './schedule-schemas.ts'

const LONGEST_RANGE_IN_DAYS = 366

// Any day far from a change of the clocks: the pattern's times, not those of one night, are what is checked.
const ORDINARY_DAY = '2026-01-14'

const VISIT_IS_BOOKABLE = 'a visit must not be bookable (SLOT-06)'

function checkPlaceAndPeople(place: string, of: ScheduleInFile | WeeklySession, known: Known): Fault[] {
  return [
    ...checkReference(`${place}.location`, of.location, { known: known.locations, list: 'locations' }),
    ...checkReference(`${place}.practitioner`, of.practitioner, { known: known.practitioners, list: 'practitioners' }),
    ...checkReference(`${place}.service`, of.service, { known: known.services, list: 'services' }),
    ...(of.service !== undefined && of.serviceNotApplicable
      ? [{ place: `${place}.serviceNotApplicable`, message: 'does not go with a service' }]
      : []),
  ]
}

export function checkSchedules(schedules: NamedLists['schedules'], known: Known): Fault[] {
  return schedules.flatMap(({ index, value }) => {
    if (!value) return []
    const place = `schedules[${index}]`
    const visits = value.slots.flatMap((slot, at) =>
      slot.bookable && slot.deliveryChannel === 'Visit' ? [{ place: `${place}.slots[${at}].bookable`, message: VISIT_IS_BOOKABLE }] : [],
    )
    return [...checkPlaceAndPeople(place, value, known), ...visits, ...checkOverlaps(place, value)]
  })
}

function checkOverlaps(place: string, schedule: ScheduleInFile): Fault[] {
  const inOrder = schedule.slots
    .map(({ start, minutes }, at) => {
      const from = momentOf(start.slice(0, 10), start.slice(11)).getTime()
      return { at, from, to: from + minutes * 60_000 }
    })
    .sort((a, b) => a.from - b.from || a.at - b.at)

  const faults: Fault[] = []
  let latest = inOrder[0]
  for (const slot of inOrder.slice(1)) {
    if (latest && slot.from < latest.to) faults.push({ place: `${place}.slots[${slot.at}]`, message: `overlaps slots[${latest.at}]` })
    if (!latest || slot.to > latest.to) latest = slot
  }
  return faults
}

export function checkSessions(sessions: NamedLists['sessions'], known: Known): Fault[] {
  return sessions.flatMap(({ index, value }) => {
    if (!value) return []
    const place = `sessions[${index}]`
    return [
      ...checkPlaceAndPeople(place, value, known),
      ...checkRange(place, value),
      ...checkBreaks(place, value),
      ...checkSlots(place, value),
    ]
  })
}

/** Without the day of the import, a range of one relative day and one of the calendar cannot be judged. */
export function checkRange(place: string, { from, to }: WeeklySession, today?: LocalDate): Fault[] {
  if (today === undefined && from.endsWith('d') !== to.endsWith('d')) return []
  const [first, last] = [dayOfRange(from, today ?? ORDINARY_DAY), dayOfRange(to, today ?? ORDINARY_DAY)]
  if (last < first) return [{ place: `${place}.to`, message: 'is before "from"' }]
  if (last > addDays(first, LONGEST_RANGE_IN_DAYS))
    return [{ place: `${place}.to`, message: `is more than ${LONGEST_RANGE_IN_DAYS} days after "from"` }]
  return []
}

/** Minutes after the session's start; what is earlier on the clock is on the next day. */
function minutesInto(session: WeeklySession, time: string): number {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
  return (minutes(time) - minutes(session.starts) + 24 * 60) % (24 * 60)
}

function checkBreaks(place: string, session: WeeklySession): Fault[] {
  const length = minutesInto(session, session.ends) || 24 * 60
  return session.breaks.flatMap(({ from, to }, at) => {
    const [begins, ends] = [minutesInto(session, from), minutesInto(session, to)]
    return begins < ends && ends <= length
      ? []
      : [{ place: `${place}.breaks[${at}]`, message: 'must begin before it ends, within the session' }]
  })
}

function checkSlots(place: string, session: WeeklySession): Fault[] {
  const slots = slotsOfSession(session, ORDINARY_DAY)
  if (slots.length === 0) return [{ place: `${place}.slotMinutes`, message: 'leaves no room for a single slot' }]

  const times = new Set(slots.map(({ start }) => localTimeOf(start)))
  const faults: Fault[] = []
  if (session.bookable && session.deliveryChannel === 'Visit') faults.push({ place: `${place}.bookable`, message: VISIT_IS_BOOKABLE })
  for (const [at, exception] of session.exceptions.entries()) {
    const here = `${place}.exceptions[${at}]`
    for (const [index, time] of exception.times.entries()) {
      if (!times.has(time)) faults.push({ place: `${here}.times[${index}]`, message: 'is the start of none of the slots' })
    }
    const isVisit = (exception.deliveryChannel ?? session.deliveryChannel) === 'Visit'
    const saysSo = exception.deliveryChannel !== undefined || exception.bookable !== undefined
    if (isVisit && saysSo && (exception.bookable ?? session.bookable)) faults.push({ place: here, message: VISIT_IS_BOOKABLE })
  }
  return faults
}
