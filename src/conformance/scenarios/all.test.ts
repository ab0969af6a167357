import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { DATA_NEEDS } from '../target/needs.ts'
import { SCENARIOS } from './all.ts'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

describe('The scenarios', () => {
  test('there are hundreds, each under an id of its own', () => {
    assert.ok(SCENARIOS.length >= 300)
    const ids = SCENARIOS.map(({ id }) => id)
    assert.deepEqual(
      ids.filter((id, at) => ids.indexOf(id) !== at),
      [],
    )
    assert.deepEqual(
      ids.filter((id) => !/^[a-z0-9.-]+(?:\/[a-z0-9.-]+)+$/.test(id)),
      [],
    )
  })

  test('each names requirements, and they exist', () => {
    const known = new Set(read('docs/requirements.md').match(/\b[A-Z]{3,4}-\d{2}\b/g))
    for (const { id, requirements } of SCENARIOS) {
      assert.ok(requirements.length > 0, id)
      for (const requirement of requirements) assert.ok(known.has(requirement), `${id} names ${requirement}`)
    }
  })

  test('every need is documented', () => {
    const page = read('docs/judge.md')
    for (const need of DATA_NEEDS) assert.ok(page.includes(`| \`${need}\` |`), need)
  })
})
