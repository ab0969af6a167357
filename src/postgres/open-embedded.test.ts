import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Database } from './database.ts'
import { connectEmbedded } from './embedded-connection.ts'
import { embeddedTemplate } from './embedded-template.ts'
import { databaseOn, openEmbedded } from './open-embedded.ts'

const migrations = fileURLToPath(new URL('../../migrations/provider', import.meta.url))
const startFrom = () => embeddedTemplate(migrations)

async function givenFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gp-embedded-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** How many rows the planner believes the table has: -1 before the first upkeep. */
async function estimatedRows(db: Database): Promise<number | undefined> {
  const [row] = await db.query<{ reltuples: number }>(`select reltuples from pg_class where relname = 'try_out'`)
  return row?.reltuples
}

describe('The embedded database', () => {
  test('is vacuumed and analysed now and then, but never inside a transaction', async (t) => {
    // Given
    t.mock.timers.enable({ apis: ['setInterval'] })
    const db = await openEmbedded({ startFrom })
    t.after(() => db.close())
    await db.query('create table try_out as select generate_series(1, 50) as number')
    assert.equal(await estimatedRows(db), -1)

    // When its time comes in the middle of a transaction
    await db.transaction(async (tx) => {
      t.mock.timers.tick(5 * 60_000)
      await tx.query('select 1')
    })

    // Then it is done after it
    assert.equal(await estimatedRows(db), 50)
  })

  test('rejects every waiting query when its thread ends, and every later one', async () => {
    // Given
    const connection = await connectEmbedded({ startFrom: await startFrom() })
    const db = databaseOn(connection)
    const waiting = [db.query('select 1'), db.query('select 2'), db.transaction((tx) => tx.query('select 3'))]
    const rejections = Promise.all(waiting.map((query) => assert.rejects(query, /out of memory/)))

    // When
    connection.abandon(new Error('out of memory'))

    // Then
    await rejections
    await assert.rejects(db.query('select 4'), /out of memory/)
    await db.close()
  })

  test('answers nothing after it was closed', async () => {
    // Given
    const db = await openEmbedded({ startFrom })

    // When
    await db.close()

    // Then
    await assert.rejects(db.query('select 1'), /closed/)
    await db.close()
  })

  test('says which directory holds a database that cannot be opened', async (t) => {
    // Given
    const directory = join(await givenFolder(t), 'postgres')
    await mkdir(directory)
    await writeFile(join(directory, 'PG_VERSION'), '12\n')

    // When, Then
    await assert.rejects(openEmbedded({ directory }), (error: Error) => {
      assert.ok(error.message.includes(directory))
      assert.match(error.message, /made by PostgreSQL 12/)
      return true
    })
  })
})

describe('The template of embedded databases', () => {
  test('is made once for each set of migrations', async (t) => {
    // Given a cache with templates of other migrations, in which somebody was killed at this work
    const cache = await givenFolder(t)
    const folder = join(await givenFolder(t), 'small')
    await mkdir(folder)
    await writeFile(join(folder, '0001-first.sql'), 'create table first (name text)')
    await mkdir(join(cache, 'building-killed'))
    await writeFile(join(cache, 'building-killed', 'embedded-small-0.tar'), 'half')
    await writeFile(join(cache, 'embedded-small-0.tar'), 'of other migrations')
    await writeFile(join(cache, 'embedded-other-0.tar'), 'of another folder')

    const kept = async () => {
      const names = (await readdir(cache)).filter((name) => name.endsWith('.tar'))
      return Promise.all(names.map(async (name) => ({ name, made: (await stat(join(cache, name))).ino })))
    }

    // When it is asked for twice
    const template = await embeddedTemplate(folder, cache)
    const made = await kept()
    assert.deepEqual(await embeddedTemplate(folder, cache), template)

    // Then it was made once, in place of the outdated one, and a database that starts from it is migrated
    assert.deepEqual(await kept(), made)
    assert.equal(made.length, 2)
    assert.ok(made.every(({ name }) => name !== 'embedded-small-0.tar'))
    const db = await openEmbedded({ startFrom: async () => template })
    t.after(() => db.close())
    assert.deepEqual(await db.query('select name from first'), [])
    assert.deepEqual(await db.query('select name from migration'), [{ name: '0001-first.sql' }])
  })
})
