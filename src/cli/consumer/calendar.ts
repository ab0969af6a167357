import { openPractice } from '../../consumer/index.ts'
import type { AppointmentReference } from './appointment-reference.ts'
import { writeCalendarFile } from './calendar-file.ts'
import { practiceNamed } from './config.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'
import { setUp } from './set-up.ts'
import { tellStopped } from './told-stopped.ts'

/** The calendar file of an appointment as the practice has it now, a cancelled one too. */
export async function calendar(io: Io, of: AppointmentReference, options: { config?: string; out: string }): Promise<ExitCode> {
  const { config, spine, asker } = await setUp(io, options.config)
  const outcome = await openPractice(spine, { practice: of.practice, ...asker }).readAppointment(of.id)
  if (outcome.kind !== 'read') return tellStopped(io, outcome, {}, 'There is nothing to put into a calendar.')

  await writeCalendarFile(io, options.out, outcome.appointment, { practiceName: practiceNamed(config, of.practice).name })
  return EXIT.done
}
