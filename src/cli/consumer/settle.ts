import {
  type BookingInDoubt,
  openPractice,
  type ReschedulingInDoubt,
  type ResumeRescheduleOutcome,
  resumeReschedule,
  type SettleOutcome,
} from '../../consumer/index.ts'
import type { WriteOptions } from './confirm.ts'
import { confirmed, mustBeConfirmable } from './confirm.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { bookingOf, inDoubtFiles, type KeptFile } from './in-doubt-files.ts'
import type { Io } from './io.ts'
import { paintsFor } from './layout.ts'
import { type SetUp, setUp } from './set-up.ts'
import { describeInDoubt, settledText } from './settle-text.ts'

export type SettleOptions = WriteOptions & { forget?: true }
export type Settled = SettleOutcome | ResumeRescheduleOutcome | { kind: 'not-ours'; advice: string } | { kind: 'declined'; advice: string }

/** What became of each booking that is in doubt. A rescheduling goes on: its old appointment is cancelled, which is asked for first. */
export async function settle(io: Io, options: SettleOptions): Promise<ExitCode> {
  const { config, spine, asker } = await setUp(io, options.config)
  const files = await inDoubtFiles(io, options.config)
  if (files.some(({ kind }) => kind === 'rescheduling')) mustBeConfirmable(io, options)
  const settled: { file: string; when?: string; practice?: string; outcome: Settled; isOver: boolean }[] = []
  for (const file of files) {
    const outcome = await settleOne(io, { config, spine, asker }, file, options)
    const isOver = isSettled(outcome) || (options.forget === true && outcome.kind === 'too-late-to-tell')
    if (isOver) await io.removeFile(file.path)
    const booking = file.inDoubt && bookingOf(file.inDoubt)
    settled.push({ file: file.path, ...(booking && { when: booking.start, practice: booking.practice }), outcome, isOver })
    if (!options.json) io.print(settledText(config, { file, outcome, isOver, paints: paintsFor(io) }))
  }

  if (options.json) io.print(JSON.stringify({ settled }, undefined, 2))
  else if (files.length === 0) io.print('Nothing is in doubt.')
  return settled.every(({ isOver }) => isOver) ? EXIT.done : EXIT.uncertain
}

async function settleOne(io: Io, setUp: SetUp, file: KeptFile, options: SettleOptions): Promise<Settled> {
  if (!file.inDoubt) return { kind: 'not-ours', advice: 'This file is not as this program wrote it. Look at it, and remove it.' }
  const booking = bookingOf(file.inDoubt)
  if (booking.organisation !== setUp.asker.organisation.odsCode) {
    return { kind: 'not-ours', advice: `It was booked for ${booking.organisation}: settle it with the settings of that organisation.` }
  }
  return file.kind === 'rescheduling' ? resume(io, setUp, file.inDoubt, options) : settleBooking(setUp, file.inDoubt)
}

function settleBooking({ spine, asker }: SetUp, inDoubt: BookingInDoubt | ReschedulingInDoubt): Promise<SettleOutcome> {
  const booking = bookingOf(inDoubt)
  return openPractice(spine, { practice: booking.practice, ...asker }).settle(booking)
}

async function resume(
  io: Io,
  { config, spine, asker }: SetUp,
  inDoubt: BookingInDoubt | ReschedulingInDoubt,
  options: SettleOptions,
): Promise<Settled> {
  if (!('booking' in inDoubt)) return settleBooking({ config, spine, asker }, inDoubt)
  const shown = describeInDoubt(config, inDoubt)
  const question = 'If the new one was booked, cancel the old one now?'
  if (!(await confirmed(io, options, { shown, question }))) return { kind: 'declined', advice: 'Left as it is.' }
  const sessions = {
    old: openPractice(spine, { practice: inDoubt.old.practice, ...asker }),
    new: openPractice(spine, { practice: inDoubt.booking.practice, ...asker }),
  }
  return resumeReschedule(sessions, inDoubt)
}

/** Nothing is left to find out. */
function isSettled({ kind }: Settled): boolean {
  return ['booked', 'not-booked', 'rescheduled', 'old-kept', 'new-cancelled', 'both-held'].includes(kind)
}
