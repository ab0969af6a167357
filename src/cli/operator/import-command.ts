import type { Command } from 'commander'

export type ImportOptions = { files: readonly string[]; ods: readonly string[] }

const HELP = `
A practice's file (JSON, kind "practice") describes the practice, its surgeries and staff, its book and its patients.
A Spine file (kind "spine") is only checked here: the simulated Spine reads it itself.
ODS publishes the list of practices as epraccur.csv: 27 columns, no heading.
All of them are described in docs/data-files.md; examples/ has some to start from.

Each JSON file is imported as a whole or not at all. The same file again changes nothing; a changed one updates what it
names, and what is booked stays as it is. Nothing is ever deleted.

Database: DATABASE_URL, or else the embedded one in GPA_DATA (default: ./data). When another process of ours holds that
directory, as "npm start" does, it carries the command out.

Exit codes: 0 done, 1 a file was refused or could not be read, 2 wrong usage.`

/** The command as both the terminal and the holder of the data directory understand it. */
export function addImportCommand(program: Command, run: (options: ImportOptions) => Promise<void>): void {
  program
    .command('import')
    .description('bring data files into the appointment book')
    .argument('[file...]', 'JSON files, each of one practice')
    .option('--ods <file>', 'the national list of practices, epraccur.csv, as ODS publishes it', (file, earlier: string[] = []) => [
      ...earlier,
      file,
    ])
    .addHelpText('after', HELP)
    .action(async (files: string[], { ods = [] }: { ods?: string[] }, command: Command) => {
      if (files.length + ods.length === 0) command.error('error: name at least one file, or --ods with one', { exitCode: 2 })
      await run({ files, ods })
    })
}

/** As they would be typed: for whoever is to carry the command out. */
export function importArguments({ files, ods }: ImportOptions): string[] {
  return ['import', ...ods.flatMap((file) => ['--ods', file]), '--', ...files]
}
