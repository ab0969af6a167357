import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { checkApplies, patched } from './copy-of-the-source.ts'
import { judged } from './verdict.ts'
import { WAYS } from './ways/all.ts'
import { waysTable } from './ways-table.ts'

const textOf = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')

const [way] = WAYS
if (!way) throw new Error('There are ways.')

describe('The ways in which a provider is broken', () => {
  test('are sixty at least, each under a name of its own, and each breaks a rule there is', async () => {
    const requirements = await textOf('docs/requirements.md')
    assert.ok(WAYS.filter(({ awaits }) => awaits === undefined).length >= 60)
    assert.equal(new Set(WAYS.map(({ id }) => id)).size, WAYS.length)
    assert.deepEqual(
      WAYS.filter(({ rule }) => !new RegExp(`\\b${rule}\\b`).test(requirements)),
      [],
    )
  })

  for (const mutant of WAYS) {
    test(`${mutant.id} applies to the source as it is`, () => checkApplies(mutant))
  }

  test('are all listed in docs/judge.md', async () => {
    assert.ok((await textOf('docs/judge.md')).includes(waysTable()), 'npm run mutants -- --list prints the table anew')
  })

  test('one whose search text is not there, or is there twice, is an error', () => {
    assert.throws(() => patched('nothing', way), /does not apply: its search text stands 0 times/)
    assert.throws(() => patched(way.search + way.search, way), /stands 2 times/)
    assert.equal(patched(`a${way.search}b`, way), `a${way.replace}b`)
  })
})

describe('A broken provider', () => {
  const caught = { scenario: 'search-free-slots/found-json', requirement: 'SLOT-06', status: 200 }

  test('is caught where a scenario fails', () => {
    assert.deepEqual(judged(way, { scenarios: 9, broken: [], caughtBy: [caught] }), { caughtBy: `${caught.scenario} (SLOT-06)` })
  })

  test('survives where none does', () => {
    assert.deepEqual(judged(way, { scenarios: 9, broken: [], caughtBy: [] }), { problem: 'survives 9 scenarios' })
  })

  test('is not caught where it only fails, or a scenario could not be carried through', () => {
    assert.match(judged(way, { scenarios: 9, broken: [], caughtBy: [{ ...caught, status: 500 }] }).problem ?? '', /fails instead/)
    assert.match(judged(way, { scenarios: 9, broken: ['a: b'], caughtBy: [caught] }).problem ?? '', /carried through: a: b/)
  })
})
