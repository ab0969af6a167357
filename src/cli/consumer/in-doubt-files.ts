import { dirname, join } from 'node:path'
import { type BookingInDoubt, type ReschedulingInDoubt, readBookingInDoubt, readReschedulingInDoubt } from '../../consumer/index.ts'
import type { Io } from './io.ts'
import { chosenPath } from './set-up.ts'
import { UsageFault } from './usage-fault.ts'

/** What was under way when its answer was lost, or this program ended. */
export type InDoubt = { kind: 'booking'; inDoubt: BookingInDoubt } | { kind: 'rescheduling'; inDoubt: ReschedulingInDoubt }

/** What was about to be sent could not be kept, and so was not sent; what was kept before it had been sent. */
export class NotKept extends Error {
  override readonly name = 'NotKept'
}

/** A file for one booking: patient data, for its owner to read alone, and no longer there than it is needed. */
export type InDoubtFile = {
  path: string
  keepBooking: (inDoubt: BookingInDoubt) => Promise<void>
  keepRescheduling: (inDoubt: ReschedulingInDoubt) => Promise<void>
  /** What became of the booking is known by then, and told all the same where the file cannot be removed. */
  remove: () => Promise<void>
}

/**
 * Beside the settings, because only with these can it be settled: by the same organisation, through the same Spine. `GPA_STATE` names
 * another directory, for settings that lie where nothing can be written.
 */
function directoryFor(io: Pick<Io, 'environment'>, config: string | undefined): string {
  return io.environment.GPA_STATE ?? join(dirname(chosenPath(io, config)), 'in-doubt')
}

const ELSEWHERE = 'GPA_STATE names another directory for it.'

export function newInDoubtFile(io: Io, config: string | undefined): InDoubtFile {
  const path = join(directoryFor(io, config), `${io.newId()}.json`)
  let isBegun = false
  async function keep(what: InDoubt): Promise<void> {
    try {
      await io.writeFile(path, `${JSON.stringify(what, undefined, 2)}\n`, { isPrivate: true })
      isBegun = true
    } catch (error) {
      if (!(error instanceof UsageFault)) throw error
      const message = `Nothing was booked, because it could not be kept what was about to be sent: ${error.message} ${ELSEWHERE}`
      throw isBegun ? new NotKept(message) : new UsageFault(message)
    }
  }
  return {
    path,
    keepBooking: (inDoubt) => keep({ kind: 'booking', inDoubt }),
    keepRescheduling: (inDoubt) => keep({ kind: 'rescheduling', inDoubt }),
    remove: () =>
      io.removeFile(path).catch(() => io.printError(`${path} could not be removed, and nothing in it is in doubt any more: remove it.`)),
  }
}

/** Of a file that is none of ours, or was cut short, its path alone. */
export type KeptFile = { path: string } & (InDoubt | { kind?: undefined; inDoubt?: undefined })

/** Oldest first. */
export async function inDoubtFiles(io: Io, config: string | undefined): Promise<KeptFile[]> {
  const paths = (await io.listFiles(directoryFor(io, config))).filter((path) => path.endsWith('.json'))
  const files = await Promise.all(paths.map(async (path): Promise<KeptFile> => ({ path, ...read(await io.readFile(path)) })))
  const sentAt = ({ inDoubt }: KeptFile) => (inDoubt === undefined ? '' : bookingOf(inDoubt).sentAt)
  return files.sort((one, other) => sentAt(one).localeCompare(sentAt(other)))
}

export function bookingOf(inDoubt: BookingInDoubt | ReschedulingInDoubt): BookingInDoubt {
  return 'booking' in inDoubt ? inDoubt.booking : inDoubt
}

function read(text: string | undefined): InDoubt | undefined {
  const kept = parseJson(text ?? '')
  if (typeof kept !== 'object' || kept === null || !('kind' in kept) || !('inDoubt' in kept)) return undefined
  if (kept.kind === 'booking') {
    const inDoubt = readBookingInDoubt(kept.inDoubt)
    return inDoubt && { kind: 'booking', inDoubt }
  }
  const inDoubt = kept.kind === 'rescheduling' ? readReschedulingInDoubt(kept.inDoubt) : undefined
  return inDoubt && { kind: 'rescheduling', inDoubt }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
