import type { BookingInDoubt, OdsCode, ReschedulingInDoubt } from '../../consumer/index.ts'
import type { Database } from '../../postgres/database.ts'
import type { Sealing } from '../sealing.ts'
import {
  deleteOldWork,
  findRecentWork,
  findWorkItem,
  insertWorkItem,
  updateWorkItem,
  type WorkKind,
  type WorkOwner,
  type WorkRow,
  type WorkState,
} from './store/work-items.ts'

/** What was asked for of an appointment. */
export type ChangeWanted = { kind: 'amend'; texts: { description: string; comment: string } } | { kind: 'cancel'; reason: string }

/** What the user is shown of it, and what the SDK needs to find out what became of it. */
export type WorkContent = {
  patient: { name: string; nhsNumber: string }
  practice: { odsCode: OdsCode; name: string }
  /** In the user's words: `Blood pressure check, 09:10 on 2 March`. */
  summary: string
  /** As the SDK gave it to `keep`, for `settle` or `resumeReschedule`. Gone once it is known. */
  inDoubt?: BookingInDoubt | ReschedulingInDoubt
  /** Of a change, and upon which version; it was sent for the last time when the item was last changed. */
  change?: { wanted: ChangeWanted; version: string | undefined }
  /** Of a booking, once it is done; of a change, from the beginning. */
  appointmentId?: string
  /** A change of texts was not found, and others have been made since: it may have been there between. */
  isOvertaken?: boolean
  /** It was too late to find out: only the practice could say. */
  isNeverKnown?: true
}

export type WorkItem = {
  id: string
  kind: WorkKind
  state: WorkState
  version: number
  startedAt: Date
  changedAt: Date
  content: WorkContent
}

export type Work = {
  /** Before anything is sent. */
  begin: (owner: WorkOwner, kind: WorkKind, content: WorkContent) => Promise<WorkItem>
  /** The item as it is now, or undefined where another tab or process was quicker: then nothing was changed. */
  change: (item: WorkItem, to: { state: WorkState; content: WorkContent }) => Promise<WorkItem | undefined>
  find: (id: string, owner: WorkOwner) => Promise<WorkItem | undefined>
  /** Unfinished first, however old; then what was done since. */
  recent: (owner: WorkOwner, since: Date) => Promise<WorkItem[]>
}

/** After it is known what became of it. */
export const DAYS_KEPT = 7
/** Of what was never found out: its appointment's day is long over, and only the practice could say. */
export const DAYS_KEPT_OPEN = 365

const daysBefore = (at: Date, days: number) => new Date(at.getTime() - days * 86_400_000)

export function createWork({ db, now, newId, sealing }: { db: Database; now: () => Date; newId: () => string; sealing: Sealing }): Work {
  const place = (id: string) => `work ${id}`
  const seal = (id: string, content: WorkContent) => sealing.seal(JSON.stringify(content), place(id))
  // What was sealed by a key that is gone cannot be shown, let alone resumed.
  const opened = ({ sealed, ...row }: WorkRow): WorkItem[] => {
    const content = sealing.open(sealed, place(row.id))
    return content === undefined ? [] : [{ ...row, content: JSON.parse(content) as WorkContent }]
  }

  return {
    async begin(owner, kind, content) {
      const id = newId()
      const at = now()
      await deleteOldWork(db, { known: daysBefore(at, DAYS_KEPT), open: daysBefore(at, DAYS_KEPT_OPEN) })
      await insertWorkItem(db, { id, owner, kind, now: at, sealed: seal(id, content) })
      return { id, kind, state: 'open', version: 1, startedAt: at, changedAt: at, content }
    },

    async change(item, { state, content }) {
      const at = now()
      const version = await updateWorkItem(db, { id: item.id, version: item.version, state, now: at, sealed: seal(item.id, content) })
      return version === undefined ? undefined : { ...item, state, version, changedAt: at, content }
    },

    async find(id, owner) {
      const row = await findWorkItem(db, id, owner)
      return row && opened(row)[0]
    },

    recent: async (owner, since) => (await findRecentWork(db, owner, since)).flatMap(opened),
  }
}
