import { filterOffers } from './filter-offers.ts'
import type { Offer } from './offer.ts'

/**
 * What could be booked instead of an offer that has just gone: by the same channel, with somebody of the same role, at least as long (of
 * adjacent slots if need be), not begun yet. First at the same practice, then at the others; each nearest in time to the lost one.
 *
 * No slot of the lost offer is among them, for `offers` may be older than the loss.
 */
export function nearestEquivalents(gone: Offer, offers: readonly Offer[], { most, now }: { most: number; now: Date }): Offer[] {
  const lost = new Set(keysOf(gone))
  const candidates = offers.filter(
    (offer) => Date.parse(offer.start) > now.getTime() && isOfSameKind(gone, offer) && keysOf(offer).every((key) => !lost.has(key)),
  )
  const distance = (offer: Offer) => Math.abs(Date.parse(offer.start) - Date.parse(gone.start))
  // Sorted soonest first already, and so are those at the same distance.
  return filterOffers(candidates, { minutes: gone.minutes })
    .sort((one, other) => Number(isElsewhere(gone, one)) - Number(isElsewhere(gone, other)) || distance(one) - distance(other))
    .slice(0, most)
}

const keysOf = ({ practice, slotIds }: Offer) => slotIds.map((slotId) => `${practice.odsCode}/${slotId}`)

const isElsewhere = (gone: Offer, offer: Offer) => offer.practice.odsCode !== gone.practice.odsCode

function isOfSameKind(gone: Offer, offer: Offer): boolean {
  if (!isSameText(gone.deliveryChannel, offer.deliveryChannel)) return false
  const [goneRole, role] = [gone.practitionerRole?.code, offer.practitionerRole?.code]
  if (goneRole !== undefined && role !== undefined) return isSameText(goneRole, role)
  if (!isElsewhere(gone, offer) && gone.scheduleId === offer.scheduleId) return true

  // Without roles, what the practices call it is all there is to go by; nothing told is nothing in common.
  const isToldTheSame = (name: 'slotType' | 'sessionType') => gone[name] !== undefined && isSameText(gone[name], offer[name])
  return isToldTheSame('slotType') || isToldTheSame('sessionType')
}

const isSameText = (one: string | undefined, other: string | undefined) => one?.toLowerCase() === other?.toLowerCase()
