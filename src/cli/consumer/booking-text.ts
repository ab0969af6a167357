import type { BookOutcome, Demographics, Offer } from '../../consumer/index.ts'
import { appointmentFacts } from './appointment-text.ts'
import { differencesText, patientText } from './booking-preview.ts'
import type { Paints } from './layout.ts'
import { describeFailure, longWhen } from './wording.ts'

type Told = { patient: Demographics; nhsNumber: string; offer: Offer; practiceName: string; paints: Paints }

/** What became of a booking, for the person who has to tell the caller. */
export function bookingText(outcome: BookOutcome, told: Told): string {
  const { offer, paints } = told
  const registered = outcome.registeredNow ? [registeredText(told)] : []
  switch (outcome.kind) {
    case 'booked': {
      const { traceId } = outcome
      const about = { ...told, patient: patientText(told.patient, told.nhsNumber), service: offer.service?.name, traceId }
      const differences = outcome.differences.length > 0 ? ['', differencesText(outcome.differences, paints)] : []
      return [
        paints.good('Booked.'),
        '',
        appointmentFacts(outcome.appointment, about),
        ...registered.flatMap((text) => ['', text]),
        ...differences,
      ].join('\n')
    }
    case 'no-longer-free':
      return [
        paints.bad(`Nothing was booked: ${longWhen(offer)} has just been taken.`),
        outcome.advice,
        ...traceText(outcome),
        ...registered,
      ].join('\n')
    case 'demographics-differ':
      return [
        paints.bad('Nothing was booked yet: PDS and the practice disagree about this patient.'),
        differencesText(outcome.differences, paints),
        'Clear this up with the caller. If it is the right patient, run the same command again with --accept-differences.',
        ...registered,
      ].join('\n')
    case 'uncertain': {
      const because = outcome.because ? describeFailure(outcome.because).slice(0, 1) : []
      return [paints.bad('The answer to the booking was lost.'), ...because, outcome.advice, ...traceText(outcome), ...registered].join(
        '\n',
      )
    }
    case 'registration-uncertain':
      return [
        paints.bad('Nothing was booked.'),
        ...describeFailure(outcome.because).slice(0, 1),
        outcome.advice,
        ...traceText(outcome),
      ].join('\n')
    default:
      return [paints.bad('Nothing was booked.'), ...describeFailure(outcome), ...registered].join('\n')
  }
}

function registeredText({ practiceName }: Told): string {
  return `The patient had no record at ${practiceName} and was registered there as a temporary patient.`
}

function traceText({ traceId }: { traceId: string | undefined }): string[] {
  return traceId === undefined ? [] : [`Trace id: ${traceId}`]
}
