import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NOT_TESTED } from './not-tested.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const ID = /\b(?:GEN|ERR|SEC|INT|SLOT|PAT|REG|ORG|APT|ADM|AUD|PERF|CON|DIFF)-\d{2}\b/g

export type Requirement = { id: string; section: string; rule: string }
export type NamedTest = { file: string; title: string; ids: string[] }

/** Every numbered rule of docs/requirements.md, with the heading it stands under and how it begins. */
export function requirementsIn(text: string): Requirement[] {
  const requirements: Requirement[] = []
  let section = ''
  for (const line of text.split('\n')) {
    if (line.startsWith('## ')) section = line.slice(3)
    const [, bullet, bulletRule, row, rowRule] = /^- ([A-Z]{3,4}-\d{2}) (.*)$|^\| ([A-Z]{3,4}-\d{2}) \| ([^|]*)/.exec(line) ?? []
    const id = bullet ?? row
    if (id) requirements.push({ id, section, rule: beginning(bulletRule ?? rowRule ?? '') })
  }
  return requirements
}

/** The first sentence, or as much of it as fits on its first line. */
function beginning(rule: string): string {
  const sentence = /^.*?[.:](?= |$)/.exec(rule.trim())?.[0] ?? rule.trim()
  return sentence.replace(/[.:,;]$/, '').replaceAll('|', '\\|')
}

/** The tests of a source whose titles name a requirement. */
export function testsIn(source: string, file: string): NamedTest[] {
  const titles = [...source.matchAll(/\btest\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs)].map(([, , title = '']) => title.replace(/\\(.)/g, '$1'))
  return titles.flatMap((title) => {
    const ids = [...new Set(title.match(ID) ?? [])]
    return ids.length > 0 ? [{ file, title, ids }] : []
  })
}

export function readRequirements(): Requirement[] {
  return requirementsIn(readFileSync(join(ROOT, 'docs/requirements.md'), 'utf8'))
}

export function readTests(): NamedTest[] {
  const files = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.ts'))
      .map((path) => `${folder}/${path}`),
  )
  return files.sort().flatMap((file) => testsIn(readFileSync(join(ROOT, file), 'utf8'), file))
}

/** docs/conformance.md: each rule, the tests that prove it, and why where there are none. */
export function conformancePage(requirements: readonly Requirement[], tests: readonly NamedTest[]): string {
  const sections = Map.groupBy(requirements, ({ section }) => section)
  const parts = [...sections].map(([section, rules]) => `## ${section}\n\n${rules.map((rule) => entry(rule, tests)).join('\n')}`)
  return `# Conformance

Each rule of [requirements.md](requirements.md), the tests that prove it, and what is deliberately not tested or not built, and why. Made from the rules and the titles of the tests by
\`node scripts/write-conformance.ts\`; a test fails when this page is not current, or a rule has lost its tests.

${parts.join('\n\n')}
`
}

function entry({ id, rule }: Requirement, tests: readonly NamedTest[]): string {
  const proofs = tests.filter(({ ids }) => ids.includes(id)).map(({ file, title }) => `  - \`${file}\`: ${title}`)
  const why = NOT_TESTED[id]
  return [`- **${id}** ${rule}`, ...proofs, ...(why ? [`  - *${why}*`] : [])].join('\n')
}
