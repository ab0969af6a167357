import type { Scenario } from '../scenario.ts'
import { lackingFor } from '../target/lacking.ts'
import type { Answer } from '../wire/answer.ts'
import type { Format } from '../wire/draft.ts'
import { NoAnswer, type Wire } from '../wire/send.ts'
import { cleanUp } from './clean-up.ts'
import { type JudgeDeps, openJudge, ScenarioEnded, ScenarioSkipped } from './open-judge.ts'
import type { Finding, Result, Run } from './result.ts'

export type RunDeps = JudgeDeps & { wire: Wire }
export type RunOptions = {
  format: Format
  /** Aborted by whoever wants the run to stop: what is booked is cancelled all the same. */
  signal: AbortSignal
  onResult?: (result: Result, done: number) => void
  onStart?: (scenario: Scenario) => void
}

const CLEAN_UP_MS = 60_000

/** One after the other, because each leaves the book as it found it. */
export async function runScenarios(deps: RunDeps, scenarios: readonly Scenario[], options: RunOptions): Promise<Run> {
  const { target, wire, now } = deps
  const startedAt = now()
  const began = performance.now()
  const results: Result[] = []
  const leftBehind: string[] = []
  for (const scenario of scenarios) {
    if (options.signal.aborted) break
    options.onStart?.(scenario)
    const { result, left } = await runScenario(deps, scenario, options)
    leftBehind.push(...left)
    results.push(result)
    options.onResult?.(result, results.length)
  }
  return {
    target: { name: target.name, serviceRoot: target.serviceRoot, ssp: target.ssp },
    format: options.format,
    startedAt,
    durationMs: performance.now() - began,
    requestsSent: wire.requestsSent(),
    results,
    leftBehind,
    stopped: options.signal.aborted,
  }
}

async function runScenario(deps: RunDeps, scenario: Scenario, options: RunOptions): Promise<{ result: Result; left: string[] }> {
  const { run, ...described } = scenario
  const of = { scenario: described, findings: [], answers: [], expectations: 0, durationMs: 0 }
  const lacking = lackingFor(deps.target, scenario.needs)
  if (lacking !== undefined) return { result: { ...of, status: 'skipped', reason: lacking }, left: [] }

  const began = performance.now()
  const opened = openJudge(deps, { scenario, format: scenario.format ?? options.format, signal: options.signal })
  const ended = await run(opened.judge).then(
    () => ({ kind: 'ended' as const }),
    (error: unknown) => howItEnded(error, options.signal),
  )
  await opened.settled()
  const durationMs = performance.now() - began
  // The run may have been stopped, and this is what has to be done even then.
  const notCancelled = await cleanUp(deps, opened.booked, AbortSignal.timeout(CLEAN_UP_MS))
  const left = [
    ...notCancelled.map((id) => `Appointment/${id}`),
    ...opened.unanswered.map((traceId) => `perhaps an appointment: a booking was not answered (trace id ${traceId})`),
  ]

  const findings: Finding[] = [...opened.findings, ...(ended.kind === 'no answer' ? [ended.finding] : [])]
  const whole = { ...of, findings: withoutRepeats(findings), answers: opened.answers, expectations: opened.expectations(), durationMs }
  if (ended.kind === 'stopped') return { result: { ...whole, status: 'skipped', reason: 'the run was stopped' }, left }
  if (ended.kind === 'skipped' && findings.length === 0) return { result: { ...whole, status: 'skipped', reason: ended.reason }, left }
  if (ended.kind === 'broken') return { result: { ...whole, status: 'broken', reason: ended.reason }, left }
  if (findings.length > 0) return { result: { ...whole, status: 'failed' }, left }
  if (whole.expectations === 0)
    return { result: { ...whole, status: 'broken', reason: 'It ended without having looked at any rule.' }, left }
  return { result: { ...whole, status: 'passed' }, left }
}

function howItEnded(error: unknown, signal: AbortSignal) {
  if (signal.aborted) return { kind: 'stopped' as const }
  if (error instanceof ScenarioEnded) return { kind: 'ended' as const }
  if (error instanceof ScenarioSkipped) return { kind: 'skipped' as const, reason: error.message }
  if (!(error instanceof NoAnswer)) return { kind: 'broken' as const, reason: error instanceof Error ? error.message : String(error) }
  const answer: Answer = {
    sent: error.sent,
    status: 0,
    headers: [],
    text: '',
    format: undefined,
    resource: undefined,
    unreadable: undefined,
    durationMs: 0,
  }
  const finding = { requirement: 'ERR-05', rule: 'Every request is answered.', expected: 'an answer', got: error.message, answer }
  return { kind: 'no answer' as const, finding }
}

/** A rule that hundreds of slots break in one answer is told once. */
function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const told = new Set<string>()
  return findings.filter(({ requirement, rule, answer }) => {
    const key = `${requirement} ${rule} ${answer?.sent.method} ${answer?.sent.url}`
    if (told.has(key)) return false
    told.add(key)
    return true
  })
}
