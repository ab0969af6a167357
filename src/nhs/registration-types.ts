/** CareConnect-RegistrationType-1. Registration over GP Connect always gives `T` (REG-04). */
export const REGISTRATION_TYPES = {
  R: 'Regular',
  E: 'Emergency',
  IN: 'Immediately necessary',
  T: 'Temporary',
  P: 'Private',
  O: 'Other',
  S: 'Synthetic Record',
} as const

export type RegistrationType = keyof typeof REGISTRATION_TYPES
