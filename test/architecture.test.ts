import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { checkSource, isPackage } from './architecture/check-source.ts'
import { reach } from './architecture/reach.ts'
import { readSource, type Source } from './architecture/read-source.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const sources: Source[] = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => `src/${path}`)
  .map((path) => readSource(path, readFileSync(join(root, path), 'utf8')))

const EVERY_KIND = ['static', 'type', 'reexport', 'dynamic', 'path'] as const
const AT_LOAD = ['static', 'reexport'] as const
/** What a server needs and an installed consumer must not. */
const SERVER_PACKAGES = ['pg', '@electric-sql/pglite', 'fastify', 'nunjucks', 'oidc-provider']

const serverPackagesOf = (all: readonly Source[], start: string, kinds: Parameters<typeof reach>[2]) =>
  reach(all, start, kinds).packages.filter((name) => isPackage(name, SERVER_PACKAGES))

describe('The architecture', () => {
  test('every source file keeps the rules', () => {
    assert.ok(sources.length > 100, 'the sources were not found')
    assert.deepEqual(sources.flatMap(checkSource), [])
  })

  for (const entry of ['src/consumer/index.ts', 'src/fhir/index.ts']) {
    test(`what ${entry} reaches can be installed without a server`, () => {
      assert.ok(reach(sources, entry, EVERY_KIND).files.length > 1)
      assert.deepEqual(serverPackagesOf(sources, entry, EVERY_KIND), [])
    })
  }

  test('what signs staff in is loaded only when somebody signs in', () => {
    assert.ok(reach(sources, 'src/simulator/main.ts', EVERY_KIND).packages.includes('oidc-provider'))
    assert.ok(!reach(sources, 'src/simulator/main.ts', AT_LOAD).packages.includes('oidc-provider'))
    assert.ok(reach(sources, 'src/consumer/index.ts', EVERY_KIND).packages.includes('openid-client'))
    assert.ok(!reach(sources, 'src/consumer/index.ts', AT_LOAD).packages.includes('openid-client'))
  })

  test('what describes the API reads nothing of the provider but its table of interactions', () => {
    const { files, packages } = reach(sources, 'src/openapi/document.ts', EVERY_KIND)
    assert.deepEqual(
      files.filter((path) => path.startsWith('src/provider/')),
      ['src/provider/interactions.ts'],
    )
    assert.deepEqual(
      packages.filter((name) => isPackage(name, SERVER_PACKAGES)),
      [],
    )
  })

  test('gpa loads a server only for the command that needs it', () => {
    assert.deepEqual(serverPackagesOf(sources, 'src/cli/main.ts', AT_LOAD), [])
  })
})

/** What the rules say of one invented file. */
const said = (path: string, text: string) => checkSource(readSource(path, text))

