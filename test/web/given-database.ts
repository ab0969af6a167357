import { randomBytes } from 'node:crypto'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Database } from '../../src/postgres/database.ts'
import { embeddedTemplate } from '../../src/postgres/embedded-template.ts'
import { migrate } from '../../src/postgres/migrate.ts'
import { openEmbedded } from '../../src/postgres/open-embedded.ts'
import { openServer } from '../../src/postgres/open-server.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/web', import.meta.url))

type Given = { db: Database; remove: () => Promise<void> }
let given: Promise<Given> | undefined

/** The booking app's own database: one for each test process. Tests keep apart by signing in as people of their own. */
export async function givenWebDatabase(): Promise<Database> {
  const server = process.env.TEST_DATABASE_URL
  given ??= server === undefined ? openInMemory() : openOn(server)
  return (await given).db
}

after(async () => {
  if (given) await (await given).remove()
})

async function openInMemory(): Promise<Given> {
  const db = await openEmbedded({ startFrom: () => embeddedTemplate(MIGRATIONS) })
  return { db, remove: () => db.close() }
}

async function openOn(server: string): Promise<Given> {
  const { url, remove } = await createOn(server)
  const db = openServer({ url })
  await migrate(db, MIGRATIONS)
  return { db, remove: () => db.close().then(remove) }
}

/** An empty one for a process or a role of its own. Only where there is a server, so only for `.ci.test.ts`. */
export async function givenEmptyWebDatabase(t: { after: (fn: () => unknown) => void }): Promise<string> {
  const server = process.env.TEST_DATABASE_URL
  if (server === undefined) throw new Error('TEST_DATABASE_URL names no PostgreSQL server: run this by scripts/postgres.sh run')
  const { url, remove } = await createOn(server)
  t.after(remove)
  return url
}

async function createOn(server: string): Promise<{ url: string; remove: () => Promise<void> }> {
  const name = `gp_web_test_${randomBytes(6).toString('hex')}`
  const owner = openServer({ url: server, poolSize: 1, statementTimeoutMs: 0 })
  await owner.query(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const remove = async () => {
    await owner.query(`drop database ${name} with (force)`)
    await owner.close()
  }
  return { url: url.href, remove }
}
