import type { OfferFilter } from '../filter-offers.ts'
import type { FederationPractice } from '../watch-across.ts'
import type { Federation } from './federation.ts'

/**
 * What `findFreeSlotsAcross` and `watchFreeSlotsAcross` need of a federation: add days and a deadline. A part of `filter` that is not
 * undefined stands in for the default: a blank text, no weekdays, and a `timeOfDay` without sides ask for nothing.
 */
export function toSearch(
  { practices, defaultFilter }: Pick<Federation, 'practices' | 'defaultFilter'>,
  filter: OfferFilter = {},
): OfferFilter & { federation: readonly FederationPractice[] } {
  const wanted = Object.fromEntries(Object.entries(filter).filter(([, part]) => part !== undefined))
  return { ...defaultFilter, ...wanted, federation: practices }
}
