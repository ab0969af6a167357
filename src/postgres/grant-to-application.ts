import type { Database, Queryable } from './database.ts'
import { lockMigrations } from './migrate.ts'

/** Gives the application's role the rights that the migrations name for it in `grant_to_application`, where they have one. */
export async function grantToApplication(owner: Database, application: Queryable): Promise<void> {
  const role = await currentRole(application)
  if (role === (await currentRole(owner))) return

  await owner.transaction(async (tx) => {
    // Of processes that start together, two grants at once would fail on the same rows of the catalogue.
    await lockMigrations(tx)
    const [found] = await tx.query<{ exists: boolean }>(`select to_regproc('grant_to_application') is not null as exists`)
    if (found?.exists) await tx.query('select grant_to_application($1)', [role])
  })
}

async function currentRole(db: Queryable): Promise<string> {
  const [row] = await db.query<{ role: string }>('select current_user::text as role')
  return row?.role ?? ''
}
