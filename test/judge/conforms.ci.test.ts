import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createPrivatePki } from '../../src/certificates/private-pki.ts'
import { toReport } from '../../src/conformance/report/report.ts'
import { failureText } from '../../src/conformance/report/text.ts'
import { runScenarios } from '../../src/conformance/run/run-scenarios.ts'
import { selectScenarios } from '../../src/conformance/run/select-scenarios.ts'
import { SCENARIOS } from '../../src/conformance/scenarios/all.ts'
import { expectAllToPass } from './expect-all-to-pass.ts'
import { givenJudged, SSP_FQDN } from './given-judged.ts'

describe('The judge, of our provider in every way', () => {
  test('every scenario passes in XML too, at a practice that filters by service', async (t) => {
    await expectAllToPass(await givenJudged(t, { filtersByService: true }), 'xml')
  })

  for (const format of ['json', 'xml'] as const) {
    test(`the same through the simulated SSP in ${format.toUpperCase()}, but for what an SSP would answer itself`, async (t) => {
      await expectAllToPass(await givenJudged(t, { throughSsp: true }), format)
    })
  }

  test('the same over mutual TLS, certificates and all', async (t) => {
    const fqdns = { provider: 'localhost', ssp: SSP_FQDN, consumer: 'consumer.example.nhs.uk' }
    const judged = await givenJudged(t, { pki: await createPrivatePki({ now: new Date(), days: 30, fqdns, keys: 'ec' }) })
    const run = await runScenarios(
      judged.deps,
      selectScenarios(SCENARIOS, { readOnly: false, only: ['transport', 'read-metadata', 'ADM-04'] }),
      {
        format: 'json',
        signal: AbortSignal.timeout(60_000),
      },
    )
    assert.deepEqual(
      toReport(run)
        .scenarios.filter(({ status }) => status !== 'passed')
        .map(failureText),
      [],
    )
    assert.ok(run.results.some(({ scenario }) => scenario.id === 'transport/revoked-certificate'))
  })

  test('by the text of the specification too, wherever it parts from assurance (table DIFF)', async (t) => {
    // Given
    const judged = await givenJudged(t, { dialect: 'specification' })
    const ids = Array.from({ length: 7 }, (_, index) => `DIFF-0${index + 1}`)
    // When
    const selected = selectScenarios(SCENARIOS, { readOnly: false, only: ids })
    const run = await runScenarios(judged.deps, selected, { format: 'json', signal: AbortSignal.timeout(60_000) })
    // Then
    const bad = toReport(run).scenarios.filter(({ status }) => status !== 'passed')
    assert.deepEqual(bad.map(failureText), [])
    for (const id of ids)
      assert.ok(
        selected.some(({ requirements }) => requirements.includes(id)),
        id,
      )
  })

  test('the same where the data were imported on earlier days too', async (t) => {
    const earlier = [new Date('2026-02-20T08:00:00Z'), new Date('2026-03-01T08:00:00Z')]
    await expectAllToPass(await givenJudged(t, { earlier }), 'json')
  })
})
