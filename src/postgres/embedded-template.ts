import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readMigrations } from './read-migrations.ts'

/** Changed when build-embedded-template.ts or embedded-worker.ts make another kind of database from the same migrations. */
const RECIPE = '1'

/**
 * A migrated, empty database as a tar file: starting from it takes a fraction of a second, and making it takes seconds. So it is
 * made once for each set of migrations and kept beside the installed packages, where every process of this project finds it.
 */
export async function embeddedTemplate(migrations: string, cache?: string): Promise<Uint8Array<ArrayBuffer>> {
  const { nodeModules, version } = await installedPglite()
  const folder = cache ?? join(nodeModules, '.cache', 'gp-appointments')
  const series = `embedded-${basename(migrations)}-`
  const name = `${series}${await checksumOf(migrations, version)}.tar`

  try {
    return await readFile(join(folder, name))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }

  const building = await makeBuildingFolder(folder)
  try {
    const unfinished = join(building, name)
    await build(migrations, unfinished)
    // Whole or absent, whatever happens to this process.
    if (building.startsWith(folder)) {
      await removeSeries(folder, series)
      await rename(unfinished, join(folder, name))
      return await readFile(join(folder, name))
    }
    return await readFile(unfinished)
  } finally {
    await rm(building, { recursive: true, force: true })
  }
}

/** A process of its own, because it runs with a setting of the JavaScript engine that halves the time and that nothing else should have. */
async function build(migrations: string, output: string): Promise<void> {
  const script = fileURLToPath(new URL(`./build-embedded-template${import.meta.url.slice(-3)}`, import.meta.url))
  await promisify(execFile)(process.execPath, [script, migrations, output])
  const file = await open(output, 'r')
  await file.sync().finally(() => file.close())
}

async function installedPglite(): Promise<{ nodeModules: string; version: string }> {
  const manifest = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'))
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string }
  return { version, nodeModules: fileURLToPath(new URL('../../', manifest)) }
}

async function checksumOf(migrations: string, version: string): Promise<string> {
  const hash = createHash('sha256').update(`${RECIPE}\n${version}\n`)
  for (const { name, checksum } of await readMigrations(migrations)) hash.update(`${name} ${checksum}\n`)
  return hash.digest('hex').slice(0, 16)
}

/** Where the packages belong to somebody else, the template is made for this one time. */
async function makeBuildingFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true })
    return await mkdtemp(join(folder, 'building-'))
  } catch {
    return mkdtemp(join(tmpdir(), 'gp-appointments-'))
  }
}

/** Templates of migrations as they were before. */
async function removeSeries(folder: string, series: string): Promise<void> {
  const outdated = (await readdir(folder)).filter((name) => name.startsWith(series))
  await Promise.all(outdated.map((name) => rm(join(folder, name), { force: true })))
}
