import { INTERACTIONS } from '../interactions.ts'
import type { Finding, Result, Run } from '../run/result.ts'
import type { Answer, Headers } from '../wire/answer.ts'
import { mask } from '../wire/mask.ts'

/** A run as it may be shown to anybody: no token and no NHS number is in it. Every report is made from this. */
export type Report = {
  target: string
  through: string | undefined
  format: string
  startedAt: string
  seconds: number
  requestsSent: number
  stopped: boolean
  leftBehind: readonly string[]
  counts: Counts
  interactions: readonly (Counts & { name: string; title: string })[]
  requirements: readonly (Counts & { id: string })[]
  /** What many scenarios stumble over is told once. */
  commonFaults: readonly { requirement: string; rule: string; scenarios: readonly string[] }[]
  scenarios: readonly ReportedScenario[]
}

export type Counts = { passed: number; failed: number; skipped: number; broken: number }

export type ReportedScenario = {
  id: string
  title: string
  interaction: string
  requirements: readonly string[]
  status: Result['status']
  reason?: string
  seconds: number
  findings: readonly { requirement: string; rule: string; expected: string; got: string; exchange: number | undefined }[]
  /** Of those that did not pass: what was sent and what came. */
  exchanges: readonly { request: string; response: string }[]
}

const LONGEST = 20_000
const COMMON = 5

export function toReport(run: Run): Report {
  const { target, results } = run
  return {
    target: target.name === undefined ? target.serviceRoot : `${target.name} (${target.serviceRoot})`,
    through: target.ssp,
    format: run.format.toUpperCase(),
    startedAt: run.startedAt.toISOString(),
    seconds: seconds(run.durationMs),
    requestsSent: run.requestsSent,
    stopped: run.stopped,
    leftBehind: run.leftBehind,
    counts: countsOf(results),
    interactions: interactionsIn(results),
    requirements: requirementsIn(results),
    commonFaults: commonFaultsIn(results),
    scenarios: results.map(reported),
  }
}

const seconds = (ms: number) => Math.round(ms) / 1000

function countsOf(results: readonly Pick<Result, 'status'>[]): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0, broken: 0 }
  for (const { status } of results) counts[status] += 1
  return counts
}

function interactionsIn(results: readonly Result[]): Report['interactions'] {
  const names = [...new Set(results.map(({ scenario }) => scenario.interaction))]
  return names.map((name) => ({
    name,
    title: INTERACTIONS[name].title,
    ...countsOf(results.filter(({ scenario }) => scenario.interaction === name)),
  }))
}

/**
 * By what was found, not by what a scenario was about: a rule that holds for every answer fails where it is broken, and a requirement
 * passes where a scenario that names it ran and found nothing against it.
 */
function requirementsIn(results: readonly Result[]): Report['requirements'] {
  const ids = new Set(
    results.flatMap(({ scenario, findings }) => [...scenario.requirements, ...findings.map(({ requirement }) => requirement)]),
  )
  return [...ids].sort().map((id) => {
    const about = results.flatMap((result): Pick<Result, 'status'>[] => {
      if (result.findings.some(({ requirement }) => requirement === id)) return [{ status: 'failed' }]
      if (!result.scenario.requirements.includes(id)) return []
      return [{ status: result.status === 'failed' ? 'passed' : result.status }]
    })
    return { id, ...countsOf(about) }
  })
}

function commonFaultsIn(results: readonly Result[]): Report['commonFaults'] {
  const byRule = new Map<string, { requirement: string; rule: string; scenarios: Set<string> }>()
  for (const { scenario, findings } of results) {
    for (const { requirement, rule } of findings) {
      const known = byRule.get(`${requirement} ${rule}`) ?? { requirement, rule, scenarios: new Set<string>() }
      known.scenarios.add(scenario.id)
      byRule.set(`${requirement} ${rule}`, known)
    }
  }
  return [...byRule.values()]
    .filter(({ scenarios }) => scenarios.size >= COMMON)
    .sort((one, other) => other.scenarios.size - one.scenarios.size)
    .map(({ requirement, rule, scenarios }) => ({ requirement, rule, scenarios: [...scenarios] }))
}

function reported(result: Result): ReportedScenario {
  const { scenario, status, reason, durationMs } = result
  const answers = status === 'passed' || status === 'skipped' ? [] : exchangesOf(result)
  return {
    id: scenario.id,
    title: scenario.title,
    interaction: scenario.interaction,
    requirements: scenario.requirements,
    status,
    ...(reason !== undefined && { reason: mask(reason) }),
    seconds: seconds(durationMs),
    findings: result.findings.map(({ requirement, rule, expected, got, answer }) => ({
      requirement,
      rule: mask(rule),
      expected: written(expected),
      got: written(got),
      exchange: answer && answers.indexOf(answer) + 1,
    })),
    exchanges: answers.map((answer) => ({ request: requestText(answer), response: responseText(answer) })),
  }
}

/** An answer that never came is in a finding alone. */
function exchangesOf({ answers, findings }: Pick<Result, 'answers' | 'findings'>): Answer[] {
  const more = findings.flatMap(({ answer }: Finding) => (answer && !answers.includes(answer) ? [answer] : []))
  return [...answers, ...new Set(more)]
}

function written(value: unknown): string {
  if (value === undefined) return '(nothing)'
  return mask(shortened(typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)))
}

export function requestText({ sent }: Pick<Answer, 'sent'>): string {
  return mask(`${sent.method} ${sent.url}\n${headerLines(sent.headers)}${bodyText(sent.body)}`)
}

export function responseText({ status, headers, text }: Pick<Answer, 'status' | 'headers' | 'text'>): string {
  return status === 0 ? '(no answer)' : mask(`HTTP ${status}\n${headerLines(headers)}${bodyText(text)}`)
}

/** A token says who somebody is, and whatever stands in its header may be one. */
function headerLines(headers: Headers): string {
  return headers
    .map(([name, value]) => `${name}: ${name.toLowerCase() === 'authorization' && value !== '' ? '[masked]' : value}`)
    .join('\n')
}

function bodyText(text: string): string {
  return text === '' ? '' : `\n\n${shortened(indented(text))}`
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text.startsWith('<') ? text.replaceAll('><', '>\n<') : text
  }
}

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}\n… and ${text.length - LONGEST} characters more`
}
