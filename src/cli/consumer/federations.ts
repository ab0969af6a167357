import type { Command } from 'commander'
import { EXIT, EXIT_CODES, type ExitCode } from './exit-codes.ts'
import type { ExportOptions } from './federations-export.ts'
import type { ImportOptions } from './federations-import.ts'
import type { Io } from './io.ts'
import type { Registration } from './program.ts'

const HELP = `
Examples:
  gpa federations import leeds-hub.csv --name "Leeds Hub"
  gpa federations export leeds-hub --csv -o leeds-hub.csv
  gpa federations import leeds-hub.csv --replace

They are files in the folder that the settings name as "federations", or that is called so beside them. NAME is a name or an id.
docs/data-files.md describes the files.`

/** Saved, named lists of practices. */
export function addFederationCommands({ io, program, exitWith }: Pick<Registration, 'io' | 'program' | 'exitWith'>): void {
  const federations = program
    .command('federations')
    .description('saved federations: named lists of practices that are searched together')
    .addHelpText('after', `${HELP}\n${EXIT_CODES}`)
  const command = (name: string, description: string): Command =>
    federations
      .command(name)
      .description(description)
      .option('--config <file>', 'settings (default: GPA_CONFIG, or ./data/gpa.json, which the sandbox writes)')
      .addHelpText('after', `\n${EXIT_CODES}`)
  const run = async (work: () => Promise<ExitCode>) => exitWith(await toldOfTheDisk(io, work))

  command('list', 'all of them; what is wrong with a file is told beside them')
    .option('--json', 'print JSON')
    .action((options: { config?: string; json?: true }) =>
      run(async () => {
        const { listFederations } = await import('./federations-show.ts')
        return listFederations(io, options)
      }),
    )

  command('show', 'one of them, with its practices in their order')
    .argument('<name>', 'name or id')
    .option('--json', 'print JSON')
    .action((name: string, options: { config?: string; json?: true }) =>
      run(async () => {
        const { showFederation } = await import('./federations-show.ts')
        return showFederation(io, name, options)
      }),
    )

  command('import', 'take one from a CSV or JSON file; all that is wrong with the file is told at once')
    .argument('<file>', 'with columns "ODS code" and "name", or as "export" writes it')
    .option('--name <name>', 'what it is called (default: as the file says; a CSV file by its own name)')
    .option('--replace', 'also where there is one already: without this, what would change is told')
    .action((file: string, options: ImportOptions) =>
      run(async () => {
        const { importFederation } = await import('./federations-import.ts')
        return importFederation(io, file, options)
      }),
    )

  command('export', 'write one as a file that can be imported')
    .argument('<name>', 'name or id')
    .option('--csv', 'for a spreadsheet: practices without the filter')
    .option('--json', 'all of it (default, unless -o names a .csv file)')
    .option('-o, --output <file>', 'where to (default: print it)')
    .action((name: string, options: ExportOptions) =>
      run(async () => {
        const { exportFederation } = await import('./federations-export.ts')
        return exportFederation(io, name, options)
      }),
    )

  command('remove', 'remove one')
    .argument('<name>', 'name or id')
    .option('--yes', 'really')
    .action((name: string, options: { config?: string; yes?: true }) =>
      run(async () => {
        const { removeFederation } = await import('./federations-remove.ts')
        return removeFederation(io, name, options)
      }),
    )
}

/** What the operating system says of a file or folder: not ours to write, no room. */
async function toldOfTheDisk(io: Io, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error
    io.printError(`${'path' in error ? String(error.path) : 'A file'} cannot be read or written (${String(error.code)}).`)
    return EXIT.refused
  }
}
