import { INTERACTIONS } from '../interactions.ts'
import type { Scenario } from '../scenario.ts'
import type { Target } from '../target/decode-target.ts'
import { lackingFor } from '../target/lacking.ts'

export type Selection = { readOnly: boolean; only: readonly string[] }

/** `only` names interactions, requirements or scenarios, and the beginning of a scenario's id will do. Unknown ones select nothing. */
export function selectScenarios(scenarios: readonly Scenario[], { readOnly, only }: Selection): Scenario[] {
  return scenarios.filter(
    (scenario) => (!readOnly || scenario.readOnly) && (only.length === 0 || only.some((word) => isNamedBy(scenario, word))),
  )
}

function isNamedBy({ id, interaction, requirements }: Scenario, word: string): boolean {
  const wanted = word.toLowerCase()
  return (
    id.startsWith(wanted) ||
    interaction.toLowerCase() === wanted ||
    INTERACTIONS[interaction].id.toLowerCase() === wanted ||
    requirements.some((requirement) => requirement.toLowerCase() === wanted)
  )
}

export type Plan = {
  toRun: readonly Scenario[]
  toSkip: readonly { scenario: Scenario; reason: string }[]
  mostSlots: number
  bookings: number
  /** How many people are registered, at most. */
  registrations: number
}

/** What a run would do, told before it does it. */
export function planRun(target: Target, scenarios: readonly Scenario[]): Plan {
  const judged = scenarios.map((scenario) => ({ scenario, reason: lackingFor(target, scenario.needs) }))
  const toRun = judged.filter(({ reason }) => reason === undefined).map(({ scenario }) => scenario)
  return {
    toRun,
    toSkip: judged.flatMap(({ scenario, reason }) => (reason === undefined ? [] : [{ scenario, reason }])),
    mostSlots: Math.max(0, ...toRun.map(({ slots }) => slots)),
    bookings: toRun.filter(({ slots }) => slots > 0).length,
    registrations: toRun.reduce((sum, { registers }) => sum + registers, 0),
  }
}
