import { createReadStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command, CommanderError } from 'commander'
import type { Database } from '../../postgres/database.ts'
import type { CommandIo } from '../../postgres/holder-socket.ts'
import { addAuditCommands } from './audit-commands.ts'
import { addConformanceIdsCommand, writeJudgeIds } from './conformance/ids-command.ts'
import { addImportCommand } from './import-command.ts'
import { addMigrateCommand, migrationSummary } from './migrate-command.ts'
import { addPracticeCommands } from './practice-commands.ts'
import { runImport } from './run-import.ts'
import { runPracticeWork } from './run-practice-work.ts'

export type OperatorDeps = { db: Database; now: () => Date; newId: () => string }

/** One command, in the process that has the database, for whoever typed it, here or in another terminal. Returns its exit code. */
export async function runOperatorCommand(deps: OperatorDeps, argv: readonly string[], io: CommandIo): Promise<number> {
  let exitCode = 0
  const program = new Command('gpa')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.write('stdout', text), writeErr: (text) => io.write('stderr', text) })

  addImportCommand(program, async (options) => {
    exitCode = await runImport(
      {
        ...deps,
        write: io.write,
        interactive: io.interactive,
        readFile: (path) => readFile(resolve(io.cwd, path), 'utf8'),
        openFile: (path) => createReadStream(resolve(io.cwd, path)),
      },
      options,
    )
  })
  addMigrateCommand(program, async () => io.write('stdout', `${await migrationSummary(deps.db)}\n`))
  addConformanceIdsCommand(program, async (file) => {
    const at = (path: string) => resolve(io.cwd, path)
    const files = {
      readFile: (path: string) => readFile(at(path), 'utf8'),
      writeFile: (path: string, text: string) => writeFile(at(path), text),
    }
    const told = await writeJudgeIds({ ...deps, ...files }, file).catch((error: Error) => error)
    if (told instanceof Error) exitCode = 1
    io.write(told instanceof Error ? 'stderr' : 'stdout', `${told instanceof Error ? told.message : told}\n`)
  })
  addAuditCommands(program, async (work) => {
    exitCode = await work(deps, io)
  })
  addPracticeCommands(program, async (work) => {
    exitCode = await runPracticeWork(deps, work, io)
  })

  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    throw error
  }
}
