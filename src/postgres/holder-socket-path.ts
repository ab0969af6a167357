import { mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'

// The operating system cuts the path of a socket at 108 bytes, some at 104.
const LONGEST_PATH = 100

const insidePath = (directory: string) => join(directory, 'holder.sock')
/** Names the socket of a directory whose own path is too long for one. */
const pointerPath = (directory: string) => join(directory, 'holder.sock-path')

/** Where the holder listens, or listened; undefined when none ever did. */
export async function holderSocketPath(directory: string): Promise<string | undefined> {
  if (fits(directory)) return insidePath(directory)

  const pointed = await readFile(pointerPath(directory), 'utf8').catch(() => undefined)
  return pointed !== undefined && isAbsolute(pointed) && pointed.endsWith('/holder.sock') ? pointed : undefined
}

/** A path that is free, because what an earlier holder left there is removed. */
export async function freshHolderSocketPath(directory: string): Promise<string> {
  await removeHolderSocket(directory)
  if (fits(directory)) return insidePath(directory)

  // A folder that only this user can look into, under a name that nobody could take before.
  const path = join(await mkdtemp(join(tmpdir(), 'gpa-')), 'holder.sock')
  await writeFile(pointerPath(directory), path, { mode: 0o600 })
  return path
}

export async function removeHolderSocket(directory: string): Promise<void> {
  const path = await holderSocketPath(directory)
  if (path === undefined) return

  await rm(path, { force: true })
  if (fits(directory)) return
  await rmdir(dirname(path)).catch(() => undefined)
  await rm(pointerPath(directory), { force: true })
}

function fits(directory: string): boolean {
  return Buffer.byteLength(insidePath(directory)) <= LONGEST_PATH
}
