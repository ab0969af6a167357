import { setTimeout } from 'node:timers/promises'
import type { Database } from '../../src/postgres/database.ts'
import type { Ask } from './ask.ts'
import { type Field, readOf } from './clients.ts'
import { ORGANISATIONS } from './practices.ts'
import type { Random } from './random.ts'
import type { Recorder } from './recorder.ts'
import type { Wish } from './requests.ts'

export type ReadBackDeps = { ask: Ask; field: Field; random: Random; clients: number }

const QUIET_WITHIN_MS = 60_000

/**
 * Waits until nothing is under way: the clients have had their answers, and PostgreSQL works on nothing that a killed process may have
 * asked of it. The database is asked for that alone, and what it holds is never looked at.
 */
export async function settle({ db, recorder }: { db: Database; recorder: Recorder }): Promise<void> {
  for (const giveUpAt = recorder.clock() + QUIET_WITHIN_MS; recorder.clock() < giveUpAt; await setTimeout(20)) {
    if (await isQuiet(db)) return recorder.recordSettled()
  }
  throw new Error('PostgreSQL has not come to rest')
}

async function isQuiet(db: Database): Promise<boolean> {
  try {
    const busy = await db.query(
      `select 1 from pg_stat_activity
       where datname = current_database() and backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid()`,
    )
    return busy.length === 0
  } catch {
    // A connection from before a crash.
    return false
  }
}

/** Reads all that was ever booked: each patient's list, each appointment that holds slots, and what every organisation is offered. */
export async function readBack(deps: ReadBackDeps): Promise<void> {
  const { practices, days } = deps.field
  const lists = practices.flatMap((practice) =>
    practice.patients.map((patient): Wish => ({ practice, asked: { kind: 'retrieve', practice: practice.odsCode, patient, days } })),
  )
  await askAll(deps, lists)

  const reads = deps.field.knowledge.live().flatMap(({ practice: odsCode, seen }) => {
    const practice = practices.find((one) => one.odsCode === odsCode)
    return practice ? [readOf(practice, seen.id)] : []
  })
  const searches = practices.flatMap((practice) =>
    [...ORGANISATIONS, undefined].map(
      (asker): Wish => ({ practice, asked: { kind: 'search', practice: practice.odsCode, days, ...(asker && { asker }) } }),
    ),
  )
  await askAll(deps, [...reads, ...searches])
}

/** Cancels whatever is still booked: then every slot is free, also where a cap for everybody hid the free ones. */
export async function emptyBook(deps: ReadBackDeps): Promise<void> {
  const wishes = deps.field.knowledge.live().flatMap(({ practice: odsCode, seen, body }): Wish[] => {
    const practice = deps.field.practices.find((one) => one.odsCode === odsCode)
    if (!practice) return []
    const asked = { kind: 'cancel', practice: odsCode, appointment: seen.id, ifMatch: seen.version } as const
    return [{ practice, appointment: body, asked }]
  })
  await askAll(deps, wishes)
}

async function askAll({ ask, random, clients }: ReadBackDeps, wishes: readonly Wish[]): Promise<void> {
  const waiting = [...wishes]
  const askOn = async () => {
    for (let wish = waiting.shift(); wish; wish = waiting.shift()) await ask(wish, random)
  }
  await Promise.all(Array.from({ length: clients }, askOn))
}
