import { readFileSync, writeFileSync } from 'node:fs'
import { requirementsTable } from './requirements-table.ts'

/** Writes the table of docs/judge.md again after scenarios or rules have changed: `node test/judge/write-requirements-table.ts`. */
const PAGE = new URL('../../docs/judge.md', import.meta.url)
const TABLE = /\| Rule \| Scenarios \|\n(?:\|.*\n)+/

const page = readFileSync(PAGE, 'utf8')
if (!TABLE.test(page)) throw new Error('docs/judge.md has no table of rules to write anew.')
writeFileSync(
  PAGE,
  page.replace(TABLE, () => `${requirementsTable()}\n`),
)
