import type { FederationPractice, OfferFilter } from '../../../consumer/index.ts'
import { addDays, type LocalDate, localDateOf } from '../../../nhs/local-time.ts'
import type { EncounterContent } from '../../encounter/encounters.ts'
import type { Wanted } from './wanted.ts'

/** Where and when is looked, and what for: kept with the encounter, so that no address says it. */
export type SlotSearch = {
  where: { kind: 'registered' | 'federation' | 'near' | 'codes'; name: string }
  practices: readonly FederationPractice[]
  /** What a saved federation asks for of its own accord. */
  own: OfferFilter
  /** The first of the days: a fortnight of them is looked at (SLOT-03). */
  from: LocalDate
  wanted: Wanted
}

export const DAYS = 14

export const lastDayOf = ({ from }: Pick<SlotSearch, 'from'>): LocalDate => addDays(from, DAYS)

/** The practice that PDS has the patient registered with, from today on. Undefined where there is none. */
export function searchAtRegistered({ traced }: Pick<EncounterContent, 'traced'>, now: Date): SlotSearch | undefined {
  const practice = traced?.registeredPractice
  if (!practice) return undefined
  const { odsCode, name = odsCode } = practice
  return { where: { kind: 'registered', name }, practices: [{ odsCode, name }], own: {}, from: localDateOf(now), wanted: {} }
}

/** As it was left, though never from a day that is over. */
export function searchOf(content: EncounterContent, now: Date): SlotSearch | undefined {
  const { search } = content
  if (!search) return searchAtRegistered(content, now)
  const today = localDateOf(now)
  return search.from < today ? { ...search, from: today } : search
}
