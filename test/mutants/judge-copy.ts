import { join } from 'node:path'
import process from 'node:process'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { InteractionName } from '../../src/conformance/interactions.ts'
import { runScenarios } from '../../src/conformance/run/run-scenarios.ts'
import { selectScenarios } from '../../src/conformance/run/select-scenarios.ts'
import { SCENARIOS } from '../../src/conformance/scenarios/all.ts'
import { openWire } from '../../src/conformance/wire/send.ts'
import type { givenJudged } from '../judge/given-judged.ts'
import type { Verdict } from './verdict.ts'

export type Order = {
  directory: string
  interactions: readonly InteractionName[]
  /** Scenarios of this requirement are run first, and the first that fails ends the run. Undefined: all are run. */
  rule: string | undefined
  filtersByService: boolean
}

process.once('message', (order: Order) => {
  test('A copy of the provider', async (t) => {
    // The provider is the copy's. What judges it is this checkout's, so that what both import is not broken on both sides.
    const given = await import(pathToFileURL(join(order.directory, 'test/judge/given-judged.ts')).href)
    const { target, deps } = await (given.givenJudged as typeof givenJudged)(t, { filtersByService: order.filtersByService })
    const wire = openWire(target)
    t.after(() => wire.close())
    const verdict = await judge({ ...deps, wire }, order)
    await new Promise<void>((resolve) => process.send?.(verdict, () => resolve()))
    process.disconnect()
  })
})

async function judge(deps: Parameters<typeof runScenarios>[0], { interactions, rule }: Order): Promise<Verdict> {
  const selected = selectScenarios(SCENARIOS, { readOnly: false, only: interactions })
  const isOfRule = ({ requirements }: { requirements: readonly string[] }) => rule !== undefined && requirements.includes(rule)
  const ordered = [...selected.filter(isOfRule), ...selected.filter((scenario) => !isOfRule(scenario))]
  const enough = new AbortController()
  const run = await runScenarios(deps, ordered, {
    format: 'json',
    signal: enough.signal,
    onResult: ({ status }) => {
      if (status === 'failed' && rule !== undefined) enough.abort(new Error('It is caught.'))
    },
  })
  const failed = run.results.filter(({ status }) => status === 'failed')
  return {
    scenarios: run.results.length,
    broken: run.results.filter(({ status }) => status === 'broken').map(({ scenario, reason = '' }) => `${scenario.id}: ${reason}`),
    caughtBy: failed.map(({ scenario, findings }) => {
      const [first] = findings
      return { scenario: scenario.id, requirement: first?.requirement ?? '', status: first?.answer?.status ?? 0 }
    }),
  }
}
