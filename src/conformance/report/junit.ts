import type { Report, ReportedScenario } from './report.ts'

/** JUnit XML, as build servers read it: a suite for each interaction, a case for each scenario. */
export function junitOf(report: Report): string {
  const suites = report.interactions.map(({ name, title, passed, failed, skipped, broken }) => {
    const cases = report.scenarios.filter(({ interaction }) => interaction === name).map(caseOf)
    const counts = `tests="${passed + failed + skipped + broken}" failures="${failed}" errors="${broken}" skipped="${skipped}"`
    return `  <testsuite name="${escaped(title)}" ${counts} timestamp="${report.startedAt}">\n${cases.join('\n')}\n  </testsuite>`
  })
  const { passed, failed, skipped, broken } = report.counts
  const totals = `tests="${passed + failed + skipped + broken}" failures="${failed}" errors="${broken}" skipped="${skipped}" time="${report.seconds}"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="GP Connect conformance" ${totals}>\n${suites.join('\n')}\n</testsuites>\n`
}

function caseOf({ id, title, interaction, status, reason = '', seconds, findings, exchanges }: ReportedScenario): string {
  const open = `    <testcase classname="${escaped(interaction)}" name="${escaped(`${id}: ${title}`)}" time="${seconds}"`
  if (status === 'passed') return `${open}/>`
  if (status === 'skipped') return `${open}><skipped message="${escaped(reason)}"/></testcase>`
  if (status === 'broken') return `${open}><error message="${escaped(reason)}"/></testcase>`
  const failures = findings.map(({ requirement, rule, expected, got, exchange }) => {
    const at = exchange === undefined ? undefined : exchanges[exchange - 1]
    const shown = at ? `\n\n${at.request}\n\n${at.response}` : ''
    return `<failure type="${requirement}" message="${escaped(`${requirement} ${rule}`)}">${escaped(`Expected: ${expected}\nGot: ${got}${shown}`)}</failure>`
  })
  return `${open}>\n      ${failures.join('\n      ')}\n    </testcase>`
}

/** What XML 1.0 cannot hold at all is left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
