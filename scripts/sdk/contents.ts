import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { reach } from '../../test/architecture/reach.ts'
import { type Import, readSource, type Source } from '../../test/architecture/read-source.ts'

/** What can be imported from the package, and the source it comes from. */
export const SDK_EXPORTS = { '.': 'src/consumer/index.ts', './fhir': 'src/fhir/index.ts' } as const
const CLI = 'src/cli/main.ts'
/** `gpa` does without these where they were not installed. */
const LEFT_OUT = './operator/'

const AT_RUN_TIME: readonly Import['kind'][] = ['static', 'reexport', 'dynamic', 'path']

export type SdkContents = {
  /** Sources whose code is needed to run. */
  code: string[]
  /** Sources whose declarations are needed to compile against it. */
  types: string[]
  /** Packages that the code loads. */
  packages: string[]
  /** Packages that only the declarations name. */
  typePackages: string[]
}

/** What a consumer needs, by following imports from the doors of the package: nothing here is a list that could fall behind. */
export function sdkContents(root: string): SdkContents {
  const sources = readSources(root)
  const doors = Object.values(SDK_EXPORTS)
  const all = (entries: readonly string[], kinds: readonly Import['kind'][]) => {
    const reached = entries.map((entry) => reach(sources, entry, kinds))
    return { files: unique(reached.flatMap(({ files }) => files)), packages: unique(reached.flatMap((one) => one.packages.map(packageOf))) }
  }

  const run = all([...doors, CLI], AT_RUN_TIME)
  const types = all(doors, [...AT_RUN_TIME, 'type'])
  const packages = run.packages.filter((name) => name !== 'node')
  const typePackages = types.packages.filter((name) => !packages.includes(name)).map((name) => `@types/${name}`)
  return { code: run.files, types: types.files, packages, typePackages }
}

function readSources(root: string): Source[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `src/${path}`)
    .map((path) => readSource(path, readFileSync(join(root, path), 'utf8')))
    .map((source) => (source.path === CLI ? withoutOperator(source) : source))
}

function withoutOperator(source: Source): Source {
  return { ...source, imports: source.imports.filter(({ specifier }) => !specifier.startsWith(LEFT_OUT)) }
}

/** `fhir/r3.js` is of `fhir`, `node:tls` of `node`. */
function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node'
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

const unique = (all: readonly string[]) => [...new Set(all)].sort()
