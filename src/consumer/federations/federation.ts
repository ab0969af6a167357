import type { Brand } from '../../nhs/brand.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { OfferFilter } from '../filter-offers.ts'

/** What a federation is known by in links and file names: `leeds-hub`. Only `parseFederationId` and `federationIdFor` make one. */
export type FederationId = Brand<string, 'FederationId'>

/** A practice as its federation shows it. */
export type FederationMember = {
  odsCode: OdsCode
  /** For showing; the practice's own name comes with its answers. */
  name: string
  note?: string
}

/** A list of practices that are searched together (CON-02), with a name. */
export type Federation = {
  id: FederationId
  name: string
  /** In the order in which they are shown and asked; none of them twice. */
  practices: readonly FederationMember[]
  /** What a search of it asks for unless told otherwise. */
  defaultFilter: OfferFilter
}

/** `version` is another one after every change, and says nothing else: hand it back to whoever gave it. */
export type SavedFederation = Federation & { version: string }

export const LONGEST_ID = 64
export const LONGEST_NAME = 200
export const LONGEST_NOTE = 500
export const MOST_PRACTICES = 1000

/** Small letters, digits and single hyphens within, 64 at most. */
export function parseFederationId(text: string): FederationId | undefined {
  return text.length <= LONGEST_ID && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text) ? (text as FederationId) : undefined
}

/** `Leeds & York` becomes `leeds-york`. Undefined for a name without a letter or digit of the English alphabet. */
export function federationIdFor(name: string): FederationId | undefined {
  const words = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  return parseFederationId((words ?? []).join('-').slice(0, LONGEST_ID).replace(/-+$/, ''))
}
