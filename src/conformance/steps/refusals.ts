import { codingOf } from '../checks/check-outcome.ts'
import type { Judge } from '../scenario.ts'
import type { Answer } from '../wire/answer.ts'

/** A status and a Spine code: `[422, 'INVALID_RESOURCE']`. */
export type Refusal = readonly [status: number, code: string]

/** The two of them that a refusal must have; the rest of its body is judged with every answer (ERR-01). */
export function expectRefusal(
  judge: Judge,
  answer: Answer,
  { refusal, requirement, rule }: { refusal: Refusal | readonly Refusal[]; requirement: string; rule: string },
): boolean {
  const written = ([status, code]: Refusal) => `${status} ${code}`
  const expected = isOne(refusal) ? [refusal] : refusal
  const got = `${answer.status} ${codingOf(answer.resource).code ?? 'without a Spine code'}`
  const fitting = expected.map(written).find((one) => one === got)
  return judge.expect(answer, { requirement, rule, expected: fitting ?? expected.map(written).join(' or '), got })
}

function isOne(refusal: Refusal | readonly Refusal[]): refusal is Refusal {
  return typeof refusal[0] === 'number'
}

/** Table DIFF: what assurance expects, and what the text says. */
export function byDialect(judge: Judge, of: { assurance: Refusal; specification: Refusal }): Refusal {
  return of[judge.target.dialect]
}

/** The answer is a success with this status, or the scenario ends. */
export function insistOnStatus(judge: Judge, answer: Answer, of: { status: number; requirement: string; rule: string }): void {
  judge.insist(answer, { requirement: of.requirement, rule: of.rule, expected: of.status, got: answer.status })
}
