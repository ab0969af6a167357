import { INTERACTIONS, type InteractionName } from './interactions.ts'
import type { Target } from './target/decode-target.ts'
import type { Need } from './target/lacking.ts'
import type { DataNeed, DataOf } from './target/needs.ts'
import type { Answer } from './wire/answer.ts'
import type { Draft, Format, Wanted } from './wire/draft.ts'

/** What a rule asks for and what came. `rule` is a sentence in our words, `requirement` its id in docs/requirements.md. */
export type Expectation = { requirement: string; rule: string; expected: unknown; got: unknown }

/** What a scenario sends by, and says what it found to. */
export type Judge = {
  target: Target
  /** Of the requests that this scenario builds, and of the answers that it asks for. */
  format: Format
  now: () => Date
  newId: () => string
  /** What the target names for a need; only a need that the scenario declares. */
  data: <Of extends DataNeed>(need: Of) => DataOf<Of>
  /** A good request, for the scenario to alter. */
  draft: (name: InteractionName, wanted?: Wanted) => Draft
  /** Sends it, and judges the answer by the rules that hold for every answer. What it books is cancelled when the scenario has ended. */
  send: (draft: Draft) => Promise<Answer>
  /** Sends what may rightly find nobody who answers: undefined then, and no rule is held against the answer. */
  attempt: (draft: Draft) => Promise<Answer | undefined>
  /** True where both are deeply equal; else the difference goes into the report, and the scenario goes on. */
  expect: (answer: Answer | undefined, expectation: Expectation) => boolean
  /** The same for what nothing that follows can do without: the scenario ends here where it does not hold. */
  insist: (answer: Answer | undefined, expectation: Expectation) => void
  /** Ends the scenario as skipped: what it was given is used up, which nobody could know before. Never for what a provider does wrong. */
  skip: (reason: string) => never
}

export type Scenario = {
  /** `book-appointment/two-adjacent-slots`: of its file and the rule. It names the scenario for good. */
  id: string
  interaction: InteractionName
  title: string
  requirements: readonly string[]
  needs: readonly Need[]
  /** It changes nothing at the target, however wrong the target is. */
  readOnly: boolean
  /** How many slots it holds at once, at most; they are given back. */
  slots: number
  /** How many people it registers, at most; they stay. */
  registers: number
  /** Whatever the run's is. */
  format?: Format
  run: (judge: Judge) => Promise<void>
}

/** Of one interaction, in one file. */
export type ScenarioSource = Omit<Scenario, 'id' | 'interaction' | 'needs' | 'readOnly' | 'slots' | 'registers' | 'format'> & {
  id: string
  needs?: readonly Need[]
  slots?: number
  registers?: number
  /** True for what sends POST or PUT, even where it should be refused; always of interactions that do. */
  writes?: boolean
  /** Run once in JSON and once in XML, whatever the run's format is. */
  inBothFormats?: boolean
}

export function scenariosOf(interaction: InteractionName, prefix: string, sources: readonly ScenarioSource[]): Scenario[] {
  return sources.flatMap(({ inBothFormats = false, needs = [], slots = 0, registers = 0, writes = false, ...source }) => {
    const readOnly = !writes && slots === 0 && INTERACTIONS[interaction].method === 'GET'
    const scenario = { ...source, id: `${prefix}/${source.id}`, interaction, needs, slots, registers, readOnly }
    if (!inBothFormats) return [scenario]
    return (['json', 'xml'] as const).map((format) => ({
      ...scenario,
      id: `${scenario.id}-${format}`,
      title: `${scenario.title} (${format.toUpperCase()})`,
      format,
    }))
  })
}
