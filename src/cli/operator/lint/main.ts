import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import type { LintCommandOptions } from './lint-command.ts'
import { runLint } from './run-lint.ts'

/** On this terminal. */
export async function carryOutLint(file: string | undefined, options: LintCommandOptions): Promise<void> {
  const { stdin, stdout, stderr } = process
  const readInput = (path: string | undefined) => (path === undefined || path === '-' ? text(stdin) : readFile(path, 'utf8'))
  try {
    const print = (said: string) => void stdout.write(`${said}\n`)
    const complain = (said: string) => void stderr.write(`${said}\n`)
    process.exitCode = await runLint({ readInput, print, complain, now: () => new Date() }, file, options)
  } catch (error) {
    // The file cannot be read.
    if (!(error instanceof Error && 'syscall' in error)) throw error
    stderr.write(`${error.message}\n`)
    process.exitCode = 2
  }
}
