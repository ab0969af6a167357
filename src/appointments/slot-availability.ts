import type { Access, HeldSlot } from './model.ts'

/** Who asks for slots: what a search sent as searchFilters, or what a booking says of its organisation. */
export type Asker = { organisationTypes: readonly string[]; organisationCodes: readonly string[] }

/** SLOT-07: both restrictions must hold; a filter that was not sent satisfies only "no restriction". */
export function accessAllows(access: Access, asker: Asker): boolean {
  const { allowedOrganisationTypes: types, allowedOrganisationCodes: codes } = access
  const typeFits = types === undefined || asker.organisationTypes.some((type) => types.includes(type))
  const codeFits = codes === undefined || asker.organisationCodes.some((code) => codes.includes(code))
  return typeFits && codeFits
}

/** SLOT-06 for one slot, its freedom apart: released to GP Connect, in use, no visit, and open to who asks. */
export function isReleasedTo(slot: HeldSlot, asker: Asker): boolean {
  return slot.bookable && !slot.blocked && slot.deliveryChannel !== 'Visit' && accessAllows(slot.access, asker)
}
