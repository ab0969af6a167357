import type { Command } from 'commander'
import type { Queryable } from '../../postgres/database.ts'
import { appliedMigrations } from '../../postgres/migrate.ts'

const HELP = `
On PostgreSQL the tables have an owner of their own, and the provider works under a role that owns nothing, so that it cannot
alter its own audit trail. This gives that role its rights, after each migration.

DATABASE_OWNER_URL  the database, as the owner of its tables
DATABASE_URL        the same database, as the role that the provider works under
Without these two, the embedded database in GPA_DATA (default: ./data) is brought up to date.

Exit codes: 0 up to date, 1 not done, 2 wrong usage.`

/** Opening the database migrates it: what is left to do is to say so. */
export function addMigrateCommand(program: Command, run: () => Promise<void>): void {
  program.command('migrate').description('bring the database up to this version').addHelpText('after', HELP).action(run)
}

export async function migrationSummary(db: Queryable): Promise<string> {
  const applied = await appliedMigrations(db)
  return `The database is up to date: ${applied.length} migrations, the last ${applied.at(-1)?.name}.`
}
