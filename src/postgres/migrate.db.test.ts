import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { givenDatabase } from '../../test/given/database.ts'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'

/** A folder of migrations that come after all real ones, for one test. */
async function givenMigrations(t: TestContext, files: Record<string, string>): Promise<{ db: Database; folder: string }> {
  const db = await givenDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'gp-migrations-'))
  for (const [name, sql] of Object.entries(files)) await writeFile(join(folder, name), sql)
  t.after(async () => {
    await db.query('drop table if exists try_out')
    await db.query(`delete from migration where name > '9'`)
    await rm(folder, { recursive: true })
  })
  return { db, folder }
}

const appliedIn = (db: Database) => db.query(`select name from migration where name > '9' order by name`)

describe('Migrations', () => {
  test('are applied in order, each once, whatever statements they hold', async (t) => {
    // Given
    const { db, folder } = await givenMigrations(t, {
      '9001-first.sql': `
        -- a comment; with a semicolon
        create table try_out (name text not null);
        create function try_out_name() returns text language plpgsql as $$ begin return 'it''s'; end $$;
        insert into try_out select try_out_name();
        drop function try_out_name();`,
      '9002-second.sql': `alter table try_out add column number integer; update try_out set number = 2;`,
      'notes.md': 'not a migration',
    })

    // When
    await migrate(db, folder)
    await migrate(db, folder)

    // Then
    assert.deepEqual(await db.query('select name, number from try_out'), [{ name: "it's", number: 2 }])
    assert.deepEqual(await appliedIn(db), [{ name: '9001-first.sql' }, { name: '9002-second.sql' }])
  })

  test('that fail leave nothing, keep what came before, and say which file it was', async (t) => {
    // Given
    const { db, folder } = await givenMigrations(t, {
      '9001-first.sql': 'create table try_out (name text)',
      '9002-second.sql': `insert into try_out values ('half done'); select * from nowhere;`,
    })

    // When, Then
    await assert.rejects(migrate(db, folder), /9002-second\.sql failed: relation "nowhere" does not exist/)
    assert.deepEqual(await db.query('select name from try_out'), [])
    assert.deepEqual(await appliedIn(db), [{ name: '9001-first.sql' }])
  })

  test('by several at the same time are applied once', async (t) => {
    // Given
    const { db, folder } = await givenMigrations(t, {
      '9001-first.sql': `create table try_out (number integer); insert into try_out values (1);`,
      '9002-second.sql': 'insert into try_out values (2);',
    })

    // When
    await Promise.all(Array.from({ length: 5 }, () => migrate(db, folder)))

    // Then
    assert.deepEqual(await db.query('select number from try_out order by number'), [{ number: 1 }, { number: 2 }])
  })

  test('that were changed after they had been applied are refused', async (t) => {
    // Given
    const { db, folder } = await givenMigrations(t, { '9001-first.sql': 'create table try_out (name text)' })
    await migrate(db, folder)
    await writeFile(join(folder, '9001-first.sql'), 'create table try_out (name text not null)')

    // When, Then
    await assert.rejects(migrate(db, folder), /9001-first\.sql was changed.*new migration/)
  })

  test('that come before one which has been applied are refused', async (t) => {
    // Given
    const { db, folder } = await givenMigrations(t, { '9002-second.sql': 'create table try_out (name text)' })
    await migrate(db, folder)
    await writeFile(join(folder, '9001-first.sql'), 'select 1')

    // When, Then
    await assert.rejects(migrate(db, folder), /9001-first\.sql comes before 9002-second\.sql/)
  })

  test('need a number of their own', async (t) => {
    // Given
    const twice = await givenMigrations(t, { '9001-first.sql': 'select 1', '9001-second.sql': 'select 1' })
    const none = await givenMigrations(t, { 'first.sql': 'select 1' })

    // When, Then
    await assert.rejects(migrate(twice.db, twice.folder), /Two migrations have the number 9001/)
    await assert.rejects(migrate(none.db, none.folder), /first\.sql is not named like/)
  })

  test('are looked for in a folder that has some', async (t) => {
    // Given
    const { db, folder } = await givenMigrations(t, {})
    await mkdir(join(folder, 'empty'))

    // When, Then
    await assert.rejects(migrate(db, join(folder, 'empty')), /no migrations/)
  })
})
