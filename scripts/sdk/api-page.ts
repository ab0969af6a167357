import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

const INTRODUCTION = `# Reference of the consumer SDK

Written from the types and their comments by \`node scripts/write-consumer-api.ts\`: change those. How it all hangs together is in [consumer.md](consumer.md).
`

type Exported = { name: string; as: string; from: string }

/** One section for each export of a built package, in the order of its names; `dist` is where its declarations are. */
export function apiPage(dist: string): string {
  const parts = [
    ['gp-appointments-sdk', 'consumer/index.d.ts'],
    ['gp-appointments-sdk/fhir', 'fhir/index.d.ts'],
  ] as const
  return [INTRODUCTION, ...parts.map(([title, door]) => `## ${title}\n\n${sectionsOf(dist, door).join('\n')}`)].join('\n')
}

function sectionsOf(dist: string, door: string): string[] {
  const byName = (one: Exported, other: Exported) => (one.as < other.as ? -1 : 1)
  return exportsOf(readFileSync(join(dist, door), 'utf8'))
    .map((exported) => ({ ...exported, from: posix.join(posix.dirname(door), exported.from).replace(/\.ts$/, '.d.ts') }))
    .sort(byName)
    .map((exported) => section(exported, readFileSync(join(dist, exported.from), 'utf8')))
}

function section({ name, as, from }: Exported, declarations: string): string {
  const statements = statementsOf(declarations)
  const statement = statements.find((text) => declares(name).test(text))
  if (statement === undefined) throw new Error(`${name} is exported and not declared in ${from}`)
  const [, comment = '', code = ''] = /^(\/\*\*[\s\S]*?\*\/\n)?([\s\S]*)$/.exec(statement) ?? []
  const renamed = as === name ? '' : `Declared as \`${name}\`.\n\n`
  return `### ${as}\n\n${renamed}${proseOf(comment)}\`\`\`ts\n${[code, ...privateTypesIn(statement, statements)].map((text) => text.trimEnd()).join('\n')}\n\`\`\`\n`
}

/** `export { type A, b as c } from './d.ts'`, one for each name; `export type *` stands for types that have their own documentation. */
function exportsOf(index: string): Exported[] {
  return [...index.matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)'/gm)].flatMap(([, names = '', from = '']) =>
    names
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== '')
      .map((named) => {
        const [name = named, as = name] = named.split(' as ')
        return { name, as, from }
      }),
  )
}

/** What begins a statement stands at the margin, with the comment above it; so do comments within a union. */
function statementsOf(declarations: string): string[] {
  return declarations.split(/(?<!\*\/\n)^(?=(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?(?:export|declare|import|type|interface)\b)/m)
}

/** A type that is not exported, and yet is in the exported one: without it that one says nothing. */
function privateTypesIn(statement: string, statements: readonly string[]): string[] {
  return statements.filter((one) => {
    const [, name] = /^(?:declare )?(?:type|interface) (\w+)/m.exec(one) ?? []
    return one !== statement && !/^export\b/m.test(one) && name !== undefined && new RegExp(`\\b${name}\\b`).test(statement)
  })
}

const declares = (name: string) =>
  new RegExp(`^(?:export )?(?:declare )?(?:abstract )?(?:type|function|const|class|interface) ${name}\\b`, 'm')

function proseOf(comment: string): string {
  const text = comment
    .replace(/^\/\*\*|\*\/\n?$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .trim()
  return text === '' ? '' : `${text}\n\n`
}
