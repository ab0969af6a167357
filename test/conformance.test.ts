import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { conformancePage, readRequirements, readTests, requirementsIn, testsIn } from './conformance/conformance.ts'
import { NOT_TESTED } from './conformance/not-tested.ts'

const requirements = readRequirements()
const tests = readTests()

describe('The conformance page', () => {
  test('every rule has a test named after it, or a reason why not', () => {
    const tested = new Set(tests.flatMap(({ ids }) => ids))
    assert.ok(requirements.length > 100, 'the rules were not found')
    assert.deepEqual(
      requirements.map(({ id }) => id).filter((id) => !tested.has(id) && !NOT_TESTED[id]),
      [],
    )
  })

  test('tests and reasons name rules that exist', () => {
    const known = new Set(requirements.map(({ id }) => id))
    const named = [...tests.flatMap(({ ids }) => ids), ...Object.keys(NOT_TESTED)]
    assert.deepEqual(
      [...new Set(named)].filter((id) => !known.has(id)),
      [],
    )
  })

  test('docs/conformance.md is current: node scripts/write-conformance.ts writes it', () => {
    const page = readFileSync(new URL('../docs/conformance.md', import.meta.url), 'utf8')
    assert.equal(page, conformancePage(requirements, tests))
  })

  test('rules are found in lists and tables, and tests by their titles', () => {
    assert.deepEqual(requirementsIn('## GEN - all\n- GEN-01 First: more.\nplain GEN-02\n| DIFF-01 | a case | b |'), [
      { id: 'GEN-01', section: 'GEN - all', rule: 'First' },
      { id: 'DIFF-01', section: 'GEN - all', rule: 'a case' },
    ])
    const source = `test('GEN-01 GEN-02 one\\'s own', () => {})\ntest("none", () => {}) // GEN-03\ntest(\n  \`GEN-04 long\`, x)`
    assert.deepEqual(testsIn(source, 'x.test.ts'), [
      { file: 'x.test.ts', title: "GEN-01 GEN-02 one's own", ids: ['GEN-01', 'GEN-02'] },
      { file: 'x.test.ts', title: 'GEN-04 long', ids: ['GEN-04'] },
    ])
  })
})
