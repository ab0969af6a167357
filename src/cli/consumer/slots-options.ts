import { filterOffers, type LocalTime, type Offer, type OfferFilter, type Weekday } from '../../consumer/index.ts'
import type { LocalDate } from '../../nhs/local-time.ts'

export type SlotsOptions = {
  config?: string
  json?: true
  csv?: string
  xlsx?: string
  federation?: string
  from?: LocalDate
  to?: LocalDate
  channel?: string
  role?: string
  gender?: string
  type?: string
  session?: string
  location?: string
  after?: LocalTime
  before?: LocalTime
  weekday?: Weekday[]
  minutes?: number
  dosService?: string
  limit: number
}

/** What was typed, and for the rest what the federation looks for. */
export function wantedOf(options: SlotsOptions, defaultFilter: OfferFilter | undefined): OfferFilter {
  const { after, before } = options
  const typed: OfferFilter = {
    deliveryChannel: options.channel,
    practitionerRole: options.role,
    practitionerGender: options.gender,
    slotType: options.type,
    sessionType: options.session,
    location: options.location,
    weekdays: options.weekday,
    minutes: options.minutes,
    timeOfDay: (after ?? before) === undefined ? undefined : { from: after, to: before },
  }
  return { ...defaultFilter, ...Object.fromEntries(Object.entries(typed).filter(([, part]) => part !== undefined)) }
}

/** What began already is searched, but can never be booked (SLOT-06); slots are joined once it is taken out. */
export function bookableOffers(offers: readonly Offer[], { minutes, now }: { minutes?: number | undefined; now: Date }): Offer[] {
  const ahead = offers.filter(({ start }) => Date.parse(start) > now.getTime())
  return filterOffers(ahead, { minutes })
}
