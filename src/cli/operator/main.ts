import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { type CommandIo, sendCommand } from '../../postgres/holder-socket.ts'
import { type DatabaseLocation, openDatabase } from '../../postgres/open-database.ts'
import { runOperatorCommand } from './run-operator-command.ts'

const MIGRATIONS = fileURLToPath(new URL('../../../migrations/provider', import.meta.url))

/** Carries an operator's command out on the database of the environment, or has it carried out by whoever holds that. */
export async function carryOut(argv: readonly string[]): Promise<void> {
  try {
    process.exitCode = await exitCodeOf(argv)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}

async function exitCodeOf(argv: readonly string[]): Promise<number> {
  const { DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: ownerUrl } = process.env
  if (databaseUrl) return runOn({ databaseUrl, ...(ownerUrl && { ownerUrl }) }, argv)

  const directory = resolve(process.env.GPA_DATA || 'data')
  const byHolder = await sendCommand({ directory, argv, stdout: process.stdout, stderr: process.stderr })
  return byHolder ?? runOn({ directory }, argv)
}

async function runOn(location: DatabaseLocation, argv: readonly string[]): Promise<number> {
  const { stdout, stderr } = process
  const io: CommandIo = {
    write: (stream, text) => (stream === 'stdout' ? stdout : stderr).write(text),
    columns: stdout.columns,
    interactive: stdout.isTTY === true,
    cwd: process.cwd(),
  }
  const db = await openDatabase(location, MIGRATIONS)
  try {
    return await runOperatorCommand({ db, now: () => new Date(), newId: randomUUID }, argv, io)
  } finally {
    await db.close()
  }
}
