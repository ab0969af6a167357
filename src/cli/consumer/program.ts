import { Command, CommanderError } from 'commander'
import { ConfigError } from '../../nhs/config-error.ts'
import { addAppointmentCommands } from './appointment-commands.ts'
import { addBookingCommands } from './booking-commands.ts'
import { EXIT, EXIT_CODES, type ExitCode } from './exit-codes.ts'
import { addFederationCommands } from './federations.ts'
import type { Io } from './io.ts'
import { addMachineCommands } from './machine-commands.ts'
import { addSearchCommands } from './search-commands.ts'
import { UsageFault } from './usage-fault.ts'

const EXAMPLES = `
Examples:
  gpa slots B86013 --channel Telephone
  gpa book - B86013/2026-03-02T09:10/k7f2q --description "Sore throat"
  gpa appointments -
  gpa cancel B86013/1110cf2d-c40e-4cc6-8aa6-82744b58d667 --reason "Feels better"
  gpa COMMAND --help`

/** What a command is made with: how it begins, and where its exit code goes. */
export type Registration = {
  io: Io
  /** The whole of it, for whoever describes the commands. */
  program: Command
  /** With the options that every command has, and its examples. */
  command: (name: string, description: string, help: string) => Command
  exitWith: (code: ExitCode) => void
}

const CONSUMER_COMMANDS = new Set([
  ...['practices', 'slots', 'book', 'settle', 'register', 'appointments', 'appointment', 'amend', 'cancel', 'reschedule', 'ics'],
  ...['federations', 'doctor'],
])

/** Of these, nothing of what operators use has to be there. */
export function isConsumerCommand(name: string | undefined): boolean {
  return CONSUMER_COMMANDS.has(name ?? '')
}

/** Runs one command. Each command's own modules are loaded when it is called, so that the help comes at once. */
export async function runGpa(io: Io, args: readonly string[], addCommands?: (program: Command) => void): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done
  const program = gpaProgram(io, (code) => {
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

/** The consumer's half: all its commands, none of which has run. */
export function gpaProgram(io: Io, exitWith: (code: ExitCode) => void): Command {
  const program = new Command('gpa')
    .description('Book appointments in GP practices through the NHS Spine.')
    .configureOutput({ writeOut: (text) => io.print(text.trimEnd()), writeErr: (text) => io.printError(withoutNumbers(text.trimEnd())) })
    .exitOverride()
    .showHelpAfterError('(gpa COMMAND --help shows how)')
    .addHelpText('after', `${EXAMPLES}\n${EXIT_CODES}`)
  const command: Registration['command'] = (name, description, help) =>
    program
      .command(name)
      .description(description)
      .option('--config <file>', 'settings (default: GPA_CONFIG, or ./data/gpa.json, which the sandbox writes)')
      .addHelpText('after', `${help}\n${EXIT_CODES}`)

  const registration = { io, program, command, exitWith }
  addSearchCommands(registration)
  addBookingCommands(registration)
  addAppointmentCommands(registration)
  addFederationCommands(registration)
  addMachineCommands(registration)
  return program
}

/** What was typed in the wrong place is repeated by an error, and may be an NHS number. */
function withoutNumbers(text: string): string {
  return text.replaceAll(/\d(?:[ -]?\d){9,}/g, '••••••••••')
}
