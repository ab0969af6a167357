import type { OdsCode } from '../../nhs/ods-code.ts'
import { odsCode, slotHandle } from './arguments.ts'
import type { BookOptions } from './book.ts'
import { NHS_NUMBER_HELP, NHS_NUMBER_NOTE, nhsNumberFrom } from './nhs-number-typed.ts'
import type { Registration } from './program.ts'
import type { RegisterOptions } from './register.ts'
import type { RescheduleOptions } from './reschedule.ts'
import type { SettleOptions } from './settle.ts'
import type { SlotHandle } from './slot-handle.ts'
import { addPatientOptions, addWriteOptions, CALENDAR_OPTION } from './write-options.ts'

const SLOT = 'as "gpa slots" prints it'

const BOOK_HELP = `
Examples:
  gpa book - B86013/2026-03-02T09:10/k7f2q --description "Sore throat"
  gpa book - B86013/2026-03-02T09:10/k7f2q --description "Sore throat" --yes --json < nhs-number.txt
  gpa book - B86013/2026-03-02T09:10/k7f2q --description "Sore throat" --ics appointment.ics

Shows all that will be sent, and what else the patient has on that day, and asks. Where the answer to the booking is lost, what was
sent is kept in a file beside the settings (or in the directory that GPA_STATE names), and "gpa settle" finds out what became of it.
${NHS_NUMBER_NOTE}`

const RESCHEDULE_HELP = `
Example:
  gpa reschedule - B86013/1110cf2d-c40e-4cc6-8aa6-82744b58d667 B86013/2026-03-04T10:20/092hp --reason "Works on Mondays"

Books the new one first, at the same practice or at another, and cancels the old one only once that is certain.
Whatever happens, what is printed begins with which of the two the patient has.
${NHS_NUMBER_NOTE}`

const SETTLE_HELP = `
Examples:
  gpa settle
  gpa settle --yes                   also where an appointment was being moved: cancels the old one if the new one was booked
  gpa settle --forget                lists those no more of which nothing can be found out any more

Asks the practice for the patient's appointments; no booking is sent. For certain it is known five minutes after the booking.`

/** All that makes appointments, and patients' records. */
export function addBookingCommands(registration: Registration): void {
  addBook(registration)
  addReschedule(registration)
  const { io, command, exitWith } = registration

  const settle = command('settle', 'find out what became of bookings whose answer was lost', SETTLE_HELP)
  addWriteOptions(settle)
    .option('--forget', 'remove what is too late to find out')
    .action(async (options: SettleOptions) => {
      const { settle } = await import('./settle.ts')
      exitWith(await settle(io, options))
    })

  const register = command(
    'register',
    'register a patient at a practice as temporary, without a booking',
    `\nExample:\n  gpa register - B86013\n\n"gpa book" does this by itself where it is needed.\n${NHS_NUMBER_NOTE}`,
  )
  addWriteOptions(register)
    .argument('<nhs-number>', NHS_NUMBER_HELP)
    .argument('<practice>', 'ODS code', odsCode)
    .option('--show-nhs-number', 'print the NHS number whole')
    .action(async (typed: string, practice: OdsCode, options: RegisterOptions) => {
      const nhsNumber = await nhsNumberFrom(io, typed)
      const { register } = await import('./register.ts')
      exitWith(await register(io, { nhsNumber, practice }, options))
    })
}

function addBook({ io, command, exitWith }: Registration): void {
  const book = command('book', 'book a slot for a patient, registering them as temporary if the practice has no record', BOOK_HELP)
  addPatientOptions(addWriteOptions(book))
    .argument('<nhs-number>', NHS_NUMBER_HELP)
    .argument('<slot>', SLOT, slotHandle)
    .option('--description <text>', 'what it is about, at most 100 characters; no clinical content')
    .option('--comment <text>', 'more, at most 500 characters; no clinical content')
    .option(...CALENDAR_OPTION)
    .action(async (typed: string, slot: SlotHandle, options: BookOptions) => {
      const nhsNumber = await nhsNumberFrom(io, typed)
      const { book } = await import('./book.ts')
      exitWith(await book(io, { nhsNumber, slot }, options))
    })
}

function addReschedule({ io, command, exitWith }: Registration): void {
  const reschedule = command('reschedule', 'move an appointment to another slot', RESCHEDULE_HELP)
  addPatientOptions(addWriteOptions(reschedule))
    .argument('<nhs-number>', NHS_NUMBER_HELP)
    .argument('<appointment>', 'the old one, PRACTICE/ID')
    .argument('<slot>', `the new one, ${SLOT}`, slotHandle)
    .option('--reason <text>', 'why the old one is cancelled; no clinical content')
    .option('--description <text>', "of the new one (default: the old one's)")
    .option('--comment <text>', "of the new one (default: the old one's)")
    .option(...CALENDAR_OPTION)
    .action(async (typed: string, named: string, slot: SlotHandle, options: RescheduleOptions) => {
      const { appointmentNamed } = await import('./appointment-reference.ts')
      const old = appointmentNamed([named])
      const nhsNumber = await nhsNumberFrom(io, typed)
      const { reschedule } = await import('./reschedule.ts')
      exitWith(await reschedule(io, { nhsNumber, old, slot }, options))
    })
}
