import { randomBytes, randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { PracticeFile } from '../src/dataset/practice-file.ts'
import { importPractice } from '../src/import/import-practice.ts'
import type { Database } from '../src/postgres/database.ts'
import { openDatabase } from '../src/postgres/open-database.ts'
import { openServer } from '../src/postgres/open-server.ts'

const MIGRATIONS = fileURLToPath(new URL('../migrations/provider', import.meta.url))

export type BenchDatabase = { db: Database; databaseUrl: string; version: string; remove: () => Promise<void> }

/** A database of this run's own on the server, with the practices in it. */
export async function createDatabase(server: string, practices: readonly PracticeFile[]): Promise<BenchDatabase> {
  const admin = openServer({ url: server, poolSize: 1, statementTimeoutMs: 0 })
  const name = `gp_bench_${randomBytes(6).toString('hex')}`
  await admin.query(`create database ${name}`)
  const [{ version } = { version: 'unknown' }] = await admin.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  )

  const url = new URL(server)
  url.pathname = `/${name}`
  const db = await openDatabase({ databaseUrl: url.href, ownerUrl: url.href, poolSize: 2 }, MIGRATIONS)
  for (const practice of practices) await importPractice({ db, now: () => new Date(), newId: randomUUID }, practice)

  const remove = async () => {
    await db.close()
    await admin.query(`drop database ${name} with (force)`)
    await admin.close()
  }
  return { db, databaseUrl: url.href, version, remove }
}

/** How many connections to the database are open, this one among them. */
export async function openConnections(db: Database): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*) as count from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`,
  )
  return row?.count ?? 0
}
