import type { Offer, PractitionerRole, PractitionerSeen } from '../../consumer/index.ts'

const format = (parts: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...parts })
const WITH_WEEKDAY = format({ weekday: 'long', day: 'numeric', month: 'long' })
const WHOLE = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })

/** In words and blanks alone: whether a comma follows the weekday depends on the release of Unicode's data. */
const words = (of: Intl.DateTimeFormat, date: string) =>
  of
    .formatToParts(new Date(`${date.slice(0, 10)}T00:00:00Z`))
    .filter(({ type }) => type !== 'literal')
    .map(({ value }) => value)
    .join(' ')

/** `Monday 2 March`, of a local date or date-time. */
export const dayWithWeekday = (date: string): string => words(WITH_WEEKDAY, date)

/** `Monday 2 March 2026`. */
export const wholeDay = (date: string): string => words(WHOLE, date)

/** The clock in a date-time of ours is local already. */
export const clock = (localDateTime: string): string => localDateTime.slice(11, 16)

type Times = { start: string; end: string; minutes: number }

/** `Monday 2 March 2026, 09:10 to 09:20 (10 minutes)`. */
export const longWhen = ({ start, end, minutes }: Times): string =>
  `${wholeDay(start)}, ${clock(start)} to ${clock(end)} (${minutes} minutes)`

/** `Monday 2 March, 09:10`. */
export const shortWhen = ({ start }: Pick<Times, 'start'>): string => `${dayWithWeekday(start)}, ${clock(start)}`

export function whoIsSeen(of: { practitioner: PractitionerSeen | undefined; practitionerRole: PractitionerRole | undefined }): string {
  const { practitioner, practitionerRole } = of
  const name = practitioner?.name && (practitioner.gender ? `${practitioner.name} (${practitioner.gender})` : practitioner.name)
  return [name, practitionerRole?.display ?? practitionerRole?.code].filter(Boolean).join(', ') || 'Not named'
}

export function whereToGo(location: Partial<Pick<Offer['location'], 'name' | 'address'>> | undefined): string {
  return [location?.name, location?.address].filter(Boolean).join(', ') || 'Not named: ask the practice'
}

/** What is told of a slot, an offer and an appointment alike (SLOT-11). */
export function factsOf(
  of: Times &
    Pick<Offer, 'deliveryChannel' | 'slotType' | 'sessionType' | 'practitioner' | 'practitionerRole'> & {
      location: Offer['location'] | undefined
      service?: Offer['service']
    },
  practiceName: string,
): { name: string; text: string }[] {
  const facts: [string, string | undefined][] = [
    ['When', longWhen(of)],
    ['How', of.deliveryChannel ?? 'Not said: ask the practice'],
    ['With', whoIsSeen(of)],
    ['Practice', practiceName],
    ['Where', whereToGo(of.location)],
    ['Kind of slot', of.slotType],
    ['Session', of.sessionType],
    ['Service', of.service?.name],
  ]
  return facts.flatMap(([name, text]) => (text === undefined ? [] : [{ name, text }]))
}
