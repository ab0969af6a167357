import type { Mutant } from './mutant.ts'

/** What the judge said of a copy. */
export type Verdict = {
  scenarios: number
  /** Scenarios that could not be carried through: no verdict on the provider. */
  broken: readonly string[]
  caughtBy: readonly { scenario: string; requirement: string; status: number }[]
}

export type Outcome = { mutant: Mutant; seconds: number; problem?: string; caughtBy?: string }

/** Whether that is what it has to be, of a copy broken in this way. */
export function judged(mutant: Mutant, { scenarios, broken, caughtBy }: Verdict): Pick<Outcome, 'problem' | 'caughtBy'> {
  const [first] = caughtBy
  if (broken.length > 0) return { problem: `a scenario could not be carried through: ${broken.join(', ')}` }
  if (!first) return { problem: `survives ${scenarios} scenarios` }
  if (first.status === 500 && !mutant.answers500)
    return { problem: `fails instead of breaking the rule (${first.scenario} got ${first.status})` }
  return { caughtBy: `${first.scenario} (${first.requirement})` }
}
