import { readdirSync, readFileSync } from 'node:fs'
import { SCENARIOS } from '../../src/conformance/scenarios/all.ts'
import { readRequirements } from '../conformance/conformance.ts'
import { reasonFor } from './unseen.ts'

const CHECKS = new URL('../../src/conformance/checks/', import.meta.url)

/** The rules that are held against every answer, whichever scenario asked for it. */
export function rulesOfEveryAnswer(): ReadonlySet<string> {
  const sources = readdirSync(CHECKS).map((file) => readFileSync(new URL(file, CHECKS), 'utf8'))
  return new Set(sources.flatMap((source) => [...source.matchAll(/'([A-Z]{3,4}-\d{2})'/g)].map(([, id = '']) => id)))
}

/** Which scenarios hold a provider to a rule, and how many of each file. */
export function scenariosFor(id: string): string[] {
  const naming = SCENARIOS.filter(({ requirements }) => requirements.includes(id))
  const counts = Map.groupBy(naming, (scenario) => scenario.id.split('/')[0] ?? '')
  return [...counts].map(([file, scenarios]) => `${file} (${scenarios.length})`)
}

/** The part of docs/judge.md that says which scenarios hold a provider to which rule, and which rules cannot be seen from outside. */
export function requirementsTable(): string {
  const always = rulesOfEveryAnswer()
  const rows = readRequirements().map(({ id }) => {
    const judgedBy = [...(always.has(id) ? ['every answer'] : []), ...scenariosFor(id)]
    return `| ${id} | ${judgedBy.length > 0 ? judgedBy.join(', ') : `not judged: ${reasonFor(id) ?? 'no scenario yet'}`} |`
  })
  return ['| Rule | Scenarios |', '|---|---|', ...rows].join('\n')
}
