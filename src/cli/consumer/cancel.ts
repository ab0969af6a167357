import { changeAppointment } from './appointment-change.ts'
import type { AppointmentReference } from './appointment-reference.ts'
import { mustBeConfirmable, textFor, type WriteOptions } from './confirm.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'

export type CancelOptions = WriteOptions & { reason?: string }

/** APT-10. */
export async function cancel(io: Io, of: AppointmentReference, options: CancelOptions): Promise<ExitCode> {
  mustBeConfirmable(io, options)
  const reason = await textFor(io, '--reason', options.reason, 'Why it is cancelled, without anything clinical')
  return changeAppointment(io, of, options, {
    title: 'To be cancelled:',
    question: 'Cancel this?',
    changes: () => [['Reason', reason]],
    carryOut: (session, seen) => session.cancel(seen, reason),
  })
}
