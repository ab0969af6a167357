import { rmSync } from 'node:fs'
import { cp, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Mutant } from './mutant.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const COPIED = ['package.json', 'migrations', 'src', 'test/given', 'test/judge']

export type CopyOfTheSource = { directory: string; remove: () => void }

/** What a provider is started from, in a temporary folder beside the installed packages. */
export async function copyTheSource(): Promise<CopyOfTheSource> {
  const directory = await mkdtemp(join(tmpdir(), 'gpa-mutants-'))
  const remove = () => {
    process.off('exit', remove)
    rmSync(directory, { recursive: true, force: true })
  }
  // Also where somebody stops it.
  process.once('exit', remove)
  await Promise.all(COPIED.map((path) => cp(join(ROOT, path), join(directory, path), { recursive: true })))
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'))
  return { directory, remove }
}

/** Throws where the search text does not stand there exactly once: the source has moved on, and the way has to follow. */
export function patched(source: string, { id, file, search, replace }: Mutant): string {
  const found = source.split(search).length - 1
  if (found !== 1) throw new Error(`${id} does not apply: its search text stands ${found} times in ${file}.`)
  return source.replace(search, () => replace)
}

/** Breaks the copy for as long as `use` takes. */
export async function whileBroken<Result>(directory: string, mutant: Mutant, use: () => Promise<Result>): Promise<Result> {
  const path = join(directory, mutant.file)
  const source = await readFile(path, 'utf8')
  await writeFile(path, patched(source, mutant))
  try {
    return await use()
  } finally {
    await writeFile(path, source)
  }
}

/** Whether a way fits the source as it is. */
export async function checkApplies(mutant: Mutant): Promise<void> {
  patched(await readFile(join(ROOT, mutant.file), 'utf8'), mutant)
}
