import type { Demographics } from '../../../consumer/index.ts'

export type PatientShown = { name: string; birthDate: string | undefined; nhsNumber: string; gender: string }

/** For the banner that stays on every page, so that nobody books for the one before. */
export function toPatientShown({ prefix, given, family, birthDate, nhsNumber, gender }: Demographics): PatientShown {
  const name = [...prefix, ...given, family].filter(Boolean).join(' ')
  return { name: name || 'Name not known', birthDate, nhsNumber, gender: gender ?? 'not known' }
}
