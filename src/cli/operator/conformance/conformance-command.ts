import { type Command, InvalidArgumentError, Option } from 'commander'

export type ConformanceOptions = {
  target?: string
  url?: string
  asid?: string
  plainHttp?: true
  format: 'json' | 'xml'
  only: string[]
  readOnly?: true
  dryRun?: true
  rate?: number
  timeout?: number
  json?: string
  junit?: string
  html?: string
}

export type ConformanceDataOptions = {
  directory: string
  root: string
  practice: string
  other: string
  off: string
  halfOff: string
  firstAsid: string
  serviceFiltering: 'supplier-disabled' | 'organization-disabled' | 'enabled'
}

const HELP = `
Judges any provider of GP Connect Appointment Management from outside, by its answers. It books, and cancels what it booked; it says
beforehand how many slots that takes. What was registered stays: GP Connect cannot undo it.

Examples:
  gpa conformance                                    the sandbox, which writes ./data/target.json
  gpa conformance --target target.json --html report.html --junit report.xml
  gpa conformance --url https://provider.example/A20047/STU3/1/gpconnect --asid 200000000222
  gpa conformance --only searchFreeSlots --only SLOT-07 --only book-appointment/race
  gpa conformance --read-only --dry-run
  gpa conformance data out                           files that give this provider all data that scenarios need

docs/judge.md describes target.json and every need. Exit codes: 0 nothing failed, 1 something did, 2 wrong usage, 130 stopped.`

const DATA_HELP = `
Writes practice data files for "gpa import", people for a simulated PDS, and a target.json that names them all. The dates are those of
today and the weeks after: write and import them again later.`

export function addConformanceCommand(
  program: Command,
  run: (options: ConformanceOptions) => Promise<void>,
  writeData: (options: ConformanceDataOptions) => Promise<void>,
): void {
  const conformance = program
    .command('conformance')
    .description('judge a provider by its answers')
    .option('--target <file>', 'what is judged, and the data it holds (default: target.json in GPA_DATA, or in ./data)')
    .option('--url <root>', "instead of a file: the practice's service root URL; scenarios that need data are skipped")
    .option('--asid <asid>', "with --url: the practice's ASID")
    .option('--plain-http', 'with --url: plain HTTP is meant')
    .addOption(new Option('--format <format>', 'of the requests, where a scenario does not say').choices(['json', 'xml']).default('json'))
    .option('--only <what>', 'an interaction, a requirement, a scenario or the beginning of its id; may be repeated', several, [])
    .option('--read-only', 'only scenarios that send nothing that could change anything')
    .option('--dry-run', 'say what would be run, and send nothing')
    .option('--rate <number>', 'requests a second at most', positive)
    .option('--timeout <seconds>', 'for each answer', positive)
    .option('--json <file>', 'write a JSON report')
    .option('--junit <file>', 'write a JUnit XML report')
    .option('--html <file>', 'write a report to read in a browser')
    .addHelpText('after', HELP)
    .action((options: ConformanceOptions) => run(options))

  conformance
    .command('data')
    .description('write data files that give this provider all that the scenarios need')
    .argument('<directory>', 'where to; made if it is not there')
    .option('--root <url>', "the provider's address, before the ODS code", 'http://127.0.0.1:4800')
    .option('--practice <code>', 'ODS code of the practice to judge', 'A9J01')
    .option('--other <code>', 'of another practice beside it', 'A9J02')
    .option('--off <code>', 'of a practice that is switched off', 'A9J03')
    .option('--half-off <code>', 'of a practice that has Appointment Management alone switched off', 'A9J04')
    .option('--first-asid <asid>', 'of the practice; the other three have the next', '200000990001')
    .addOption(
      new Option('--service-filtering <state>', 'as it will be at the provider')
        .choices(['supplier-disabled', 'organization-disabled', 'enabled'])
        .default('supplier-disabled'),
    )
    .addHelpText('after', DATA_HELP)
    .action((directory: string, options: Omit<ConformanceDataOptions, 'directory'>) => writeData({ directory, ...options }))
}

const several = (value: string, earlier: string[]) => [...earlier, value]

function positive(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It must be a number above 0.')
  return value
}
