import type { Database, Queryable, Tx } from './database.ts'
import { type Migration, readMigrations } from './read-migrations.ts'

type Applied = { name: string; checksum: string }

/**
 * Brings the database up to the folder's last migration. Forward only: each file is applied once, in a transaction of its own, in order.
 * Processes that start together take turns, and all but the first find the work done.
 */
export async function migrate(db: Database, folder: string): Promise<void> {
  const migrations = await readMigrations(folder)

  const applied = await appliedMigrations(db)
  const pending = migrations.filter((migration) => !isApplied(migration, applied))

  for (const migration of pending) {
    await db.transaction(async (tx) => {
      await lockMigrations(tx)
      await createMigrationTable(tx)
      // Read again under the lock: another process may have been quicker, or further.
      const appliedNow = await appliedMigrations(tx)
      if (isApplied(migration, appliedNow)) return

      const later = appliedNow.find(({ name }) => name > migration.name)
      if (later) {
        throw new Error(`The migration ${migration.name} comes before ${later.name}, which has been applied: give it the next free number`)
      }
      await recordMigration(tx, migration)
      await applyMigration(tx, migration)
    })
  }
}

/** For who may not migrate: throws where something is left to be applied, and says what to do. */
export async function checkMigrated(db: Database, folder: string): Promise<void> {
  const applied = await appliedMigrations(db)
  const pending = (await readMigrations(folder)).filter((migration) => !isApplied(migration, applied))
  if (pending.length === 0) return
  throw new Error(
    `The database lacks ${pending.map(({ name }) => name).join(', ')}. Set DATABASE_OWNER_URL to a role that owns its tables, here or for "gpa migrate"`,
  )
}

function isApplied({ name, checksum }: Migration, applied: readonly Applied[]): boolean {
  const known = applied.find((one) => one.name === name)
  if (known && known.checksum !== checksum) {
    throw new Error(
      `The migration ${name} was changed after it had been applied. Restore the file, and put the change into a new migration`,
    )
  }
  return known !== undefined
}

export async function appliedMigrations(db: Queryable): Promise<Applied[]> {
  const [found] = await db.query<{ exists: boolean }>(`select to_regclass('migration') is not null as exists`)
  return found?.exists ? db.query<Applied>('select name, checksum from migration order by name') : []
}

/** Held until the transaction ends. */
export async function lockMigrations(tx: Tx): Promise<void> {
  // The number names this lock and no other.
  await tx.query('select pg_advisory_xact_lock(7301441)')
}

async function createMigrationTable(tx: Tx): Promise<void> {
  await tx.query(`
    create table if not exists migration (
      name       text primary key,
      checksum   text not null,
      applied_at timestamptz not null default now()
    )`)
}

async function recordMigration(tx: Tx, { name, checksum }: Migration): Promise<void> {
  await tx.query('insert into migration (name, checksum) values ($1, $2)', [name, checksum])
}

/** A prepared statement is one statement and a migration is many, so PostgreSQL is handed the text and runs it itself. */
async function applyMigration(tx: Tx, { name, sql }: Migration): Promise<void> {
  try {
    await tx.query(`select set_config('migration.sql', $1, true) is null as unset`, [sql])
    await tx.query(`do $$ begin execute current_setting('migration.sql'); end $$`)
  } catch (cause) {
    throw new Error(`The migration ${name} failed: ${cause instanceof Error ? cause.message : 'unknown'}`, { cause })
  }
}
