import type { Expectation } from '../scenario.ts'

/** Where an answer breaks a rule that holds for every such answer. */
export type Fault = Expectation

export function fault(requirement: string, rule: string, { expected, got }: { expected: unknown; got: unknown }): Fault {
  return { requirement, rule, expected, got }
}
