import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SaxesParser } from 'saxes'
import type { Finding, Result, Run } from '../run/result.ts'
import { readAnswer } from '../wire/answer.ts'
import { htmlOf } from './html.ts'
import { junitOf } from './junit.ts'
import { toReport } from './report.ts'
import { summaryOf } from './text.ts'

const NUMBER = '9990000018'
const TOKEN = 'eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.'

const answer = readAnswer({
  sent: {
    method: 'GET',
    url: `https://provider.example/Patient?identifier=x%7C${NUMBER}`,
    headers: [
      ['Authorization', `Bearer ${TOKEN}`],
      ['Ssp-To', '200000000222'],
    ],
    body: '',
  },
  status: 500,
  rawHeaders: ['Content-Type', 'application/fhir+json;charset=utf-8'],
  bytes: Buffer.from(JSON.stringify({ resourceType: 'OperationOutcome', text: `<script>alert(1)</script> & ${NUMBER} \u0007` })),
  durationMs: 5,
})

const finding: Finding = { requirement: 'PAT-01', rule: 'It is <found>.', expected: 200, got: `500 for ${NUMBER}`, answer }

function result(id: string, status: Result['status'], rest: Partial<Result> = {}): Result {
  const scenario = {
    id,
    interaction: 'findPatient' as const,
    title: `The "${id}"`,
    requirements: ['PAT-01', 'PAT-02'],
    needs: [],
    readOnly: true,
    slots: 0,
    registers: 0,
  }
  return { scenario, status, findings: [], expectations: 1, answers: [], durationMs: 12, ...rest }
}

const run: Run = {
  target: { name: 'Test', serviceRoot: 'https://provider.example/A1/STU3/1/gpconnect', ssp: undefined },
  format: 'json',
  startedAt: new Date('2026-03-02T08:00:00Z'),
  durationMs: 1234,
  requestsSent: 7,
  results: [
    result('find-patient/good', 'passed'),
    result('find-patient/bad', 'failed', { findings: [finding], answers: [answer] }),
    result('find-patient/lacking', 'skipped', { reason: 'no data' }),
    result('find-patient/odd', 'broken', { reason: 'It ended.' }),
  ],
  leftBehind: ['Appointment/a1'],
  stopped: false,
}

const report = toReport(run)
const texts = { json: JSON.stringify(report), junit: junitOf(report), html: htmlOf(report), text: summaryOf(report) }

describe('The reports of a run', () => {
  for (const [name, text] of Object.entries(texts)) {
    test(`${name} holds no NHS number and no token`, () => {
      assert.ok(!text.includes(NUMBER))
      assert.ok(!text.includes('eyJ'))
    })

    test(`${name} tells what failed, by which rule, and what was left behind`, () => {
      for (const told of ['find-patient/bad', 'PAT-01', ...(name === 'junit' ? [] : ['Appointment/a1'])])
        assert.ok(text.includes(told), told)
    })
  }

  test('a requirement fails where a finding names it, and not for every scenario that failed', () => {
    assert.deepEqual(report.requirements, [
      { id: 'PAT-01', passed: 1, failed: 1, skipped: 1, broken: 1 },
      { id: 'PAT-02', passed: 2, failed: 0, skipped: 1, broken: 1 },
    ])
    assert.deepEqual(report.counts, { passed: 1, failed: 1, skipped: 1, broken: 1 })
  })

  test('the JUnit report is well-formed and counts as the run does', () => {
    const names: string[] = []
    const parser = new SaxesParser()
    parser.on('opentag', ({ name }) => void names.push(name))
    parser.write(texts.junit).close()
    const count = (name: string) => names.filter((other) => other === name).length
    assert.deepEqual(['testcase', 'failure', 'error', 'skipped'].map(count), [4, 1, 1, 1])
  })

  test('the page needs nothing from anywhere, and runs nothing that came in an answer', () => {
    assert.ok(!/(?:src|href)="(?!#)/.test(texts.html))
    assert.ok(!/url\(|@import|<link/.test(texts.html))
    assert.equal(texts.html.split('<script>').length, 2)
    assert.ok(!texts.html.includes('alert(1)</script>'))
  })
})
