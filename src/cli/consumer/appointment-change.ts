import type { AmendOutcome, Appointment, CancelOutcome, PracticeSession } from '../../consumer/index.ts'
import { openPractice } from '../../consumer/index.ts'
import type { AppointmentReference } from './appointment-reference.ts'
import { appointmentFacts } from './appointment-text.ts'
import { offerCalendarFile } from './calendar-file.ts'
import { practiceNamed } from './config.ts'
import { confirmed, mustBeConfirmable, type WriteOptions } from './confirm.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'
import { facts, type Paints, paintsFor } from './layout.ts'
import { setUp } from './set-up.ts'
import { tellStopped } from './told-stopped.ts'
import { describeFailure } from './wording.ts'

export type Outcome = AmendOutcome | CancelOutcome

export type Change = {
  title: string
  question: string
  /** What it will be, beside what it is. */
  changes: (seen: Appointment) => readonly (readonly [name: string, value: string])[]
  carryOut: (session: PracticeSession, seen: Appointment) => Promise<Outcome>
}

const NOTHING = 'Nothing was changed.'

/** Reads it, shows what it is and what will be changed, and changes it if it is still as it was shown (CON-08). */
export async function changeAppointment(io: Io, of: AppointmentReference, options: WriteOptions, change: Change): Promise<ExitCode> {
  mustBeConfirmable(io, options)
  const { config, spine, asker } = await setUp(io, options.config)
  const session = openPractice(spine, { practice: of.practice, ...asker })
  const read = await session.readAppointment(of.id)
  if (read.kind !== 'read') return tellStopped(io, read, options, NOTHING)

  const seen = read.appointment
  const paints = paintsFor(io)
  const practiceName = practiceNamed(config, of.practice).name
  const shown = [
    paints.strong(change.title),
    '',
    appointmentFacts(seen, { practiceName, paints }),
    '',
    facts(change.changes(seen), paints),
  ].join('\n')
  if (!(await confirmed(io, options, { shown, question: change.question }))) return EXIT.refused

  const outcome = await change.carryOut(session, seen)
  if (options.json) io.print(JSON.stringify(outcome, undefined, 2))
  else tell(io, outcome, { practiceName, paints })
  if (isDone(outcome)) await offerCalendarFile(io, options, outcome.appointment, { practiceName })
  return exitCodeFor(outcome)
}

type Shown = { practiceName: string; paints: Paints }

function tell(io: Io, outcome: Outcome, { practiceName, paints }: Shown): void {
  if (isDone(outcome)) {
    const traceId = 'traceId' in outcome ? outcome.traceId : undefined
    const first = { amended: 'Amended.', cancelled: 'Cancelled.', 'already-cancelled': 'It had been cancelled before.' }[outcome.kind]
    io.print([paints.good(first), '', appointmentFacts(outcome.appointment, { practiceName, traceId, paints })].join('\n'))
  } else io.printError(changeFailedText(outcome, { practiceName, paints }))
}

function isDone(outcome: Outcome) {
  return outcome.kind === 'amended' || outcome.kind === 'cancelled' || outcome.kind === 'already-cancelled'
}

type ChangeFailed = Exclude<Outcome, { kind: 'amended' | 'cancelled' | 'already-cancelled' }>

/** Of a change that was not made, or not for certain. */
export function changeFailedText(outcome: ChangeFailed, { practiceName, paints }: Shown): string {
  const text = (appointment: Appointment) => appointmentFacts(appointment, { practiceName, paints })
  switch (outcome.kind) {
    case 'changed-meanwhile':
      return [
        paints.bad(`${NOTHING} ${outcome.advice}`),
        ...['', 'As you saw it:', text(outcome.seen)],
        ...['', 'As the practice has it now:', text(outcome.now)],
        ...['', 'If it is still wanted, run the same command again.'],
      ].join('\n')
    case 'not-changeable':
      return [paints.bad(`${NOTHING} ${outcome.advice}`), '', text(outcome.appointment)].join('\n')
    case 'cannot-tell-yet': {
      const because = outcome.because ? describeFailure(outcome.because).slice(0, 1) : []
      const trace = outcome.traceId === undefined ? [] : [`Trace id: ${outcome.traceId}`]
      return [paints.bad('The answer was lost.'), ...because, outcome.advice, ...trace].join('\n')
    }
    default:
      return [NOTHING, ...describeFailure(outcome)].join('\n')
  }
}

function exitCodeFor(outcome: Outcome): ExitCode {
  if (isDone(outcome)) return EXIT.done
  if (outcome.kind === 'cannot-tell-yet') return EXIT.uncertain
  return outcome.kind === 'unavailable' ? EXIT.noAnswer : EXIT.refused
}
