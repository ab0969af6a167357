import type { Appointment, RescheduleOutcome } from '../../consumer/index.ts'
import { changeFailedText } from './appointment-change.ts'
import { appointmentReference } from './appointment-reference.ts'
import { appointmentFacts } from './appointment-text.ts'
import { bookingPreview, type ToBook } from './booking-preview.ts'
import { bookingText } from './booking-text.ts'
import { commandLine } from './command-line.ts'
import type { Paints } from './layout.ts'
import { shortWhen } from './wording.ts'

export const NOTHING_MOVED = 'Nothing was changed: the old appointment stands.'

type Moving = { old: Appointment; oldPracticeName: string; reason: string; toBook: ToBook }

export function reschedulingPreview({ old, oldPracticeName, reason, toBook }: Moving, paints: Paints): string {
  return [
    bookingPreview(toBook, paints),
    '',
    paints.strong(`To be cancelled once that is certain, because "${reason}":`),
    '',
    appointmentFacts(old, { practiceName: oldPracticeName, paints }),
  ].join('\n')
}

type Told = { old: Appointment; options: { reason: string; config?: string }; toBook: ToBook }

/** Which of the two appointments the patient has, first of all. */
export function rescheduledText(outcome: RescheduleOutcome, { old, options, toBook }: Told, paints: Paints): string {
  const booking = (of: Parameters<typeof bookingText>[0]) => bookingText(of, { ...toBook, paints })
  const changing = { practiceName: toBook.practiceName, paints }
  const cancelCommand = commandLine(['cancel', appointmentReference(old)], { reason: options.reason, config: options.config })
  switch (outcome.kind) {
    case 'rescheduled':
      return [`Moved: the old appointment, ${shortWhen(old)}, is cancelled.`, '', booking(outcome.booked)].join('\n')
    case 'old-kept':
      return ['The old appointment stands.', booking(outcome.because)].join('\n')
    case 'old-not-as-seen':
      return changeFailedText(outcome.because, changing)
    case 'new-cancelled':
      return [paints.bad(outcome.advice), '', booking(outcome.booked)].join('\n')
    case 'new-uncertain':
      return [paints.bad(outcome.advice), booking(outcome.because)].join('\n')
    case 'both-held':
      return [
        paints.bad(outcome.advice),
        changeFailedText(outcome.because, changing),
        '',
        booking(outcome.booked),
        '',
        `  ${cancelCommand}`,
      ].join('\n')
    case 'old-uncertain':
      return [paints.bad(outcome.advice), '', booking(outcome.booked), '', `  ${cancelCommand}`].join('\n')
  }
}
