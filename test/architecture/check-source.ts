import { moduleOf, refusedImport } from './modules.ts'
import { lineAt, type Source } from './read-source.ts'

/** The rules that can be judged by looking at one file. Each answers with the places where the file breaks it. */
type Rule = (source: Source) => Violation[]
type Violation = { line: number; says: string }

const BARRELS = ['src/consumer/index.ts', 'src/fhir/index.ts']

export function checkSource(source: Source): string[] {
  const rules = isForTests(source.path)
    ? [defaultExport]
    : [imports, unreadableImport, databaseDriver, barrel, defaultExport, environment, clock, sqlClock, sql]
  return rules.flatMap((rule) => rule(source)).map(({ line, says }) => `${source.path}:${line} ${says}`)
}

const imports: Rule = ({ path, imports }) =>
  imports.flatMap(({ specifier, line }) => {
    const refused = isForTests(specifier) ? `${specifier} is for tests` : refusedImport(path, specifier)
    return refused === undefined ? [] : [{ line, says: refused }]
  })

const unreadableImport: Rule = (source) =>
  places(source, /\bimport\s*\((?!\s*')|\brequire\s*\(|\bcreateRequire\b/g, 'imports what this test cannot read: use a literal')

const databaseDriver: Rule = ({ path, imports }) =>
  imports
    .filter(({ specifier }) => moduleOf(path) !== 'postgres' && isPackage(specifier, ['pg', '@electric-sql/pglite']))
    .map(({ line, specifier }) => ({ line, says: `only postgres may import ${specifier}` }))

const barrel: Rule = ({ path, imports }) => {
  if (BARRELS.includes(path)) return []
  const byName = path.endsWith('/index.ts') ? [{ line: 1, says: 'is a barrel: only consumer and fhir have an index.ts' }] : []
  const reexports = imports.filter(({ kind }) => kind === 'reexport')
  return [...byName, ...reexports.map(({ line }) => ({ line, says: 'exports what another file exports: import it from there' }))]
}

const defaultExport: Rule = (source) => places(source, /\bexport\s+default\b|\bas\s+default\b/g, 'has a default export: give it its name')

const environment: Rule = (source) => {
  if (isMain(source)) return []
  const imported = source.imports.filter(({ specifier }) => /^(node:)?process$/.test(specifier))
  return [
    ...places(source, /\bprocess\s*(\?\.|\.)\s*env\b|\bprocess\s*\[/g, 'reads the environment: only a main.ts does'),
    ...imported.map(({ line }) => ({ line, says: 'imports the process, where the global one is looked for' })),
  ]
}

const clock: Rule = (source) => {
  if (isMain(source) || moduleOf(source.path) === 'sandbox') return []
  return [
    ...places(
      source,
      /\bnew\s+Date\b(?!\s*[(<.\w])|\bnew\s+Date\s*\(\s*\)|\bDate\s*\.\s*now\b|(?<!\bnew\s+)\bDate\s*\(\s*\)/g,
      'reads the clock: take now in deps',
    ),
    ...places(source, /\brandomUUID\b/g, 'makes an id: take newId in deps'),
  ]
}

// The database's clock is not the one that tests and callers set. A column default records when a row was written, and decides nothing.
const sqlClock: Rule = ({ literals }) =>
  literals
    .filter(({ text }) =>
      /\b(now\s*\(\s*\)|(current|clock|statement|transaction|local)_?timestamp\b|current_(date|time)\b)/i.test(
        text.replace(/\bdefault now\(\)/g, ''),
      ),
    )
    .map(({ line }) => ({ line, says: "reads the database's clock: pass the time as a parameter" }))

const sql: Rule = (source) => {
  if (moduleOf(source.path) === 'postgres' || /^src\/.+\/store\/[^/]+\.ts$/.test(source.path)) return []
  const says = 'has SQL: it belongs in a store'
  return [
    ...source.literals.filter(({ text }) => isSql(text)).map(({ line }) => ({ line, says })),
    ...places(source, /\.\s*query\s*(<[^()]*>)?\s*\(/g, says),
  ]
}

const STATEMENT = [
  'select\\s(?=.*\\bfrom\\b)',
  'select\\s+([\\w.]+\\s*\\(|\\$?\\d)',
  'insert\\s+into\\s',
  'update\\s+[\\w.]+\\s+(\\w+\\s+)?set\\s',
  'delete\\s+from\\s',
  'with\\s+(recursive\\s+)?\\w+\\s*(\\([^)]*\\)\\s*)?as\\s*\\(',
  '(create|alter|drop)\\s+(table|index|unique|function|trigger|database|type|schema)\\b',
  'truncate\\s',
].join('|')
const LOWER_CASE_SQL = new RegExp(`^\\s*(${STATEMENT})`, 's')
const ANY_CASE_SQL = new RegExp(LOWER_CASE_SQL, 'si')

/** SQL is written in one case; a sentence that begins with `Select` is not SQL. */
function isSql(text: string): boolean {
  const [first = ''] = text.trim().split(/\s/, 1)
  return LOWER_CASE_SQL.test(text) || (first === first.toUpperCase() && ANY_CASE_SQL.test(text))
}

function places({ code }: Source, pattern: RegExp, says: string): Violation[] {
  return Array.from(code.matchAll(pattern), ({ index }) => ({ line: lineAt(code, index), says }))
}

export function isPackage(specifier: string, names: readonly string[]): boolean {
  return names.some((name) => specifier === name || specifier.startsWith(`${name}/`))
}

/** A test, or a builder that only the tests beside it use. */
function isForTests(path: string): boolean {
  return /(\.test|\/given-[a-z-]+)\.ts$/.test(path)
}

function isMain({ path }: Source): boolean {
  return path.endsWith('/main.ts')
}
