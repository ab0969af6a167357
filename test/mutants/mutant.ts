import type { InteractionName } from '../../src/conformance/interactions.ts'

/** One rule broken on purpose, in a copy of the provider. */
export type Mutant = {
  id: string
  /** The requirement that no longer holds. */
  rule: string
  /** What the provider then does, in words that follow "a provider that". */
  breaks: string
  /** From the root of the repository. */
  file: string
  /** It must stand in the file exactly once. */
  search: string
  replace: string
  /** Whose scenarios have to catch it. */
  interactions: readonly InteractionName[]
  /** The break itself is an answer 500. Otherwise that only shows that the patch does not run. */
  answers500?: true
  /** The practice that is judged filters by service. */
  filtersByService?: true
  /** The scenario that would notice and is not written yet. Until then it may survive. */
  awaits?: string
}

/** A way without what several ways have in common. */
export type Way = Omit<Mutant, 'file' | 'interactions'> & { interactions?: readonly InteractionName[] }

export function waysIn(file: string, interactions: readonly InteractionName[], ways: readonly Way[]): Mutant[] {
  return ways.map((way) => ({ interactions, ...way, file }))
}
