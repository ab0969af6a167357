import { openPractice } from '../../consumer/index.ts'
import type { AppointmentReference } from './appointment-reference.ts'
import { appointmentFacts } from './appointment-text.ts'
import { practiceNamed } from './config.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'
import { paintsFor } from './layout.ts'
import { setUp } from './set-up.ts'
import { describeFailure } from './wording.ts'

/** One appointment as the practice has it now. */
export async function appointment(io: Io, of: AppointmentReference, options: { config?: string; json?: true }): Promise<ExitCode> {
  const { config, spine, asker } = await setUp(io, options.config)
  const outcome = await openPractice(spine, { practice: of.practice, ...asker }).readAppointment(of.id)

  if (options.json) io.print(JSON.stringify(outcome, undefined, 2))
  else if (outcome.kind !== 'read') io.printError(describeFailure(outcome).join('\n'))
  else io.print(appointmentFacts(outcome.appointment, { practiceName: practiceNamed(config, of.practice).name, paints: paintsFor(io) }))

  if (outcome.kind === 'read') return EXIT.done
  return outcome.kind === 'unavailable' ? EXIT.noAnswer : EXIT.refused
}
