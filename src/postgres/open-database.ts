import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Database } from './database.ts'
import { embeddedTemplate } from './embedded-template.ts'
import { directoryIsHeld, holdDirectory } from './hold-directory.ts'
import { migrate } from './migrate.ts'
import { openEmbedded } from './open-embedded.ts'
import { openServer } from './open-server.ts'

export type DatabaseLocation =
  | { databaseUrl: string; poolSize?: number }
  | {
      directory: string
      /** Begins anew: the data that is there is removed. */
      fresh?: boolean
    }

/** The database, with every migration of the folder applied. A directory is held by this process until the database is closed. */
export function openDatabase(location: DatabaseLocation, migrations: string): Promise<Database> {
  return 'databaseUrl' in location ? openMigratedServer(location, migrations) : openHeldDirectory(location, migrations)
}

async function openMigratedServer({ databaseUrl, poolSize }: { databaseUrl: string; poolSize?: number }, migrations: string) {
  // A migration may take longer than a statement of the running system ever should.
  const migrator = openServer({ url: databaseUrl, poolSize: 1, statementTimeoutMs: 0 })
  await migrate(migrator, migrations).finally(() => migrator.close())

  return openServer({ url: databaseUrl, ...(poolSize === undefined ? {} : { poolSize }) })
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
