import { joinAdjacent } from './adjacent-slots.ts'
import { type Offer, soonestFirst } from './offer.ts'
import { liesWithin, type TimeOfDay, type Weekday, weekdayOf } from './time-of-day.ts'

/** What an offer has to be, all of it; what is left out, or blank, is not asked for. Texts are compared in any case. */
export type OfferFilter = {
  /** `In-person`, `Telephone`, `Video`. */
  deliveryChannel?: string | undefined
  /** A role's code, or a part of its name: `R0260`, `practitioner`. */
  practitionerRole?: string | undefined
  /** `female`, `male`, `other`, `unknown`: who is seen is then known, with that gender. */
  practitionerGender?: string | undefined
  /** A part of what the practice calls the slot. */
  slotType?: string | undefined
  /** A part of what the practice calls the session. */
  sessionType?: string | undefined
  /** A part of the name or of the address of the place to go to, or its id. */
  location?: string | undefined
  /** By local clocks, and from its start to its end. */
  timeOfDay?: TimeOfDay | undefined
  /** Any of these, by local calendars. None at all is as good as not asked for. */
  weekdays?: readonly Weekday[] | undefined
  /** At least so long: a slot that is, or adjacent ones that together are, as one offer. `joinAdjacent` says which are offered. */
  minutes?: number | undefined
}

/**
 * Soonest first. None of this is a search parameter of GP Connect, so that offers already had need not be asked for again; they should
 * be those of a search without `minutes`, for slots that were joined are not taken apart.
 */
export function filterOffers(offers: readonly Offer[], filter: OfferFilter): Offer[] {
  const wanted = offers.filter(isWantedBy(filter))
  // Joined last: every slot of an appointment is then at the right time of day, and none is taken for one that is not wanted.
  return (filter.minutes === undefined ? wanted : joinAdjacent(wanted, filter.minutes)).sort(soonestFirst)
}

function isWantedBy(filter: OfferFilter): (offer: Offer) => boolean {
  const isInTime = filter.timeOfDay && liesWithin(filter.timeOfDay)
  const weekdays = filter.weekdays?.length ? filter.weekdays : undefined

  return (offer) => {
    const { practitionerRole, practitioner, location } = offer
    const day = weekdays && weekdayOf(offer)
    return (
      is(filter.deliveryChannel, offer.deliveryChannel) &&
      (is(filter.practitionerRole, practitionerRole?.code) || isPartOf(filter.practitionerRole, practitionerRole?.display)) &&
      is(filter.practitionerGender, practitioner?.gender) &&
      isPartOf(filter.slotType, offer.slotType) &&
      isPartOf(filter.sessionType, offer.sessionType) &&
      (location.id === filter.location || isPartOf(filter.location, location.name) || isPartOf(filter.location, location.address)) &&
      (!isInTime || isInTime(offer)) &&
      (!weekdays || weekdays.some((weekday) => weekday === day))
    )
  }
}

/** Blank is not asked for: forms send it so. */
const is = (wanted = '', text = '') => wanted.trim() === '' || text.toLowerCase() === wanted.trim().toLowerCase()

const isPartOf = (wanted = '', text = '') => text.toLowerCase().includes(wanted.trim().toLowerCase())
