import type { FederationPractice } from '../../../../consumer/index.ts'
import type { EncounterContent } from '../../../encounter/encounters.ts'

/** Where appointments are listed beside the registered practice: kept with the encounter. */
export type ListedPlaces = { name: string; practices: readonly FederationPractice[] }

/** The registered practice first, then the chosen ones, each once. */
export function listedPractices({ traced, listed }: Pick<EncounterContent, 'traced' | 'listed'>): FederationPractice[] {
  const { registeredPractice } = traced ?? {}
  const own = registeredPractice
    ? [{ odsCode: registeredPractice.odsCode, name: registeredPractice.name ?? registeredPractice.odsCode }]
    : []
  const all = [...own, ...(listed?.practices ?? [])]
  return all.filter(({ odsCode }, index) => all.findIndex((one) => one.odsCode === odsCode) === index)
}
