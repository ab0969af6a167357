import { SCRIPT } from './html-script.ts'
import { STYLE } from './html-style.ts'
import type { Counts, Report, ReportedScenario } from './report.ts'

/** One page with everything in it: it needs nothing from anywhere, and may be sent on as a file. */
export function htmlOf(report: Report): string {
  const { counts, interactions, requirements, scenarios } = report
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>GP Connect conformance: ${counts.failed + counts.broken === 0 ? 'no failures' : `${counts.failed + counts.broken} failed`}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#scenarios">Skip to the scenarios</a>
<header>
<h1>GP Connect conformance</h1>
<p class="target">${escaped(report.target)}${report.through === undefined ? '' : ` through ${escaped(report.through)}`}</p>
<p>${escaped(whenOf(report))}</p>
<ul class="totals">${(['passed', 'failed', 'skipped', 'broken'] as const).map((status) => totalOf(status, counts)).join('')}</ul>
${report.leftBehind.length > 0 ? `<p class="warning">Left behind, for the practice to cancel: ${report.leftBehind.map((one) => `<code>${escaped(one)}</code>`).join(', ')}</p>` : ''}
</header>
<main>
${commonOf(report)}
<section aria-labelledby="by-interaction"><h2 id="by-interaction">By interaction</h2>${tableOf(
    'Interaction',
    interactions.map((row) => ({ ...row, label: row.title })),
  )}</section>
<section aria-labelledby="by-requirement"><details><summary><h2 id="by-requirement">By requirement</h2></summary>${tableOf(
    'Requirement',
    requirements.map((row) => ({ ...row, label: row.id })),
  )}</details></section>
<section aria-labelledby="scenarios">
<h2 id="scenarios" tabindex="-1">Scenarios</h2>
<form class="filters" role="search">
<label>Status <select id="status">${optionsOf(['failed', 'broken', 'skipped', 'passed'])}</select></label>
<label>Interaction <select id="interaction">${interactions.map(({ name, title }) => `<option value="${escaped(name)}">${escaped(title)}</option>`).join('')}</select></label>
<label>Requirement <select id="requirement">${optionsOf(requirements.map(({ id }) => id))}</select></label>
<label>Words <input id="words" type="search" autocomplete="off"></label>
</form>
<p id="count" role="status"></p>
<ol class="scenarios">${inOrder(scenarios).map(scenarioOf).join('\n')}</ol>
</section>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`
}

function whenOf({ startedAt, seconds, requestsSent, format, stopped }: Report): string {
  return `${startedAt.replace('T', ' ').slice(0, 16)} UTC, ${seconds.toFixed(1)} seconds, ${requestsSent} requests, ${format}.${stopped ? ' Stopped before its end.' : ''}`
}

const WORDS = { passed: 'passed', failed: 'failed', skipped: 'skipped', broken: 'not judged' } as const

function totalOf(status: keyof Counts, counts: Counts): string {
  return counts[status] === 0 && status === 'broken' ? '' : `<li class="${status}"><strong>${counts[status]}</strong> ${WORDS[status]}</li>`
}

function optionsOf(names: readonly string[]): string {
  return names.map((name) => `<option>${escaped(name)}</option>`).join('')
}

function commonOf({ commonFaults }: Report): string {
  if (commonFaults.length === 0) return ''
  const rows = commonFaults.map(
    ({ requirement, rule, scenarios }) => `<li><b>${requirement}</b> ${escaped(rule)} <span>${scenarios.length} scenarios</span></li>`,
  )
  return `<section aria-labelledby="common"><h2 id="common">Broken in many places</h2><ul class="common">${rows.join('')}</ul></section>`
}

function tableOf(head: string, rows: readonly (Counts & { label: string })[]): string {
  const cells = ({ passed, failed, skipped, broken }: Counts) =>
    `<td class="passed">${passed || ''}</td><td class="failed">${failed + broken || ''}</td><td class="skipped">${skipped || ''}</td>`
  const body = rows.map((row) => `<tr><th scope="row">${escaped(row.label)}</th>${cells(row)}</tr>`).join('')
  return `<table><thead><tr><th scope="col">${head}</th><th scope="col">passed</th><th scope="col">failed</th><th scope="col">skipped</th></tr></thead><tbody>${body}</tbody></table>`
}

const ORDER = ['failed', 'broken', 'skipped', 'passed']

function inOrder(scenarios: readonly ReportedScenario[]): ReportedScenario[] {
  return scenarios.toSorted((one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status))
}

function scenarioOf(scenario: ReportedScenario): string {
  const { id, title, interaction, status, requirements, reason, findings } = scenario
  const all = [...new Set([...requirements, ...findings.map(({ requirement }) => requirement)])]
  const attributes = `data-status="${status}" data-interaction="${escaped(interaction)}" data-requirements="${escaped(all.join(' '))}"`
  const head = `<span class="mark ${status}">${WORDS[status]}</span> <span class="title">${escaped(title)}</span> <code>${escaped(id)}</code> <span class="ids">${all.map(escaped).join(' ')}</span>`
  const why = reason === undefined ? '' : `<p>${escaped(reason)}</p>`
  if (findings.length === 0 && scenario.exchanges.length === 0) return `<li ${attributes}><div class="head">${head}</div>${why}</li>`
  return `<li ${attributes}><details><summary class="head">${head}</summary>${why}${findings.map(findingOf).join('')}${exchangesOf(scenario)}</details></li>`
}

function findingOf({ requirement, rule, expected, got, exchange }: ReportedScenario['findings'][number]): string {
  const where = exchange === undefined ? '' : ` <span>in exchange ${exchange}</span>`
  return `<div class="finding"><p><b>${requirement}</b> ${escaped(rule)}${where}</p><dl><dt>expected</dt><dd><pre tabindex="0">${escaped(expected)}</pre></dd><dt>got</dt><dd><pre tabindex="0">${escaped(got)}</pre></dd></dl></div>`
}

function exchangesOf({ exchanges, findings }: ReportedScenario): string {
  const blamed = new Set(findings.map(({ exchange }) => exchange))
  return exchanges
    .map(({ request, response }, index) => {
      const first = escaped(request.split('\n')[0] ?? '')
      const isOpen = blamed.has(index + 1) ? ' open' : ''
      return `<details class="exchange"${isOpen}><summary>${index + 1}. <code>${first}</code></summary><pre tabindex="0">${escaped(request)}</pre><pre tabindex="0">${escaped(response)}</pre></details>`
    })
    .join('')
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
