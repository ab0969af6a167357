import { htmlOf } from '../../../conformance/report/html.ts'
import { junitOf } from '../../../conformance/report/junit.ts'
import { type Report, toReport } from '../../../conformance/report/report.ts'
import { summaryOf } from '../../../conformance/report/text.ts'
import type { Result } from '../../../conformance/run/result.ts'
import { runScenarios } from '../../../conformance/run/run-scenarios.ts'
import { planRun, selectScenarios } from '../../../conformance/run/select-scenarios.ts'
import { SCENARIOS } from '../../../conformance/scenarios/all.ts'
import type { Target } from '../../../conformance/target/decode-target.ts'
import { readCertificates } from '../../../conformance/wire/read-certificates.ts'
import { openWire } from '../../../conformance/wire/send.ts'
import { ConfigError } from '../../../nhs/config-error.ts'
import type { ConformanceOptions } from './conformance-command.ts'
import { planText } from './plan-text.ts'
import { type ReadFile, readTarget } from './read-target.ts'

export type ConformanceDeps = {
  readFile: ReadFile
  writeFile: (path: string, text: string) => Promise<void>
  print: (text: string) => void
  /** For what changes while it runs: a terminal's last line, written over and over. Undefined where there is no terminal. */
  progress: ((line: string) => void) | undefined
  now: () => Date
  newId: () => string
  dataDirectory: string
  /** Aborted when somebody wants it to stop. */
  signal: AbortSignal
}

const STOPPED = 130

/** Returns the exit code. */
export async function runConformance(deps: ConformanceDeps, options: ConformanceOptions): Promise<number> {
  const target = await readTarget(deps.readFile, { options, dataDirectory: deps.dataDirectory })
  const selected = selectScenarios(SCENARIOS, { readOnly: options.readOnly ?? false, only: options.only })
  if (selected.length === 0) throw new ConfigError(['No scenario fits --only and --read-only together.'])
  deps.print(planText(target, planRun(target, selected), options.dryRun ?? false))
  return options.dryRun ? 0 : judge(deps, { target, options, selected })
}

async function judge(
  deps: ConformanceDeps,
  { target, options, selected }: { target: Target; options: ConformanceOptions; selected: ReturnType<typeof selectScenarios> },
): Promise<number> {
  const wire = openWire(target, await readCertificates(deps.readFile, target.tls))
  try {
    const show = showProgress(deps, selected.length)
    const run = await runScenarios({ ...deps, wire, target }, selected, { format: options.format, signal: deps.signal, onResult: show })
    deps.progress?.('')
    const report = toReport(run)
    // First of all, whatever becomes of the files: it says what was left behind.
    deps.print(summaryOf(report))
    await writeReports(deps, report, options)
    if (run.stopped) return STOPPED
    return report.counts.failed + report.counts.broken > 0 || report.leftBehind.length > 0 ? 1 : 0
  } finally {
    wire.close()
  }
}

/** Each of them, though another cannot be written; then that is told. */
async function writeReports({ writeFile }: ConformanceDeps, report: Report, { json, junit, html }: ConformanceOptions): Promise<void> {
  const faults: string[] = []
  const write = async (path: string | undefined, text: (report: Report) => string) => {
    if (path === undefined) return
    await writeFile(path, text(report)).catch((error: NodeJS.ErrnoException) => {
      faults.push(`${path} cannot be written (${error.code ?? error.message}).`)
    })
  }
  await write(json, (of) => `${JSON.stringify(of, undefined, 2)}\n`)
  await write(junit, junitOf)
  await write(html, htmlOf)
  if (faults.length > 0) throw new ConfigError(faults)
}

function showProgress({ progress, print }: ConformanceDeps, all: number): (result: Result, done: number) => void {
  let failed = 0
  return ({ status, scenario }, done) => {
    const isBad = status === 'failed' || status === 'broken'
    if (isBad) failed += 1
    if (progress) progress(`${done} of ${all}${failed > 0 ? `, ${failed} failed` : ''}  ${scenario.id}`)
    else if (isBad) print(`failed ${scenario.id}`)
  }
}
