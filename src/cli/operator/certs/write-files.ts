import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CertificateFile } from './certificate-files.ts'

const OWNER_ONLY = 0o600
const READABLE = 0o644

/** All of them, or none if one is there already and may not be overwritten: then which ones. */
export async function writeFiles(
  files: readonly CertificateFile[],
  { directory, force }: { directory: string; force: boolean },
): Promise<{ inTheWay: readonly string[] }> {
  const there = await Promise.all(files.map(({ name }) => exists(join(directory, name))))
  const inTheWay = files.flatMap(({ name }, index) => (there[index] ? [name] : []))
  if (inTheWay.length > 0 && !force) return { inTheWay }

  for (const { name, text, isSecret } of files) await writeWhole(join(directory, name), text, isSecret ? OWNER_ONLY : READABLE)
  return { inTheWay: [] }
}

/** Moved into place: a key is at no time readable to others, and whoever reads meanwhile finds a whole file. */
async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const unfinished = `${path}.unfinished`
  await mkdir(dirname(path), { recursive: true })
  // One that is left of an earlier run has the mode that it has.
  await rm(unfinished, { force: true })
  await writeFile(unfinished, text, { mode, flag: 'wx' })
  await rename(unfinished, path)
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
