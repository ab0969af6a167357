/** GPConnect-OrganisationType-1: the types a practice can release slots to (SLOT-07). */
export const ORGANISATION_TYPES = { 'gp-practice': 'GP Practice', 'urgent-care': 'Urgent Care' } as const

export type OrganisationType = keyof typeof ORGANISATION_TYPES
