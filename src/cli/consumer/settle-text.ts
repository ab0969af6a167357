import type { Appointment, BookingInDoubt, ReschedulingInDoubt } from '../../consumer/index.ts'
import { appointmentReference } from './appointment-reference.ts'
import { appointmentFacts } from './appointment-text.ts'
import { type Config, practiceNamed } from './config.ts'
import { bookingOf, type KeptFile } from './in-doubt-files.ts'
import type { Paints } from './layout.ts'
import type { Settled } from './settle.ts'
import { clockOf, describeFailure, shortWhen } from './wording.ts'

/** Without the patient, whom the file knows by the practice's own id alone. */
export function describeInDoubt(config: Config, inDoubt: BookingInDoubt | ReschedulingInDoubt): string {
  const booking = bookingOf(inDoubt)
  const booked = `${shortWhen(booking)} at ${practiceNamed(config, booking.practice).name}, sent ${clockOf(booking.sentAt)}`
  return 'booking' in inDoubt ? `${booked}, instead of ${appointmentReference(inDoubt.old)}` : booked
}

const HEADLINES = {
  booked: 'booked',
  'not-booked': 'not booked',
  'cannot-tell-yet': 'not known yet',
  'too-late-to-tell': 'too late to tell from here',
  'not-ours': 'cannot be settled here',
  declined: 'left as it is',
  rescheduled: 'moved: the new one is booked, the old one cancelled',
  'old-kept': 'not moved: the old one stands, the new one was not booked',
  'new-cancelled': 'somebody has cancelled the new one',
  'new-uncertain': 'not known yet whether the new one was booked; the old one stands',
  'both-held': 'both are held',
  'old-uncertain': 'the new one is booked; not known whether the old one was cancelled',
} as const satisfies Record<Settled['kind'], string>

const GOOD: readonly string[] = ['booked', 'rescheduled', 'not-booked', 'old-kept']

type Told = { file: KeptFile; outcome: Settled; isOver: boolean; paints: Paints }

export function settledText(config: Config, { file, outcome, isOver, paints }: Told): string {
  const paint = GOOD.includes(outcome.kind) ? paints.good : paints.bad
  const what = file.inDoubt ? describeInDoubt(config, file.inDoubt) : file.path
  const appointment = bookedIn(outcome)
  return [
    `${what}: ${paint(HEADLINES[outcome.kind])}`,
    ...('advice' in outcome ? [outcome.advice] : []),
    ...becauseOf(outcome),
    ...('askAgainAt' in outcome ? [`Ask again from ${clockOf(outcome.askAgainAt.toISOString())}: gpa settle`] : []),
    ...(outcome.kind === 'too-late-to-tell' && !isOver ? ['To have it listed no more: gpa settle --forget'] : []),
    ...(appointment ? ['', appointmentFacts(appointment, factsFor(config, appointment, paints))] : []),
    ...(isOver ? [] : [paints.faint(`Kept in ${file.path}`)]),
    '',
  ].join('\n')
}

function factsFor(config: Config, { practice }: Appointment, paints: Paints) {
  return { practiceName: practiceNamed(config, practice).name, paints }
}

function bookedIn(outcome: Settled): Appointment | undefined {
  if (outcome.kind === 'booked') return outcome.appointment
  return 'booked' in outcome ? outcome.booked : undefined
}

/** What came in the way, where something did. */
function becauseOf(outcome: Settled): string[] {
  if (!('because' in outcome) || outcome.because === undefined) return []
  const { because } = outcome
  if (because === 'changed-meanwhile') return ['Somebody has changed the old one since.']
  if ('step' in because) return describeFailure(because)
  return 'advice' in because ? [because.advice] : []
}
