import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { givenDatabase, givenDatabaseUrl } from '../../test/given/database.ts'
import { migrate } from './migrate.ts'
import { openServer } from './open-server.ts'

describe('Migrations on a server', () => {
  test('by processes that start together are applied once', async (t) => {
    // Given a database without anything, and three connections that each stand for a process
    const admin = await givenDatabase()
    await admin.query('drop database if exists gp_migrate_together')
    await admin.query('create database gp_migrate_together')
    const url = new URL(await givenDatabaseUrl())
    url.pathname = '/gp_migrate_together'
    const processes = Array.from({ length: 3 }, () => openServer({ url: url.href, poolSize: 1 }))

    const folder = await mkdtemp(join(tmpdir(), 'gp-migrations-'))
    t.after(async () => {
      await rm(folder, { recursive: true })
      for (const db of processes) await db.close()
      await admin.query('drop database gp_migrate_together with (force)')
    })
    await writeFile(join(folder, '0001-first.sql'), 'create table try_out (number integer); select pg_sleep(0.1);')
    await writeFile(join(folder, '0002-second.sql'), 'insert into try_out values (2);')

    // When
    await Promise.all(processes.map((db) => migrate(db, folder)))

    // Then
    assert.deepEqual(await processes[0]?.query('select number from try_out'), [{ number: 2 }])
  })
})
