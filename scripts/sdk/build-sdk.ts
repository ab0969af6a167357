import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sdkContents } from './contents.ts'
import { compiledPath, sdkPackageJson } from './package-json.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const TSC = join(root, 'node_modules/typescript/bin/tsc')
const run = promisify(execFile)

/** Writes the package, as it will be packed, into an empty folder. */
export async function buildSdk(folder: string): Promise<void> {
  const contents = sdkContents(root)
  const packageJson = sdkPackageJson(await readFile(join(root, 'package.json'), 'utf8'), contents)
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(packageJson, undefined, 2)}\n`)
  await cp(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  await cp(join(root, 'scripts/sdk/README.md'), join(folder, 'README.md'))
  await cp(join(root, 'bin'), join(folder, 'bin'), { recursive: true })

  const compiled = await mkdtemp(join(tmpdir(), 'sdk-compiled-'))
  try {
    // The build compiles the whole product; only what a consumer reaches is taken over. Whether it is right is for `npm run typecheck`.
    for (const config of ['tsconfig.build.json', 'tsconfig.types.json']) {
      await run(process.execPath, [TSC, '-p', join(root, config), '--noCheck', '--outDir', join(compiled, 'dist')])
    }
    const wanted = [...contents.code.map((path) => compiledPath(path, '.js')), ...contents.types.map((path) => compiledPath(path, '.d.ts'))]
    for (const path of wanted) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await cp(join(compiled, path), join(folder, path))
    }
  } finally {
    await rm(compiled, { recursive: true })
  }
}

export type Tarball = { filename: string; size: number; unpackedSize: number; entryCount: number }

/** Packs a folder that `buildSdk` wrote. */
export async function packSdk(folder: string, destination: string): Promise<Tarball> {
  const { stdout } = await run('npm', ['pack', folder, '--json', '--ignore-scripts', '--pack-destination', destination])
  const [tarball]: Tarball[] = JSON.parse(stdout)
  if (!tarball) throw new Error('npm packed nothing')
  return tarball
}
