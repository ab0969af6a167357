import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'

/** One who saves needs milliseconds. */
const PATIENCE_MS = 10_000
const LONGEST_PAUSE_MS = 25

/**
 * One at a time works in the folder, of all processes. Node.js has no file locks, but the SQLite inside it takes the operating system's,
 * which are released however a process ends: an exclusive transaction on an empty file is all that is used of it.
 */
export async function inTurn<Result>(directory: string, work: () => Promise<Result>): Promise<Result> {
  await mkdir(directory, { recursive: true })
  const lock = openSqlite(join(directory, '.lock'))
  try {
    await begin(lock, directory)
    return await work()
  } finally {
    lock.close()
  }
}

async function begin(lock: DatabaseSync, directory: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; ) {
    try {
      lock.exec('begin exclusive')
      return
    } catch (error) {
      if (!isBusy(error)) throw error
      // Not in step with the others who wait.
      const pause = 1 + Math.random() * LONGEST_PAUSE_MS
      await wait(pause)
      waited += pause
    }
  }
  throw new Error(`Another process has been saving in ${directory} for too long.`)
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
    return new DatabaseSync(file, { timeout: 0 })
  } finally {
    process.emitWarning = emitWarning
  }
}
