import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Dialect } from '../../../nhs/dialect.ts'

export type LintCommandOptions = {
  json?: true
  curl?: true
  root?: string
  asid?: string
  at?: Date
  dialect: Dialect
  serviceFiltering?: true
}

const HELP = `
Puts a request through this provider's own checks of headers, token, search parameters and body, without a database and without sending
anything, and explains every fault: where it is, what a provider answers, which requirement says so, and what to write instead. Tokens and
NHS numbers are not repeated.

Examples:
  gpa lint request.http                     request line, headers, an empty line, body
  gpa lint --asid 200000000222 < request.http
  pbpaste | gpa lint --curl                 a curl command
  gpa lint request.http --at 2026-03-02T09:00:00Z --json

Exit codes: 0 nothing is wrong, 1 something is, 2 wrong usage.`

export function addLintCommand(program: Command, run: (file: string | undefined, options: LintCommandOptions) => Promise<void>): void {
  program
    .command('lint')
    .description('explain what is wrong with a request')
    .argument('[file]', 'the request as it is sent; standard input without it, or with -')
    .option('--curl', 'it is a curl command (what begins with curl is one anyway)')
    .option('--root <url>', "the practice's service root URL, which aud must name; otherwise what the request says")
    .option('--asid <asid>', "the practice's ASID, which Ssp-To must name")
    .option('--at <time>', 'the moment at which it would arrive, with its offset; otherwise now', moment)
    .addOption(new Option('--dialect <dialect>', "the provider's, table DIFF").choices(['assurance', 'specification']).default('assurance'))
    .option('--service-filtering', 'the practice has service filtering switched on')
    .option('--json', 'for a program to read')
    .addHelpText('after', HELP)
    .action((file: string | undefined, options: LintCommandOptions) => run(file, options))
}

function moment(text: string): Date {
  const value = new Date(text)
  if (!/T.*(?:Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(value.getTime())) {
    throw new InvalidArgumentError('It must be a date and time with its offset, such as 2026-03-02T09:00:00Z.')
  }
  return value
}
