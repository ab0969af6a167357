import { saveSchedules } from '../appointments/store/save-schedules.ts'
import type { SlotToSave } from '../appointments/store/save-slots.ts'
import { blockReplacedSlots, findDifferingSlots, insertMissingSlots, updateFreeSlots } from '../appointments/store/save-slots.ts'
import type { SavedRows } from '../directory/store/save-count.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { Tx } from '../postgres/database.ts'
import type { PlannedSchedule } from './plan-schedules.ts'

export type ImportedSchedules = {
  schedules: SavedRows
  slots: SavedRows
  /** Left as they are because of what is booked. */
  heldOtherwise: number
  /** Free, and replaced by others of the file at the same time. */
  blocked: number
}

const SLOTS_PER_STATEMENT = 2_000

export async function importSchedules(
  tx: Tx,
  practice: OdsCode,
  of: { planned: readonly PlannedSchedule[]; onProgress: (done: number, total: number) => void },
): Promise<ImportedSchedules> {
  const total = of.planned.reduce((sum, { slots }) => sum + slots.length, 0)
  const result = { schedules: { added: 0, updated: 0 }, slots: { added: 0, updated: 0 }, heldOtherwise: 0, blocked: 0 }
  let done = 0
  for (const batch of batchesOf(of.planned)) {
    const saved = await saveSchedules(
      tx,
      practice,
      batch.map(({ schedule }) => schedule),
    )
    result.schedules.added += saved.added
    result.schedules.updated += saved.updated

    const slots = batch.flatMap((one) => one.slots)
    const written = await writeSlots(tx, practice, slots)
    result.slots.added += written.added
    result.slots.updated += written.updated
    result.blocked += written.blocked
    result.heldOtherwise += written.heldOtherwise
    done += slots.length
    of.onProgress(done, total)
  }
  return result
}

async function writeSlots(tx: Tx, practice: OdsCode, slots: readonly SlotToSave[]) {
  const differing = await findDifferingSlots(tx, practice, slots)
  if (differing.size === 0) return { added: 0, updated: 0, blocked: 0, heldOtherwise: 0 }

  const toWrite = slots.filter(({ newId }) => differing.has(newId))
  const schedules = new Set(toWrite.map(({ schedule }) => schedule))
  const blocked = await blockReplacedSlots(
    tx,
    practice,
    slots.filter(({ schedule }) => schedules.has(schedule)),
  )
  const updated = await updateFreeSlots(tx, practice, toWrite)
  const added = await insertMissingSlots(tx, practice, toWrite)
  return { added, updated, blocked, heldOtherwise: toWrite.length - added - updated }
}

/** Whole schedules, because slots are compared with their neighbours in the same one. */
function* batchesOf(planned: readonly PlannedSchedule[]): Generator<PlannedSchedule[]> {
  let batch: PlannedSchedule[] = []
  let size = 0
  for (const one of planned) {
    batch.push(one)
    size += one.slots.length
    if (size < SLOTS_PER_STATEMENT) continue
    yield batch
    batch = []
    size = 0
  }
  if (batch.length > 0) yield batch
}
