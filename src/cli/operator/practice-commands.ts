import { type Command, Option } from 'commander'
import type { LocalDate } from '../../nhs/local-time.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import {
  FEATURES,
  type Feature,
  feature,
  limitValue,
  localDate,
  odsCode,
  oneLine,
  organisationType,
  serviceKey,
  wholeNumber,
} from './practice-arguments.ts'
import type { OperatorDeps } from './run-operator-command.ts'

/** `refused`: nothing was changed, and the text says why. */
export type PracticeAnswer = { text: string; refused?: boolean }

/** What a command does, once there is a database: its modules are loaded only then. */
export type PracticeWork = (deps: OperatorDeps) => Promise<PracticeAnswer>

/** Who carries a command out: here and now, or whoever holds the database, from the words that were typed. */
export type PerformPracticeWork = (work: PracticeWork, typed: readonly string[]) => Promise<void>

const HELP = `
Examples:
  gpa practice list
  gpa practice enable A20047 --by "Jo Smith, rota office"
  gpa practice embargo A20047 60 --by "Jo Smith"
  gpa practice cap add A20047 --per day --type urgent-care --most 6 --by "Jo Smith"
  gpa practice why A20047 2026-03-02T09:10 --organisation B86675 --type urgent-care
  gpa practice history A20047

Every change is kept with who made it (--by), when, and the old and new value. A data file that is imported later does not undo what
a person has set, but for what it says of a schedule or a service.

Database: DATABASE_URL, or else the embedded one in GPA_DATA (default: ./data), as for "gpa import".
Exit codes: 0 done, 1 refused, and nothing was changed, 2 wrong usage.`

/** `gpa practice ...`, as both the terminal and the holder of the data directory understand it (ADM-01..05). */
export function addPracticeCommands(program: Command, perform: PerformPracticeWork): void {
  const practice = program
    .command('practice')
    .description("a practice's own control: switches, limits, services, its book")
    .addHelpText('after', HELP)
  const act = (command: Command, work: PracticeWork) => perform(work, typedArguments(command))

  addLookingCommands(practice, act)
  addSwitchCommands(practice, act)
  addLimitCommands(practice, act)
  addServiceCommands(practice, act)
}

type Act = (command: Command, work: PracticeWork) => Promise<void>

function addLookingCommands(practice: Command, act: Act): void {
  practice
    .command('list')
    .description('every practice of this book, and what is switched on there')
    .option('--json', 'print JSON')
    .action((options: { json?: true }, command: Command) =>
      act(command, async (deps) => (await import('./practice-show.ts')).listPractices(deps, options)),
    )
  onPractice(practice, 'show', 'switches, booking window, embargo, caps and services of a practice')
    .option('--json', 'print JSON')
    .action((ods: OdsCode, options: { json?: true }, command: Command) =>
      act(command, async (deps) => (await import('./practice-show.ts')).showPractice(deps, ods, options)),
    )
  onPractice(practice, 'history', 'every change of a setting, newest first: who, when, old and new value')
    .option('--json', 'print JSON')
    .action((ods: OdsCode, options: { json?: true }, command: Command) =>
      act(command, async (deps) => (await import('./practice-show.ts')).showHistory(deps, ods, options)),
    )
  onPractice(practice, 'book', 'the appointments, with who booked them; NHS numbers are masked')
    .option('--from <date>', 'yyyy-mm-dd (default: today)', localDate)
    .option('--to <date>', 'yyyy-mm-dd, that day included (default: two weeks after --from)', localDate)
    .option('--json', 'print JSON')
    .action((ods: OdsCode, options: { from?: LocalDate; to?: LocalDate; json?: true }, command: Command) =>
      act(command, async (deps) => (await import('./practice-book.ts')).showBook(deps, ods, options)),
    )
  onPractice(practice, 'why', 'why a slot is, or is not, seen by an organisation: every rule with its verdict')
    .argument('<slot>', "the slot's id, or its local start (all that start then): 2026-03-02T09:10")
    .option('--organisation <ods>', 'who asks (default: nobody says)', odsCode)
    .addOption(organisationType())
    .option('--service <id>', 'the DOS service id that is asked for')
    .option('--json', 'print JSON')
    .action((ods: OdsCode, slot: string, options: WhyOptions, command: Command) =>
      act(command, async (deps) => (await import('./practice-why.ts')).explain(deps, { ods, slot }, options)),
    )
}

export type WhyOptions = { organisation?: OdsCode; type?: string; service?: string; json?: true }

function addSwitchCommands(practice: Command, act: Act): void {
  for (const [name, on] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    changing(onPractice(practice, name, `switch ${on ? 'on' : 'off'} features of a practice (default: ${FEATURES[0]} and ${FEATURES[1]})`))
      .argument('[feature...]', FEATURES.join(', '), feature)
      .option('--confirm', 'switch service filtering on: it acts at once')
      .action((ods: OdsCode, features: Feature[] | undefined, options: { by: string; confirm?: true }, command: Command) =>
        act(command, async (deps) => (await import('./practice-change.ts')).switchFeatures(deps, { ods, on, features, ...options })),
      )
  }
  practice
    .command('supplier-switch')
    .description("the supplier's switch of service filtering, for the supplier's staff: everywhere, or at the practices named")
    .addArgument(practice.createArgument('<state>', 'on or off').choices(['on', 'off']))
    .argument('[ods...]', 'ODS codes', (text, earlier: OdsCode[] | undefined) => [...(earlier ?? []), odsCode(text)])
    .requiredOption('--by <name>', 'who makes this change', oneLine)
    .action((state: 'on' | 'off', practices: OdsCode[] | undefined, { by }: { by: string }, command: Command) =>
      act(command, async (deps) =>
        (await import('./practice-change.ts')).switchSupplier(deps, { on: state === 'on', practices: practices ?? [], by }),
      ),
    )
}

