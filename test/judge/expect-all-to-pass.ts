import assert from 'node:assert/strict'
import { toReport } from '../../src/conformance/report/report.ts'
import { failureText } from '../../src/conformance/report/text.ts'
import { runScenarios } from '../../src/conformance/run/run-scenarios.ts'
import { SCENARIOS } from '../../src/conformance/scenarios/all.ts'
import type { Judged } from './given-judged.ts'

/** Raised with every file of scenarios: none is to be lost unseen. */
const SCENARIOS_AT_LEAST = 1190
/** Of them, what an SSP passes on as it is sent. */
const THROUGH_SSP_AT_LEAST = 850

/** Each passes, none is skipped for want of data, and nothing is left behind. */
export async function expectAllToPass(judged: Judged, format: 'json' | 'xml'): Promise<void> {
  const run = await runScenarios(judged.deps, SCENARIOS, { format, signal: AbortSignal.timeout(240_000) })

  const isThroughSsp = judged.target.ssp !== undefined
  const ofOtherTargets = [
    'needs a target over mutual TLS',
    judged.target.data['service-filtering'] === 'enabled' ? 'service filtering off' : 'service filtering on',
    ...(isThroughSsp ? ['not through an SSP'] : []),
  ]
  const bad = toReport(run).scenarios.filter(
    ({ status, reason = '' }) => status !== 'passed' && !(status === 'skipped' && ofOtherTargets.some((other) => reason.includes(other))),
  )
  assert.deepEqual(bad.map(failureText), [])
  assert.deepEqual(run.leftBehind, [])
  assert.ok(run.results.length >= SCENARIOS_AT_LEAST, 'the scenarios were not found')
  const passed = run.results.filter(({ status }) => status === 'passed').length
  assert.ok(!isThroughSsp || passed >= THROUGH_SSP_AT_LEAST, `only ${passed} scenarios went through the SSP`)
}
