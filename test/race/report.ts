import Table from 'cli-table3'
import { RULES, type Rule, type Violation } from './check/judge.ts'
import { describeOperation, type History } from './history.ts'
import type { RaceResult } from './run-race.ts'

const SHOWN = 5

export function textOf({ history, verdict, seconds, raced, trail }: RaceResult): string {
  const { operations, kills } = history
  const killed = (victim: string) => kills.filter((kill) => kill.victim === victim).length
  return [
    answersText(history),
    '',
    `${raced} operations raced in ${seconds.toFixed(1)} s: ${(raced / seconds).toFixed(0)} a second; ${operations.length - raced} more to read back.`,
    `Kills: ${killed('provider')} of a provider, ${killed('postgres')} of PostgreSQL.`,
    `Bookings and changes without an answer: ${verdict.unanswered.happened} had happened all the same, ${verdict.unanswered.didNot} had not.`,
    '',
    ...Object.entries(RULES).map(([rule, means]) => ruleText(rule as Rule, means, verdict)),
    `${trail.faults === 0 ? '✓' : '✗'} the audit trail is whole: ${trail.entries} entries, ${trail.faults} faults; ${trail.unaudited} changes without an entry`,
    '',
    ...violationsText(verdict.violations, history),
    verdict.violations.length === 0 ? 'No violation.' : `${verdict.violations.length} violations.`,
    '',
  ].join('\n')
}

function answersText({ operations }: History): string {
  const table = new Table({ head: ['', 'answer', 'times'], style: { head: [], border: [] }, colAligns: ['left', 'left', 'right'] })
  const byKind = Map.groupBy(operations, ({ asked }) => asked.kind)
  for (const kind of [...byKind.keys()].sort()) {
    const answers = Map.groupBy(byKind.get(kind) ?? [], ({ answer }) =>
      answer ? [answer.status, answer.code ?? ''].join(' ').trim() : 'no answer',
    )
    for (const answer of [...answers.keys()].sort()) table.push([kind, answer, answers.get(answer)?.length ?? 0])
  }
  return table.toString()
}

function ruleText(rule: Rule, means: string, { checks, violations }: RaceResult['verdict']): string {
  const broken = violations.filter((violation) => violation.rule === rule).length
  return `${broken === 0 ? '✓' : '✗'} ${means}: ${checks[rule]} checks${broken === 0 ? '' : `, ${broken} violations`}`
}

/** The first of each rule, with the requests that prove them. */
function violationsText(violations: readonly Violation[], { operations }: History): string[] {
  const byNumber = new Map(operations.map((operation) => [operation.number, operation]))
  return [...Map.groupBy(violations, ({ rule }) => rule).values()].flatMap((ofRule) =>
    ofRule.slice(0, SHOWN).flatMap(({ rule, says, operations: numbers }) => [
      `${rule}: ${says}`,
      ...numbers.flatMap((number) => {
        const operation = byNumber.get(number)
        return operation ? [`  ${describeOperation(operation)}`] : []
      }),
    ]),
  )
}
