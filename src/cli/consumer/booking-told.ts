import type { BookOrSuggestOutcome, BookOutcome, Offer } from '../../consumer/index.ts'
import type { BookOptions } from './book.ts'
import { type ToBook, warningsText } from './booking-preview.ts'
import { bookingText } from './booking-text.ts'
import { offerCalendarFile } from './calendar-file.ts'
import { commandLine } from './command-line.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { InDoubtFile } from './in-doubt-files.ts'
import { insteadText, notAskedText } from './instead-text.ts'
import type { Io } from './io.ts'
import { paintsFor } from './layout.ts'

/** What was typed, with the description it has by now. */
export type Wanted = BookOptions & { description: string }

type Told = ToBook & { file: InDoubtFile; wanted: Wanted }

export async function tellBooking(io: Io, outcome: BookOrSuggestOutcome, told: Told): Promise<void> {
  const { wanted, look, file } = told
  const paints = paintsFor(io)
  if (wanted.json) io.print(toJson(outcome, told))
  else {
    // Who was asked has seen them.
    const warnings = wanted.yes ? warningsText({ ...look, differences: [] }, paints) : ''
    if (warnings !== '') io.printError(warnings)
    const text = bookingText(outcome, { ...told, paints })
    if (outcome.kind === 'booked') io.print(text)
    else io.printError(text)
    if (outcome.kind === 'uncertain') io.printError(`What was sent is kept in ${file.path}. Ask with: ${settleCommand(wanted)}`)
    if (outcome.kind === 'no-longer-free') {
      const { instead } = outcome
      const texts = [insteadText(instead.offers, (slot) => bookCommand(slot, wanted), paints), notAskedText(instead)]
      io.printError(texts.filter((one) => one !== '').join('\n'))
    }
  }
  if (outcome.kind === 'booked') await offerCalendarFile(io, wanted, outcome.appointment, told)
}

export function tellSlotGone(io: Io, nearest: readonly Offer[], wanted: Wanted): ExitCode {
  const advice = 'This slot is not free any more.'
  if (wanted.json) {
    io.print(JSON.stringify({ kind: 'no-longer-free', advice, instead: { offers: nearest } }, undefined, 2))
  } else {
    const instead = insteadText(nearest, (slot) => bookCommand(slot, wanted), paintsFor(io))
    io.printError([`Nothing was booked. ${advice}`, instead || 'Search again with other dates: gpa slots --from DATE'].join('\n'))
  }
  return EXIT.refused
}

/** With "-" for the NHS number, which is then asked for: it is not repeated on a screen. */
function bookCommand(slot: string, { config, description, comment }: Wanted): string {
  return commandLine(['book', '-', slot], { description, comment, config })
}

function settleCommand({ config }: Wanted): string {
  return commandLine(['settle'], { config })
}

function toJson(outcome: BookOrSuggestOutcome, { nhsNumber, look, file }: Told): string {
  const patient = outcome.patient && { ...outcome.patient, nhsNumber }
  const { clashes } = look
  const kept = outcome.kind === 'uncertain' ? { keptIn: file.path } : {}
  const { booking: _, ...told } = 'booking' in outcome ? outcome : { ...outcome, booking: undefined }
  return JSON.stringify({ ...told, ...(patient && { patient }), clashes, ...kept }, undefined, 2)
}

export function bookingExitCode({ kind }: BookOutcome): ExitCode {
  if (kind === 'booked') return EXIT.done
  if (kind === 'uncertain' || kind === 'registration-uncertain') return EXIT.uncertain
  return kind === 'unavailable' ? EXIT.noAnswer : EXIT.refused
}
