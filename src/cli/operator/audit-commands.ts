import type { Command } from 'commander'
import type { Chain } from '../../audit/entry.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { CommandIo } from '../../postgres/holder-socket.ts'
import { auditedCode, chains, interactionId, momentFrom, momentTo, most } from './audit-arguments.ts'
import { typedArguments } from './practice-commands.ts'
import type { OperatorDeps } from './run-operator-command.ts'

/** What a command does, once there is a database: its modules are loaded only then. Returns the exit code. */
export type AuditWork = (deps: OperatorDeps, io: CommandIo) => Promise<number>

/** Who carries a command out: here and now, or whoever holds the database, from the words that were typed. */
export type PerformAuditWork = (work: AuditWork, typed: readonly string[]) => Promise<void>

const HELP = `
Every call that the provider answers, also a refusal, leaves an entry in the chain of the practice that it named; the chain "-" is
of calls that named no practice of ours.

Database: DATABASE_URL, or else the embedded one in GPA_DATA (default: ./data), as for "gpa import".`

/** `gpa audit ...`, as both the terminal and the holder of the data directory understand it (AUD-01, AUD-02). */
export function addAuditCommands(program: Command, perform: PerformAuditWork): void {
  const audit = program.command('audit').description('the audit trail: prove it, search it').addHelpText('after', HELP)
  addVerify(audit, perform)
  addSearch(audit, perform)
}

export type VerifyOptions = { practice?: Chain[]; against?: string; save?: string; json?: true }

const VERIFY_HELP = `
Each entry carries a hash of itself and of the entry before it, and the chain's head says where it ends. What is found: an
altered entry, a missing one, two that changed places, a missing end, a head that is missing or does not fit; and which entries.

Whoever has the rights of the tables' owner and knows the rule could rewrite a chain whole, its head too, or take entries and
head off its end together. Only a head that was kept where they cannot reach tells that. So save the heads now and then, keep
the file on another machine, and verify against it:
  gpa audit verify --save heads-2026-03-02.json
  gpa audit verify --against heads-2026-03-02.json
A saved head proves every entry up to it, whoever has had the database since. A file that is there is never written over.

Changes by an interaction (bookings, amendments, cancellations, registrations) that have no entry are told, and are no fault of
a chain: the provider stopped, or could not write, between the change and its answer.

Exit codes: 0 whole, 1 faults were found, or the database could not be read, 2 wrong usage, or a file that cannot be used.`

function addVerify(audit: Command, perform: PerformAuditWork): void {
  audit
    .command('verify')
    .description('prove that nothing of the audit trail was altered, removed or put elsewhere')
    .option('--practice <ods...>', "these practices' chains alone (default: every chain)", chains)
    .option('--against <file>', 'prove that the heads which --save wrote are still in their chains')
    .option('--save <file>', 'write where each chain ends now, to be kept elsewhere')
    .option('--json', 'print JSON')
    .addHelpText('after', VERIFY_HELP)
    .action((options: VerifyOptions, command: Command) =>
      perform(async (deps, io) => (await import('./audit-verify.ts')).verify(deps, io, options), typedArguments(command)),
    )
}

export type SearchOptions = {
  practice?: Chain[]
  patient?: string
  nhsNumber?: string
  user?: string
  organisation?: OdsCode
  trace?: string
  interaction?: string
  refused?: true
  from?: Date
  to?: Date
  limit: number
  showNhsNumbers?: true
  json?: true
}

const SEARCH_HELP = `
Examples:
  gpa audit search --practice A20047 --from 2026-03-02 --refused
  gpa audit search --trace 09a01679-2564-0fb4-5129-aecc81ea2706
  echo 9990000018 | gpa audit search --practice A20047 --nhs-number -

A call that was refused before its headers and token held shows who it said was asking with a "?": that is a claim, no more.
Quick, however long the trail: --patient, --trace, --from and --to. The rest reads what these and --practice leave.

Exit codes: 0 done, also when nothing was found, 1 not done, 2 wrong usage.`

function addSearch(audit: Command, perform: PerformAuditWork): void {
  audit
    .command('search')
    .description('who did what, for whom, when, and what came of it; newest first')
    .option('--practice <ods...>', "these practices' chains alone (default: every chain)", chains)
    .option('--patient <id>', "the id of the practice's patient record")
    .option('--nhs-number <number>', 'entries about this person; "-" reads it from standard input, out of the history of the shell')
    .option('--user <id>', "the user's id in the token, or in SDS")
    .option('--organisation <ods>', 'who asked', auditedCode)
    .option('--trace <id>', 'the trace id of the call')
    .option('--interaction <interaction>', 'its name, like bookAppointment, or its id', interactionId)
    .option('--refused', 'only what was not answered with success')
    .option('--from <when>', 'a day (2026-03-02), or a time in UK time (2026-03-02T09:10) or with its offset', momentFrom)
    .option('--to <when>', 'the same: that day included, or until then', momentTo)
    .option('--limit <number>', 'how many at most', most, 100)
    .option('--show-nhs-numbers', 'show NHS numbers whole: they are masked')
    .option('--json', 'print JSON, one object a line')
    .addHelpText('after', SEARCH_HELP)
    .action((options: SearchOptions, command: Command) =>
      perform(async (deps, io) => (await import('./audit-search.ts')).search(deps, io, options), typedArguments(command)),
    )
}
