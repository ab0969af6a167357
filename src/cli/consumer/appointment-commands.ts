import type { OdsCode } from '../../nhs/ods-code.ts'
import type { AmendOptions } from './amend.ts'
import { appointmentNamed } from './appointment-reference.ts'
import type { AppointmentsOptions } from './appointments.ts'
import { localDate, odsCodes } from './arguments.ts'
import type { CancelOptions } from './cancel.ts'
import { NHS_NUMBER_HELP, NHS_NUMBER_NOTE, nhsNumberFrom } from './nhs-number-typed.ts'
import type { Registration } from './program.ts'
import { addWriteOptions, CALENDAR_OPTION } from './write-options.ts'

const ID = '1110cf2d-c40e-4cc6-8aa6-82744b58d667'
const APPOINTMENT = ['<appointment...>', 'PRACTICE/ID, as it is printed, or practice and id apart'] as const

const LIST_HELP = `
Examples:
  gpa appointments -                               at every practice of the federation
  gpa appointments - B86013 --from 2026-03-02 --to 2026-03-06

From today on: practices list none before.
${NHS_NUMBER_NOTE}`

/** All that looks at appointments and changes them. */
export function addAppointmentCommands(registration: Registration): void {
  addLooking(registration)
  addChanging(registration)
}

function addLooking({ io, command, exitWith }: Registration): void {
  command('appointments', 'list what a patient has, from today on', LIST_HELP)
    .argument('<nhs-number>', NHS_NUMBER_HELP)
    .argument('[practice...]', 'ODS codes (default: the whole federation)', odsCodes)
    .option('--federation <name>', 'the practices of a saved federation')
    .option('--from <date>', 'yyyy-mm-dd (default: today)', localDate)
    .option('--to <date>', 'yyyy-mm-dd, that day included', localDate)
    .option('--show-nhs-number', 'print the NHS number whole')
    .option('--json', 'print JSON')
    .action(async (typed: string, practices: OdsCode[] | undefined, options: AppointmentsOptions) => {
      const nhsNumber = await nhsNumberFrom(io, typed)
      const { appointments } = await import('./appointments.ts')
      exitWith(await appointments(io, { nhsNumber, practices: practices ?? [] }, options))
    })

  command('appointment', 'show an appointment as the practice has it', `\nExample:\n  gpa appointment B86013/${ID}`)
    .argument(...APPOINTMENT)
    .option('--json', 'print JSON')
    .action(async (words: string[], options) => {
      const { appointment } = await import('./appointment.ts')
      exitWith(await appointment(io, appointmentNamed(words), options))
    })

  command('ics', 'write a calendar file of an appointment', `\nExample:\n  gpa ics B86013/${ID} --out appointment.ics\n${ICS_NOTE}`)
    .argument(...APPOINTMENT)
    .option('--out <file>', 'where to; "-" prints it', '-')
    .action(async (words: string[], options: { config?: string; out: string }) => {
      const { calendar } = await import('./calendar.ts')
      exitWith(await calendar(io, appointmentNamed(words), options))
    })
}

const ICS_NOTE = `
Nothing in it says who the patient is, nor what they come for. Once the appointment is changed or cancelled, a file made anew
replaces the earlier one in a calendar.`

const CHANGE_NOTE = `
Shows it and asks. If somebody has changed it in the meantime, nothing is changed, and both versions are shown.`

function addChanging({ io, command, exitWith }: Registration): void {
  const amendHelp = `\nExample:\n  gpa amend B86013/${ID} --comment "Needs an interpreter"\n${CHANGE_NOTE}`
  addWriteOptions(command('amend', 'change the description or comment of an appointment', amendHelp))
    .argument(...APPOINTMENT)
    .option('--description <text>', 'at most 100 characters; no clinical content')
    .option('--comment <text>', 'at most 500 characters; no clinical content; "" takes it away')
    .option(...CALENDAR_OPTION)
    .action(async (words: string[], options: AmendOptions) => {
      const { amend } = await import('./amend.ts')
      exitWith(await amend(io, appointmentNamed(words), options))
    })

  const cancelHelp = `\nExample:\n  gpa cancel B86013/${ID} --reason "Feels better"\n${CHANGE_NOTE}`
  addWriteOptions(command('cancel', 'cancel an appointment', cancelHelp))
    .argument(...APPOINTMENT)
    .option('--reason <text>', 'why, for whoever reads the appointment; no clinical content')
    .option(...CALENDAR_OPTION)
    .action(async (words: string[], options: CancelOptions) => {
      const { cancel } = await import('./cancel.ts')
      exitWith(await cancel(io, appointmentNamed(words), options))
    })
}
