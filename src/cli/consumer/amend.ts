import { changeAppointment } from './appointment-change.ts'
import type { AppointmentReference } from './appointment-reference.ts'
import type { WriteOptions } from './confirm.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'
import { UsageFault } from './usage-fault.ts'

export type AmendOptions = WriteOptions & { description?: string; comment?: string }

/** APT-09. */
export async function amend(io: Io, of: AppointmentReference, options: AmendOptions): Promise<ExitCode> {
  const { description, comment } = options
  if (description === undefined && comment === undefined) {
    throw new UsageFault('Nothing to amend: give --description or --comment, or both. An empty comment takes the comment away.')
  }
  const amendment = { ...(description !== undefined && { description }), ...(comment !== undefined && { comment }) }
  return changeAppointment(io, of, options, {
    title: 'To be amended:',
    question: 'Amend this?',
    changes: () => [
      ...(description === undefined ? [] : [['New description', description] as const]),
      ...(comment === undefined ? [] : [['New comment', comment.trim() || '(none)'] as const]),
    ],
    carryOut: (session, seen) => session.amend(seen, amendment),
  })
}
