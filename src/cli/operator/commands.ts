import type { Command } from 'commander'
import { addAuditCommands } from './audit-commands.ts'
import { addCertsCommand } from './certs/certs-command.ts'
import { addConformanceCommand } from './conformance/conformance-command.ts'
import { addConformanceIdsCommand } from './conformance/ids-command.ts'
import { addImportCommand, importArguments } from './import-command.ts'
import { addLintCommand } from './lint/lint-command.ts'
import { addMigrateCommand } from './migrate-command.ts'
import { addPracticeCommands } from './practice-commands.ts'
import { addSimCommands } from './sim/sim-commands.ts'

/** The operator's half of `gpa`. What a command needs is loaded when it is called, so that the help comes at once. */
export function registerOperatorCommands(program: Command): void {
  addImportCommand(program, async (options) => {
    const { carryOut } = await import('./main.ts')
    await carryOut(importArguments(options))
  })
  addMigrateCommand(program, async () => {
    const { carryOut } = await import('./main.ts')
    await carryOut(['migrate'])
  })
  addPracticeCommands(program, async (_work, typed) => {
    const { carryOut } = await import('./main.ts')
    await carryOut(typed)
  })
  addAuditCommands(program, async (_work, typed) => {
    const { withNhsNumberFrom } = await import('./audit-standard-input.ts')
    const { carryOut } = await import('./main.ts')
    await carryOut(await withNhsNumberFrom(process.stdin, typed, (prompt) => process.stderr.write(prompt)))
  })
  addCertsCommand(program, async (options) => {
    const { makeCertificates } = await import('./certs/main.ts')
    await makeCertificates(options)
  })
  addConformanceCommand(
    program,
    async (options) => (await import('./conformance/main.ts')).carryOutConformance(options),
    async (options) => (await import('./conformance/main.ts')).carryOutConformanceData(options),
  )
  addConformanceIdsCommand(program, async (file) => {
    const { carryOut } = await import('./main.ts')
    await carryOut(['conformance-ids', '--', file])
  })
  addLintCommand(program, async (file, options) => (await import('./lint/main.ts')).carryOutLint(file, options))
  addSimCommands(program, async (asked, options) => {
    const { carryOutSim } = await import('./sim/main.ts')
    await carryOutSim(asked, options)
  })
}