function addLimitCommands(practice: Command, act: Act): void {
  for (const { name, limit, description, unit } of LIMITS) {
    changing(onPractice(practice, name, description))
      .argument(`<${unit}>`, `a whole number of ${unit}, or "none"`, limitValue)
      .option('--schedule <key>', 'for this schedule, or weekly session, instead of the practice; "none" for the practice\'s own again')
      .action((ods: OdsCode, value: number | null, options: { by: string; schedule?: string }, command: Command) =>
        act(command, async (deps) => (await import('./practice-change.ts')).setLimit(deps, { ods, limit, value, ...options })),
      )
  }

  const cap = practice.command('cap').description('how many appointments others may book per session or per day')
  onPractice(cap, 'list', 'the caps of a practice')
    .option('--json', 'print JSON')
    .action((ods: OdsCode, options: { json?: true }, command: Command) =>
      act(command, async (deps) => (await import('./practice-show.ts')).showCaps(deps, ods, options)),
    )
  for (const [name, description] of [
    ['add', 'set a cap, or change its number'],
    ['remove', 'take a cap away'],
  ] as const) {
    const command = changing(
      onPractice(cap, name, `${description}; without --type and --organisation it is for everybody outside together`),
    )
      .addOption(new Option('--per <scope>', 'what it counts by').choices(['session', 'day']).makeOptionMandatory())
      .addOption(organisationType().conflicts('organisation'))
      .option('--organisation <ods>', 'for this organisation', odsCode)
    if (name === 'add') command.requiredOption('--most <number>', 'how many; 0 for none at all', wholeNumber)
    command.action((ods: OdsCode, options: CapOptions, acting: Command) =>
      act(acting, async (deps) => (await import('./practice-change.ts')).setCap(deps, { ods, ...options })),
    )
  }
}

export type CapOptions = { by: string; per: 'session' | 'day'; type?: string; organisation?: OdsCode; most?: number }

const LIMITS = [
  {
    name: 'window',
    limit: 'bookingWindowDays',
    description: 'how far ahead slots may be booked: on days up to so many after today; 0 is today alone',
    unit: 'days',
  },
  {
    name: 'embargo',
    limit: 'embargoMinutes',
    description: 'how close to its start a slot may be booked: until so many minutes before',
    unit: 'minutes',
  },
] as const

function addServiceCommands(practice: Command, act: Act): void {
  const services = practice.command('services').description('the services that the Directory of Services knows a practice by')
  onPractice(services, 'list', 'the services of a practice, and how many schedules are of each')
    .option('--json', 'print JSON')
    .action((ods: OdsCode, options: { json?: true }, command: Command) =>
      act(command, async (deps) => (await import('./practice-show.ts')).showServices(deps, ods, options)),
    )
  changing(onPractice(services, 'set', 'add a service, or change what is said of it'))
    .argument('<key>', "the practice's own name for it: letters, digits and hyphens", serviceKey)
    .option('--dos-id <id>', 'its id in the Directory of Services', oneLine)
    .option('--name <name>', 'its name', oneLine)
    .action((ods: OdsCode, key: string, options: { by: string; dosId?: string; name?: string }, command: Command) =>
      act(command, async (deps) => (await import('./practice-change.ts')).setService(deps, { ods, key, ...options })),
    )
  changing(onPractice(services, 'remove', 'take a service off the list, if no schedule is of it'))
    .argument('<key>', 'as "services list" shows it')
    .action((ods: OdsCode, key: string, { by }: { by: string }, command: Command) =>
      act(command, async (deps) => (await import('./practice-change.ts')).dropService(deps, { ods, key, by })),
    )
  changing(onPractice(services, 'link', 'say which service a schedule, or every day of a weekly session, is of'))
    .argument('<schedule>', 'its key in the data file')
    .argument('[key]', 'the service')
    .option('--not-applicable', 'it is of no service, on purpose')
    .option('--none', 'nothing is said of it')
    .action((ods: OdsCode, schedule: string, service: string | undefined, options: LinkOptions, command: Command) => {
      if ([service, options.notApplicable, options.none].filter((one) => one !== undefined).length !== 1) {
        command.error('error: name one service, or --not-applicable, or --none', { exitCode: 2 })
      }
      return act(command, async (deps) => (await import('./practice-change.ts')).link(deps, { ods, schedule, service, ...options }))
    })
}

export type LinkOptions = { by: string; notApplicable?: true; none?: true }

function onPractice(parent: Command, name: string, description: string): Command {
  return parent.command(name).description(description).argument('<ods>', "the practice's ODS code", odsCode)
}

function changing(command: Command): Command {
  return command.requiredOption('--by <name>', 'who makes this change', oneLine)
}

/** As they were typed: for whoever is to carry the command out. */
export function typedArguments(command: Command): string[] {
  let root = command
  while (root.parent) root = root.parent
  const typed: unknown = Reflect.get(root, 'rawArgs')
  return Array.isArray(typed) ? typed.map(String) : []
}
