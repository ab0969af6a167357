import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { readRequirements } from '../conformance/conformance.ts'
import { requirementsTable, rulesOfEveryAnswer, scenariosFor } from './requirements-table.ts'
import { reasonFor, UNSEEN_IDS } from './unseen.ts'

const ids = readRequirements().map(({ id }) => id)
const isJudged = (id: string) => rulesOfEveryAnswer().has(id) || scenariosFor(id).length > 0

describe('The rules that the judge holds providers to', () => {
  test('are all there are, but for those that cannot be seen from outside, each with its reason', () => {
    assert.ok(ids.length > 80)
    assert.deepEqual(
      ids.filter((id) => !isJudged(id) && reasonFor(id) === undefined),
      [],
    )
  })

  test('are not excused as well', () => {
    assert.deepEqual(
      UNSEEN_IDS.filter((id) => isJudged(id) || !ids.includes(id)),
      [],
    )
  })

  test('are listed in docs/judge.md', async () => {
    const page = await readFile(new URL('../../docs/judge.md', import.meta.url), 'utf8')
    assert.ok(page.includes(requirementsTable()), 'node test/judge/write-requirements-table.ts writes the table anew')
  })
})
