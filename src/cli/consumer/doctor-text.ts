import { DIAGNOSIS, type Finding } from '../../consumer/index.ts'
import type { Paints } from './layout.ts'

const MARKS = { good: '✓', bad: '✗', skipped: '–' } as const satisfies Record<Finding['state'], string>
const WIDTH = Math.max(...Object.values(DIAGNOSIS).map((name) => name.length))

/** A line, and under what is wrong what to do and the details. Of what is good, the details are in the JSON. */
export function describeFinding(finding: Finding, paints: Paints): string {
  const paint = { good: paints.good, bad: paints.bad, skipped: paints.faint }[finding.state]
  const line = `${paint(MARKS[finding.state])} ${DIAGNOSIS[finding.step].padEnd(WIDTH)}  ${finding.says}`
  if (finding.state !== 'bad') return line
  const margin = ' '.repeat(WIDTH + 4)
  const details = Object.entries(finding.details ?? {}).map(([name, value]) => paints.faint(`${margin}${name}: ${value}`))
  return [line, `${margin}${finding.advice}`, ...details].join('\n')
}
