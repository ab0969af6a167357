import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Database } from './database.ts'
import { embeddedTemplate } from './embedded-template.ts'
import { grantToApplication } from './grant-to-application.ts'
import { directoryIsHeld, holdDirectory } from './hold-directory.ts'
import { checkMigrated, migrate } from './migrate.ts'
import { openEmbedded } from './open-embedded.ts'
import { openServer } from './open-server.ts'

export type DatabaseLocation =
  | {
      databaseUrl: string
      /** The same database, as the owner of the tables: who alone can migrate. */
      ownerUrl?: string
      poolSize?: number
    }
  | {
      directory: string
      /** Begins anew: the data that is there is removed. */
      fresh?: boolean
    }

/** The database, with every migration of the folder applied: it throws where they are not and no owner is named. A directory is held by this process until the database is closed. */
export function openDatabase(location: DatabaseLocation, migrations: string): Promise<Database> {
  return 'databaseUrl' in location ? openMigratedServer(location, migrations) : openHeldDirectory(location, migrations)
}

async function openMigratedServer(location: Extract<DatabaseLocation, { databaseUrl: string }>, migrations: string) {
  const { databaseUrl, ownerUrl, poolSize } = location
  const db = openServer({ url: databaseUrl, ...(poolSize === undefined ? {} : { poolSize }) })
  try {
    if (ownerUrl === undefined) await checkMigrated(db, migrations)
    else await migrateAsOwner(ownerUrl, { application: db, migrations })
    return db
  } catch (error) {
    await db.close()
    throw error
  }
}

async function migrateAsOwner(ownerUrl: string, of: { application: Database; migrations: string }): Promise<void> {
  // A migration may take longer than a statement of the running system ever should.
  const owner = openServer({ url: ownerUrl, poolSize: 1, statementTimeoutMs: 0 })
  try {
    await migrate(owner, of.migrations)
    await grantToApplication(owner, of.application)
  } finally {
    await owner.close()
  }
}

async function openHeldDirectory(location: { directory: string; fresh?: boolean }, migrations: string): Promise<Database> {
  const directory = resolve(location.directory)
  const hold = holdDirectory(directory)
  if (!hold) throw directoryIsHeld(directory)

  let db: Database | undefined
  try {
    const files = join(directory, 'postgres')
    if (location.fresh) await rm(files, { recursive: true, force: true })
    const opened = await openEmbedded({ directory: files, startFrom: () => embeddedTemplate(migrations) })
    db = opened
    await migrate(opened, migrations)
    return { ...opened, close: () => opened.close().finally(() => hold.release()) }
  } catch (error) {
    await db?.close()
    hold.release()
    throw error
  }
}
