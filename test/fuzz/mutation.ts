import type { InteractionOfProvider } from '../given/request-headers.ts'
import type { Draft } from './draft.ts'
import type { Junk } from './junk.ts'
import type { Random } from './random.ts'

export type With = { random: Random; junk: Junk }

/** Makes one thing of a request wrong, or odd: it may still have to be accepted. */
export type Mutation = (draft: Draft, by: With) => void

export type Kind = {
  mutations: Record<string, Mutation>
  /** Those that get furthest, taken half the time: most of the others end at the door. */
  mostly: readonly string[]
  /** What the requests begin as; one that stands here twice is taken twice as often. */
  interactions: readonly InteractionOfProvider[]
  /** Whether their bodies are XML. */
  isXml?: boolean
}
