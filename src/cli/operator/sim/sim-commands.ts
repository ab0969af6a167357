import { type Command, InvalidArgumentError } from 'commander'

export type SimAsked =
  | { what: 'list faults' | 'clear faults' | 'show data' | 'reload data' }
  | { what: 'add fault'; rule: unknown }
  | { what: 'play faults' | 'change data'; file: string }
  | { what: 'audit'; last: number }
  | { what: 'do'; action: string }

export type SimOptions = { url?: string; json?: true }

type Carry = (asked: SimAsked, options: SimOptions) => Promise<void>

const EXAMPLES = `
Examples:
  gpa sim faults add --service ssp --practice B86013 --rate 0.3 time-out
  gpa sim faults add --service pds --first 2 status 429
  gpa sim faults add --practice B86022 delay 1500
  gpa sim faults list
  gpa sim faults clear
  gpa sim data change people.json       what the file names replaces what was there: people, organisations, dataSharing
  gpa sim audit --last 5
  gpa sim do cis2/rotate-keys

Where the simulator is, the sandbox writes to sim.json in its data directory; --url names another.
docs/faults.md describes every fault.
`

/** `gpa sim`: changes the simulated Spine while it runs, through its control API. */
export function addSimCommands(program: Command, carry: Carry): void {
  const sim = program.command('sim').description('changes the simulated Spine while it runs').addHelpText('after', EXAMPLES)
  const add = (parent: Command, name: string, description: string) =>
    parent.command(name).description(description).option('--url <url>', 'of the control API').option('--json', 'print JSON')

  const faults = sim.command('faults').description('what goes wrong, where and how often')
  add(faults, 'list', 'the rules in force, and how often each was played').action((options: SimOptions) =>
    carry({ what: 'list faults' }, options),
  )
  add(faults, 'clear', 'nothing goes wrong any more').action((options: SimOptions) => carry({ what: 'clear faults' }, options))
  add(faults, 'play', 'a script from a file, in place of the rules in force')
    .argument('<file>', 'JSON, as docs/faults.md describes it')
    .action((file: string, options: SimOptions) => carry({ what: 'play faults', file }, options))
  add(faults, 'add', 'one rule more')
    .argument(
      '<fault>',
      'delay, time-out, reset-before, reset-after, status, wrong-media-type, truncated-body, expired-certificate, skewed-clock or stale-address',
    )
    .argument('[value]', 'of a delay the milliseconds, of a status its number, of a skewed-clock the minutes', number)
    .option('--service <name>', 'pds, sds, ods, token, ssp or cis2')
    .option('--practice <ods>', 'requests to this practice: through the SSP, or with --service sds about it')
    .option('--interaction <id>', 'an interaction id, or its name: searchFreeSlots')
    .option('--rate <share>', 'so many of all, by chance: 0 to 1', number)
    .option('--first <count>', 'the first so many', number)
    .option('--every <count>', 'every so manieth', number)
    .action((fault: string, value: number | undefined, options: SimOptions & RuleOptions) =>
      carry({ what: 'add fault', rule: ruleFrom(fault, value, options) }, options),
    )

  const data = sim.command('data').description('people, organisations and data sharing that the services know')
  add(data, 'show', 'all of it, as JSON').action((options: SimOptions) => carry({ what: 'show data' }, options))
  add(data, 'reload', 'reads the data file again').action((options: SimOptions) => carry({ what: 'reload data' }, options))
  add(data, 'change', 'replaces what the file names')
    .argument('<file>', 'JSON with people, organisations, dataSharing, or some of them')
    .action((file: string, options: SimOptions) => carry({ what: 'change data', file }, options))

  add(sim, 'audit', 'what went through the SSP lately')
    .option('--last <count>', 'how many', number, 20)
    .action((options: SimOptions & { last: number }) => carry({ what: 'audit', last: options.last }, options))
  add(sim, 'do', 'something that a service offers')
    .argument('<action>', 'its name')
    .action((action: string, options: SimOptions) => carry({ what: 'do', action }, options))
}

type RuleOptions = { service?: string; practice?: string; interaction?: string; rate?: number; first?: number; every?: number }

/** Written as it was typed: the simulator judges it. */
function ruleFrom(kind: string, value: number | undefined, { service, practice, interaction, rate, first, every }: RuleOptions): unknown {
  const given = (entries: Record<string, unknown>) => Object.fromEntries(Object.entries(entries).filter(([, entry]) => entry !== undefined))
  const when = given({ rate, first, every })
  const parameter = VALUES.get(kind)
  return {
    where: given({ service, practice, interaction }),
    ...(Object.keys(when).length > 0 && { when }),
    what: { kind, ...(value !== undefined && { [parameter ?? 'value']: value }) },
  }
}

const VALUES: ReadonlyMap<string, string> = new Map([
  ['delay', 'ms'],
  ['status', 'status'],
  ['skewed-clock', 'minutes'],
])

function number(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('must be a number.')
  return value
}
