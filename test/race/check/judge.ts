/** What must hold, whatever was asked by whomever in whichever order, and whoever was killed. */
export const RULES = {
  answered: 'every request is answered, with a status and code that fit it; only who is killed owes an answer',
  acknowledged: 'what is acknowledged is what was asked for, as version If-Match + 1',
  once: 'no version is made twice, and nothing but the texts and the status ever changes',
  written: 'every version was written by a request that asked for it, and that was not refused',
  linear: 'no answer is older than one that had arrived before its request left',
  lost: 'no booking is lost: it is read and listed from its 201 on, and every unknown outcome is what the read-back says',
  slot: 'no slot is held by two appointments at once',
  cap: 'no cap is passed',
  offered: 'a search offers what is free and open, and nothing that is held or capped',
  refused: 'a refusal has its reason: a held slot, a reached cap, another version, a cancelled appointment',
} as const

export type Rule = keyof typeof RULES

/** `operations` are the numbers of those that show it. */
export type Violation = { rule: Rule; says: string; operations: readonly number[] }

export type Verdict = {
  checks: Record<Rule, number>
  violations: readonly Violation[]
  /** Bookings, amendments and cancellations without an answer, as they turned out. */
  unanswered: { happened: number; didNot: number }
}

export type Judge = (rule: Rule, holds: boolean, violation: () => Omit<Violation, 'rule'>) => void

export function createJudge(): { judge: Judge; verdict: () => Omit<Verdict, 'unanswered'> } {
  const checks = Object.fromEntries(Object.keys(RULES).map((rule) => [rule, 0])) as Record<Rule, number>
  const violations: Violation[] = []
  return {
    judge(rule, holds, violation) {
      checks[rule] += 1
      if (!holds) violations.push({ rule, ...violation() })
    },
    verdict: () => ({ checks, violations }),
  }
}
