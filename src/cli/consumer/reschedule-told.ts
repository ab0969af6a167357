import { type Appointment, type Offer, type RescheduleOutcome, suggestInstead } from '../../consumer/index.ts'
import { appointmentReference } from './appointment-reference.ts'
import type { ToBook } from './booking-preview.ts'
import { offerCalendarFile } from './calendar-file.ts'
import { commandLine } from './command-line.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { insteadText, notAskedText } from './instead-text.ts'
import type { Io } from './io.ts'
import { paintsFor } from './layout.ts'
import type { Meant, RescheduleOptions } from './reschedule.ts'
import { NOTHING_MOVED, rescheduledText } from './reschedule-text.ts'
import type { SetUp } from './set-up.ts'

export type Telling = {
  ready: SetUp
  meant: Meant
  options: RescheduleOptions & { reason: string }
  old: Appointment
  toBook: ToBook
  keptIn: string | undefined
}

export async function tellRescheduling(io: Io, outcome: RescheduleOutcome, telling: Telling): Promise<void> {
  const { options, toBook, keptIn } = telling
  const paints = paintsFor(io)
  if (options.json) io.print(toJson(outcome, telling))
  else {
    const text = rescheduledText(outcome, telling, paints)
    if (outcome.kind === 'rescheduled') io.print(text)
    else io.printError(text)
    if (keptIn !== undefined)
      io.printError(`What was sent is kept in ${keptIn}. Ask with: ${commandLine(['settle'], { config: options.config })}`)
    if (outcome.kind === 'old-kept' && outcome.because.kind === 'no-longer-free') await suggest(io, telling)
  }
  if (outcome.kind === 'rescheduled') await offerCalendarFile(io, options, outcome.booked.appointment, toBook)
}

async function suggest(io: Io, { ready, meant, options, toBook }: Telling): Promise<void> {
  const { config, spine, asker } = ready
  const deadlineMs = config.patience.federation * 1000
  const instead = await suggestInstead(spine, asker, toBook.offer, { federation: config.federation, deadlineMs, most: 5 })
  const texts = [insteadText(instead.offers, commandFor(meant, options), paintsFor(io)), notAskedText(instead)]
  io.printError(texts.filter((text) => text !== '').join('\n'))
}

export function tellNewSlotGone(io: Io, nearest: readonly Offer[], { meant, options }: Pick<Telling, 'meant' | 'options'>): ExitCode {
  const advice = 'The new slot is not free any more.'
  if (options.json)
    io.print(JSON.stringify({ kind: 'old-kept', because: { kind: 'no-longer-free', advice }, instead: nearest }, undefined, 2))
  else io.printError([`${NOTHING_MOVED} ${advice}`, insteadText(nearest, commandFor(meant, options), paintsFor(io))].join('\n'))
  return EXIT.refused
}

function commandFor({ old }: Meant, { config, reason, description, comment }: Telling['options']) {
  return (slot: string) => commandLine(['reschedule', '-', appointmentReference(old), slot], { reason, description, comment, config })
}

function toJson(outcome: RescheduleOutcome, { toBook, keptIn }: Telling): string {
  const { nhsNumber } = toBook
  const shown = (_: string, value: unknown) => (value === toBook.patient.nhsNumber ? nhsNumber : value)
  return JSON.stringify({ ...outcome, clashes: toBook.look.clashes, ...(keptIn !== undefined && { keptIn }) }, shown, 2)
}

export function rescheduleExitCode(outcome: RescheduleOutcome): ExitCode {
  if (outcome.kind === 'rescheduled') return EXIT.done
  if (outcome.kind !== 'old-kept' && outcome.kind !== 'old-not-as-seen') return EXIT.uncertain
  if (outcome.because.kind === 'registration-uncertain') return EXIT.uncertain
  return outcome.because.kind === 'unavailable' ? EXIT.noAnswer : EXIT.refused
}
