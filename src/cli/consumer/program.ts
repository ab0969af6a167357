import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { ConfigError } from '../../nhs/config-error.ts'
import { type LocalDate, parseLocalDate } from '../../nhs/local-time.ts'
import { type NhsNumber, parseNhsNumber } from '../../nhs/nhs-number.ts'
import { type OdsCode, parseOdsCode } from '../../nhs/ods-code.ts'
import type { BookOptions } from './book.ts'
import type { DoctorOptions } from './doctor.ts'
import { EXIT, type ExitCode, type Io } from './io.ts'
import { parseSlotHandle, type SlotHandle } from './slot-handle.ts'
import type { SlotsOptions } from './slots.ts'
import { UsageFault } from './usage-fault.ts'

const EXIT_CODES = `
Exit codes: 0 done, 1 refused or not possible, 2 wrong usage or configuration,
3 somebody did not answer (after "gpa book": it may be uncertain what became of it; read what is printed).`

/** Runs one command. Each command's own modules are loaded when it is called, so that the help comes at once. */
export async function runGpa(io: Io, args: readonly string[], addCommands?: (program: Command) => void): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done
  const program = new Command('gpa')
    .description('Book appointments in GP practices through the NHS Spine.')
    .configureOutput({ writeOut: (text) => io.print(text.trimEnd()), writeErr: (text) => io.printError(text.trimEnd()) })
    .exitOverride()
    .showHelpAfterError('(gpa COMMAND --help shows how)')
    .addHelpText('after', EXIT_CODES)
  addConsumerCommands(program, io, (code) => {
    exitCode = code
  })
  addCommands?.(program)

  try {
    await program.parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    if (!(error instanceof ConfigError) && !(error instanceof UsageFault)) throw error
    io.printError(error.message)
    return EXIT.usage
  }
}

function addConsumerCommands(program: Command, io: Io, exitWith: (code: ExitCode) => void): void {
  const command = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .option('--config <file>', 'settings (default: GPA_CONFIG, or ./data/gpa.json, which the sandbox writes)')
      .option('--json', 'print JSON')
      .addHelpText('after', EXIT_CODES)

  command('practices', 'show the practices of the federation, and whether each can be reached').action(async (options) => {
    const { practices } = await import('./practices.ts')
    exitWith(await practices(io, options))
  })

  command('slots', 'search free slots, in the whole federation or in the practices named')
    .argument('[practice...]', 'ODS codes', (code, earlier: OdsCode[] | undefined) => [...(earlier ?? []), odsCode(code)])
    .option('--from <date>', 'yyyy-mm-dd (default: today)', localDate)
    .option('--to <date>', 'yyyy-mm-dd, that day included (default: two weeks after --from)', localDate)
    .option('--channel <channel>', 'In-person, Telephone or Video')
    .option('--role <role>', "the practitioner's role: its code, or a part of its name")
    .option('--limit <number>', 'how many to show; 0 for all', wholeNumber, 20)
    .action(async (practices: OdsCode[] | undefined, options: SlotsOptions) => {
      const { slots } = await import('./slots.ts')
      exitWith(await slots(io, practices ?? [], options))
    })

  command('book', 'book a slot for a patient, registering them as temporary if the practice has no record')
    .argument('<nhs-number>', 'ten digits, blanks allowed', nhsNumber)
    .argument('<slot>', 'as "gpa slots" prints it', slotHandle)
    .requiredOption('--description <text>', 'what it is about, at most 100 characters; no clinical content')
    .option('--comment <text>', 'more, at most 500 characters; no clinical content')
    .option('--accept-differences', 'book although PDS and the practice differ about the patient, once that is cleared up')
    .option('--show-nhs-number', 'print the NHS number whole')
    .action(async (number: NhsNumber, slot: SlotHandle, options: BookOptions) => {
      const { book } = await import('./book.ts')
      exitWith(await book(io, { nhsNumber: number, slot }, options))
    })

  command('appointment', 'show an appointment as the practice has it')
    .argument('<practice>', 'ODS code', odsCode)
    .argument('<id>', 'as "gpa book" printed it')
    .action(async (practice: OdsCode, id: string, options) => {
      const { appointment } = await import('./appointment.ts')
      exitWith(await appointment(io, { practice, id }, options))
    })

  command('doctor', 'check the settings and all that they name, step by step, and say what is wrong')
    .option('--practice <code>', 'a practice to speak to (default: the first of the federation)', odsCode)
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('./doctor.ts')
      exitWith(await doctor(io, options))
    })
}

function nhsNumber(text: string): NhsNumber {
  const number = parseNhsNumber(text.replaceAll(/\s/g, ''))
  // What was typed is not repeated: it may be a number with one digit wrong.
  if (number === undefined) throw new UsageFault('This is no NHS number: it has ten digits, of which the last checks the others.')
  return number
}

function slotHandle(text: string): SlotHandle {
  const handle = parseSlotHandle(text)
  if (handle === undefined) throw new InvalidArgumentError('"gpa slots" prints slots like B86013/2026-03-02T09:10/k7f2q.')
  return handle
}

function odsCode(text: string): OdsCode {
  const code = parseOdsCode(text.toUpperCase())
  if (code === undefined) throw new InvalidArgumentError('An ODS code has 3 to 12 letters and digits, like B86013.')
  return code
}

function localDate(text: string): LocalDate {
  const date = parseLocalDate(text)
  if (date === undefined) throw new InvalidArgumentError('A date looks like 2026-03-02.')
  return date
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('A whole number, please.')
  return Number(text)
}
