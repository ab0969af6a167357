import * as z from 'zod'
import { SDK_EXPORTS, type SdkContents } from './contents.ts'

const versions = z.record(z.string(), z.string())
const rootSchema = z.object({
  version: z.string(),
  license: z.string(),
  engines: z.object({ node: z.string() }),
  dependencies: versions,
  devDependencies: versions,
})

/** The package's own package.json: versions are those that this repository is tested with. */
export function sdkPackageJson(rootPackageJson: string, { packages, typePackages }: SdkContents) {
  const root = rootSchema.parse(JSON.parse(rootPackageJson))
  const pinned = (name: string) => {
    const version = root.dependencies[name] ?? (name.startsWith('@types/') ? root.devDependencies[name] : undefined)
    if (version === undefined) throw new Error(`${name} is imported and has no version in package.json`)
    return [name, version] as const
  }
  // Whoever compiles for Node has its types already, and two versions of them in one program quarrel over the same globals.
  const ownTypes = typePackages.filter((name) => name !== '@types/node')

  return {
    name: 'gp-appointments-sdk',
    version: root.version,
    description:
      'Booking into GP practices through the NHS Spine (GP Connect Appointment Management, FHIR STU3): sessions, and gpa on the command line',
    license: root.license,
    type: 'module',
    sideEffects: ['./dist/cli/main.js'],
    engines: root.engines,
    bin: { gpa: 'bin/gpa.js' },
    exports: {
      ...Object.fromEntries(Object.entries(SDK_EXPORTS).map(([door, source]) => [door, doorTo(source)])),
      './package.json': './package.json',
    },
    files: ['bin', 'dist'],
    dependencies: Object.fromEntries([...packages, ...ownTypes].sort().map(pinned)),
    ...(typePackages.includes('@types/node') && {
      peerDependencies: { '@types/node': '>=22' },
      peerDependenciesMeta: { '@types/node': { optional: true } },
    }),
  }
}

const doorTo = (source: string) => ({ types: compiled(source, '.d.ts'), default: compiled(source, '.js') })

function compiled(source: string, ending: '.js' | '.d.ts'): string {
  return `./${compiledPath(source, ending)}`
}

/** Where the build puts what it makes of `src/a/b.ts`. */
export function compiledPath(source: string, ending: '.js' | '.d.ts'): string {
  return source.replace(/^src\//, 'dist/').replace(/\.ts$/, ending)
}
