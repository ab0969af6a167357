import Table from 'cli-table3'
import type { Counts, Report, ReportedScenario } from './report.ts'

const RULES = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
const MORE_RULES = ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle']
const NO_RULES = Object.fromEntries([...RULES, ...MORE_RULES].map((part) => [part, '']))
const MOST_FAILURES = 20

/** For a terminal: how it went, by interaction and requirement, and what failed. */
export function summaryOf(report: Report, { show = MOST_FAILURES }: { show?: number } = {}): string {
  const bad = report.scenarios.filter(({ status }) => status === 'failed' || status === 'broken')
  const failing = report.requirements.filter(({ failed, broken }) => failed + broken > 0)
  const parts = [
    ...bad.slice(0, show).map(failureText),
    bad.length > show ? `… and ${bad.length - show} more: the reports have them all.\n` : '',
    report.commonFaults.length > 0
      ? `Broken in many places:\n${report.commonFaults.map(({ requirement, rule, scenarios }) => `  ${requirement} ${rule} (${scenarios.length} scenarios)`).join('\n')}\n`
      : '',
    table(
      ['Interaction', 'passed', 'failed', 'skipped'],
      report.interactions.map((row) => [row.title, ...cells(row)]),
    ),
    failing.length > 0
      ? `\n${table(
          ['Requirement', 'passed', 'failed', 'skipped'],
          failing.map((row) => [row.id, ...cells(row)]),
        )}`
      : '',
    skippedText(report),
    report.leftBehind.length > 0 ? `\nLeft behind, for the practice to cancel: ${report.leftBehind.join(', ')}` : '',
    `\n${report.stopped ? 'Stopped. ' : ''}${totalsOf(report)}`,
  ]
  return `${parts.filter((part) => part !== '').join('\n')}\n`
}

function totalsOf({ counts, seconds, requestsSent, format, requirements }: Report): string {
  const { passed, failed, skipped, broken } = counts
  const ids = requirements.filter((row) => row.passed + row.failed > 0).length
  const judgeFaults = broken > 0 ? `, ${broken} could not be judged` : ''
  return `${passed} passed, ${failed} failed, ${skipped} skipped${judgeFaults}; ${ids} requirements, ${requestsSent} requests in ${seconds.toFixed(1)} s, ${format}.`
}

const cells = ({ passed, failed, skipped, broken }: Counts) =>
  [passed, failed + broken, skipped].map((count) => (count === 0 ? '' : String(count)))

function table(head: string[], rows: string[][]): string {
  const made = new Table({
    head,
    chars: NO_RULES,
    colAligns: ['left', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
  })
  made.push(...rows)
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

export function failureText({ id, title, reason, findings, exchanges }: ReportedScenario): string {
  const lines = [`FAILED ${id}`, `  ${title}`]
  if (reason !== undefined) lines.push(`  ${reason}`)
  for (const { requirement, rule, expected, got, exchange } of findings) {
    lines.push(`  ${requirement} ${rule}`, `    expected ${oneLine(expected)}`, `    got      ${oneLine(got)}`)
    const at = exchange === undefined ? undefined : exchanges[exchange - 1]
    if (at) lines.push(`    of       ${at.request.split('\n')[0]}`)
  }
  return `${lines.join('\n')}\n`
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 300 ? `${line.slice(0, 300)}…` : line
}

function skippedText({ scenarios }: Report): string {
  const reasons = Map.groupBy(
    scenarios.filter(({ status }) => status === 'skipped'),
    ({ reason = '' }) => reason,
  )
  const lines = [...reasons].map(([reason, of]) => `  ${of.length}: ${reason}`)
  return lines.length > 0 ? `\nSkipped:\n${lines.join('\n')}` : ''
}