describe('The rules of the architecture', () => {
  const refused: [string, string, string, RegExp][] = [
    ['an import against the table', 'src/nhs/a.ts', "import { b } from '../fhir/b.ts'", /nhs may not import fhir/],
    ['the simulator using the clients', 'src/simulator/pds/a.ts', "import { b } from '../../spine/b.ts'", /simulator may not import spine/],
    ['a type import', 'src/spine/a.ts', "import type { B } from '../consumer/b.ts'", /spine may not import consumer/],
    ['an import over many lines', 'src/web/a.ts', "import {\n  type B,\n  c,\n} from '../provider/b.ts'", /web may not import provider/],
    ['an import for its effect', 'src/dataset/a.ts', "import '../import/b.ts'", /dataset may not import import/],
    ['a dynamic import', 'src/cli/consumer/a.ts', "const b = await import('../../postgres/b.ts')", /cli\/consumer may not import postgres/],
    ['a type imported in place', 'src/audit/a.ts', "let b: import('../patients/b.ts').B", /audit may not import patients/],
    ['a worker of another module', 'src/consumer/a.ts', "new URL('../postgres/b.ts', import.meta.url)", /consumer may not import postgres/],
    ['the sandbox being used', 'src/cli/operator/a.ts', "import { b } from '../../sandbox/b.ts'", /cli\/operator may not import sandbox/],
    ['the door using the SDK', 'src/cli/main.ts', "import { b } from '../consumer/index.ts'", /cli may not import consumer/],
    ['a module without a place', 'src/utils/a.ts', "import { b } from 'node:fs'", /utils is not in the table/],
    ['a test builder beside it in a product', 'src/provider/a.ts', "import { b } from './given-b.ts'", /for tests/],
    ['a test builder in a product', 'src/provider/a.ts', "import { b } from '../../test/given/b.ts'", /outside/],
    ['an import nobody can read', 'src/cli/operator/a.ts', 'await import(name)', /cannot read/],
    ['an import put together', 'src/cli/operator/a.ts', `await import(\`../\${name}.ts\`)`, /cannot read/],
    ['the driver outside postgres', 'src/provider/a.ts', "import pg from 'pg'", /only postgres may import pg/],
    ['the embedded database outside postgres', 'src/web/a.ts', "import type { A } from '@electric-sql/pglite/live'", /only postgres/],
    ['another index.ts', 'src/nhs/index.ts', '', /barrel/],
    ['an export passed on', 'src/provider/a.ts', "export { b } from './b.ts'", /exports what another/],
    ['all exports passed on', 'src/provider/a.ts', "export * from './b.ts'", /exports what another/],
    ['a default export', 'src/provider/a.ts', 'export default function a() {}', /default export/],
    ['a default export in a test', 'src/provider/a.test.ts', 'const a = 1\nexport { a as default }', /:2 has a default export/],
    ['the environment', 'src/provider/config.ts', 'const port = process.env.PORT', /environment/],
    ['the environment by another name', 'src/provider/a.ts', "import { env } from 'node:process'", /process/],
    ['the clock', 'src/appointments/a.ts', 'const now = new Date()', /clock/],
    ['the clock without parentheses', 'src/appointments/a.ts', 'const now = new Date\n', /clock/],
    ['the clock in a template', 'src/appointments/a.ts', `const now = \`at \${Date.now()}\``, /clock/],
    ['an id', 'src/appointments/a.ts', "import { randomUUID } from 'node:crypto'", /newId/],
    ["the database's clock", 'src/appointments/store/a.ts', "const a = 'select id from slot where start_at > now()'", /database's clock/],
    ["the database's date", 'src/appointments/store/a.ts', 'const a = `select current_date`', /database's clock/],
    ['SQL outside a store', 'src/appointments/a.ts', 'const a = `\n  select id\n  from slot`', /:1 has SQL/],
    ['SQL in capitals', 'src/provider/a.ts', "const a = 'UPDATE slot SET version = 2'", /has SQL/],
    ['SQL that begins with a name', 'src/provider/a.ts', "const a = 'with free as (select 1)'", /has SQL/],
    ['a query outside a store', 'src/appointments/a.ts', 'const rows = await tx.query<{ id: string }>(text)', /has SQL/],
  ]
  for (const [what, path, text, says] of refused) {
    test(`refuse ${what}`, () => {
      const violations = said(path, text)
      assert.equal(violations.length > 0, true, 'nothing was found')
      assert.match(violations.join('\n'), says)
    })
  }

  const allowed: [string, string, string][] = [
    [
      'what the table allows',
      'src/provider/a.ts',
      "import type { B } from '../spine/b.ts'\nimport { c } from '../appointments/c.ts'\nimport { d } from './d.ts'",
    ],
    ['the sandbox everything', 'src/sandbox/a.ts', "import { b } from '../web/b.ts'\nconst at = new Date()\nconst id = randomUUID()"],
    ['the operator everything but two', 'src/cli/operator/a.ts', "const { b } = await import('../../import/b.ts')"],
    ['the two barrels', 'src/fhir/index.ts', "export { b } from './b.ts'\nexport type { C } from './c.ts'"],
    [
      'a main.ts the environment and the clock',
      'src/provider/main.ts',
      'start(process.env, { now: () => new Date(), newId: () => randomUUID() })',
    ],
    [
      'a test whatever it needs',
      'src/simulator/a.test.ts',
      "import { b } from '../spine/b.ts'\nawait db.query('select 1 from slot', [new Date()])",
    ],
    ['a test builder the same', 'src/simulator/given-a.ts', "import { b } from '../spine/b.ts'\nconst id = randomUUID()"],
    ['a date that is given', 'src/appointments/a.ts', 'const at = new Date(text)\nconst days = (from: Date) => from.valueOf()'],
    [
      'a comment about it',
      'src/appointments/a.ts',
      "// never new Date()\n/* import { b } from '../web/b.ts'\n process.env */\nconst a = 1",
    ],
    ['a text about it', 'src/cli/consumer/a.ts', 'const a = \'new Date(), process.env, import x from "pg"\''],
    ['a sentence', 'src/cli/consumer/a.ts', "const a = 'Select a slot from the list'\nconst b = 'with care'\nconst c = 'update'"],
    ['a regular expression with quotes', 'src/fhir/a.ts', "const a = /['\"`/*]/.test(b) ? c / d : e / f\nconst g = 'h'"],
    ['a column default', 'src/postgres/a.ts', 'const a = `create table b (at timestamptz default now())`'],
    ['SQL in a store', 'src/audit/store/a.ts', "const rows = await tx.query('select id from provenance', [])"],
    ['the query of a URL', 'src/provider/a.ts', 'const a = decode(request.query)'],
  ]
  for (const [what, path, text] of allowed) {
    test(`allow ${what}`, () => assert.deepEqual(said(path, text), []))
  }

  test('see through a template to the code inside, and out again', () => {
    const text = `const a = \`one \${b({ c: \`two \${new Date()}\` })} three\`\nimport { d } from '../web/d.ts'`
    assert.deepEqual(said('src/spine/a.ts', text), [
      'src/spine/a.ts:2 spine may not import web',
      'src/spine/a.ts:1 reads the clock: take now in deps',
    ])
  })

  test('follow imports to what they reach', () => {
    // Given
    const invented = [
      readSource('src/consumer/index.ts', "export { a } from './a.ts'"),
      readSource('src/consumer/a.ts', "import type { B } from '../spine/b.ts'\nimport { z } from 'zod'"),
      readSource('src/spine/b.ts', "const c = await import('./c.ts')"),
      readSource('src/spine/c.ts', "import { a } from '../consumer/a.ts'\nimport helmet from 'fastify/helmet'"),
    ]

    // When, Then
    assert.deepEqual(serverPackagesOf(invented, 'src/consumer/index.ts', EVERY_KIND), ['fastify/helmet'])
    assert.deepEqual(serverPackagesOf(invented, 'src/consumer/index.ts', AT_LOAD), [])
    assert.throws(() => reach(invented.slice(0, 1), 'src/consumer/index.ts', EVERY_KIND), /is not there/)
  })
})
