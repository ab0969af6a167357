import { createHash, randomBytes } from 'node:crypto'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type OdsCode, parseOdsCode } from '../../src/nhs/ods-code.ts'
import type { Database } from '../../src/postgres/database.ts'
import { embeddedTemplate } from '../../src/postgres/embedded-template.ts'
import { migrate } from '../../src/postgres/migrate.ts'
import { openEmbedded } from '../../src/postgres/open-embedded.ts'
import { openServer } from '../../src/postgres/open-server.ts'
import { readMigrations } from '../../src/postgres/read-migrations.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/provider', import.meta.url))

type Given = { db: Database; remove: () => Promise<void> }
let given: Promise<Given> | undefined
let givenServer: Promise<{ url: string; remove: () => Promise<void> }> | undefined

/**
 * The appointment book's database, migrated: one for each test process, made when first asked for. Embedded and in memory, or on
 * the server that TEST_DATABASE_URL names. Tests keep out of each other's way by taking a practice of their own: newOdsCode().
 */
export async function givenDatabase(): Promise<Database> {
  given ??= process.env.TEST_DATABASE_URL === undefined ? openInMemory() : openOnServer()
  return (await given).db
}

/** The same database for a process that a test starts. Only where there is a server, so only for `.ci.test.ts`. */
export async function givenDatabaseUrl(): Promise<string> {
  givenServer ??= createOnServer()
  return (await givenServer).url
}

let practices = 0

/** Of a practice that no other test uses. */
export function newOdsCode(): OdsCode {
  practices += 1
  const odsCode = parseOdsCode(`T${String(practices).padStart(5, '0')}`)
  if (odsCode === undefined) throw new Error('There are no more ODS codes')
  return odsCode
}

after(async () => {
  if (given) await (await given).remove()
  if (givenServer) await (await givenServer).remove()
})

async function openInMemory(): Promise<Given> {
  const db = await openEmbedded({ startFrom: () => embeddedTemplate(MIGRATIONS) })
  return { db, remove: () => db.close() }
}

async function openOnServer(): Promise<Given> {
  const db = openServer({ url: await givenDatabaseUrl() })
  return { db, remove: () => db.close() }
}

async function createOnServer(): Promise<{ url: string; remove: () => Promise<void> }> {
  const server = process.env.TEST_DATABASE_URL
  if (server === undefined) throw new Error('TEST_DATABASE_URL names no PostgreSQL server: run this by scripts/postgres.sh run')

  const name = `gp_test_${randomBytes(6).toString('hex')}`
  const template = await givenTemplate(server)
  await onServer(server, (db) => db.query(`create database ${name} template ${template}`))

  const remove = () => onServer(server, (db) => db.query(`drop database ${name} with (force)`)).then(() => undefined)
  return { url: databaseUrl(server, name), remove }
}

/** Made once on each server for each set of migrations, under another name until it is whole. */
async function givenTemplate(server: string): Promise<string> {
  const hash = createHash('sha256')
  for (const { name, checksum } of await readMigrations(MIGRATIONS)) hash.update(`${name} ${checksum}\n`)
  const template = `gp_template_${hash.digest('hex').slice(0, 12)}`
  const unfinished = `${template}_${randomBytes(6).toString('hex')}`

  await onServer(server, async (db) => {
    const [known] = await db.query('select 1 from pg_database where datname = $1', [template])
    if (known) return

    await db.query(`create database ${unfinished}`)
    await onServer(databaseUrl(server, unfinished), (unfinishedDb) => migrate(unfinishedDb, MIGRATIONS))
    try {
      await db.query(`alter database ${unfinished} rename to ${template}`)
    } catch (error) {
      // Another process was quicker with the same: then this one is not needed.
      await db.query(`drop database ${unfinished}`)
      const [quicker] = await db.query('select 1 from pg_database where datname = $1', [template])
      if (!quicker) throw error
    }
  })
  return template
}

async function onServer<T>(url: string, use: (db: Database) => Promise<T>): Promise<T> {
  const db = openServer({ url, poolSize: 1, statementTimeoutMs: 0 })
  try {
    return await use(db)
  } finally {
    await db.close()
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
