import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import type { Io } from './consumer/io.ts'
import { runGpa } from './consumer/program.ts'

const CONSUMER_COMMANDS = new Set(['practices', 'slots', 'book', 'appointment', 'doctor'])

const io: Io = {
  print: (text) => process.stdout.write(`${text}\n`),
  printError: (text) => process.stderr.write(`${text}\n`),
  colours: process.stdout.isTTY === true && !process.env.NO_COLOR,
  environment: { GPA_CONFIG: process.env.GPA_CONFIG },
  readFile: async (path) => {
    try {
      return await readFile(path, 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    }
  },
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

const args = process.argv.slice(2)
// Who books needs nothing of what operators use.
const operatorCommands = CONSUMER_COMMANDS.has(args[0] ?? '') ? undefined : await loadOperatorCommands()
const exitCode = await runGpa(io, args, operatorCommands)
// An operator's command sets the process's own.
if (exitCode !== 0) process.exitCode = exitCode
