import { randomUUID } from 'node:crypto'
import process from 'node:process'
import { EXIT } from './consumer/exit-codes.ts'
import type { Io } from './consumer/io.ts'
import { outliveReaders, processIo } from './consumer/process-io.ts'
import { isConsumerCommand, runGpa } from './consumer/program.ts'

const io: Io = {
  ...processIo,
  colours: process.stdout.isTTY === true && process.stderr.isTTY === true && !process.env.NO_COLOR,
  environment: { GPA_CONFIG: process.env.GPA_CONFIG, GPA_STATE: process.env.GPA_STATE },
  fetch,
  now: () => new Date(),
  newId: randomUUID,
}

/** Undefined where only the consumer's half is installed. */
async function loadOperatorCommands() {
  try {
    return (await import('./operator/commands.ts')).registerOperatorCommands
  } catch (error) {
    const isLeftOut = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    if (isLeftOut && error.message.includes('/cli/operator/commands.')) return undefined
    throw error
  }
}

outliveReaders()
const args = process.argv.slice(2)
// Who books needs nothing of what operators use.
const operatorCommands = isConsumerCommand(args[0]) ? undefined : await loadOperatorCommands()
const exitCode = await runGpa(io, args, operatorCommands).catch((error: unknown) => {
  if (!isConsumerCommand(args[0])) throw error
  // A fault of this program: it may have come after something was sent, so that nobody shall take it for a refusal.
  io.printError(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return EXIT.uncertain
})
// An operator's command sets the process's own.
if (exitCode !== 0) process.exitCode = exitCode
