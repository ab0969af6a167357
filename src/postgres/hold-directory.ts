import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'

export type Hold = { release(): void }

// Two that start in the same moment push each other back once; then one has it, and the other waits this long in vain.
const PATIENCE_MS = 250

/**
 * Makes this process the only one that works in the directory; undefined when another is. PGlite keeps no lock, and two processes on one
 * directory destroy the data. Node.js has no file locks either, but the SQLite inside it takes the operating system's, which are
 * released however the process ends: an exclusive transaction on an empty file is all that is used of it.
 */
export function holdDirectory(directory: string): Hold | undefined {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const lock = openSqlite(join(directory, 'holder.lock'))
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    if (isBusy(error)) return undefined
    throw error
  }
  return { release: () => lock.close() }
}

export function directoryIsHeld(directory: string): Error {
  return new Error(
    `The data in ${directory} is in use by another process, and only one can use it at a time.\nStop that process first (Ctrl-C where it runs), choose another directory, or put the data on a PostgreSQL server and set DATABASE_URL.`,
  )
}

function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}

function openSqlite(file: string): DatabaseSync {
  // Node.js 22 calls this module experimental in a warning on stderr, in which the user of a command could see a fault of theirs.
  const emitWarning = process.emitWarning
  process.emitWarning = () => undefined
  try {
    const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
    return new DatabaseSync(file, { timeout: PATIENCE_MS })
  } finally {
    process.emitWarning = emitWarning
  }
}
