import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { givenDatabase, givenDatabaseUrl } from '../../test/given/database.ts'
import { openDatabase } from './open-database.ts'

const migrations = fileURLToPath(new URL('../../migrations/provider', import.meta.url))

describe('A database on a server', () => {
  test('is migrated when it is opened', async (t) => {
    // Given an empty one
    const admin = await givenDatabase()
    await admin.query('drop database if exists gp_open_empty')
    await admin.query('create database gp_open_empty')
    const url = new URL(await givenDatabaseUrl())
    url.pathname = '/gp_open_empty'

    // When
    const db = await openDatabase({ databaseUrl: url.href, ownerUrl: url.href, poolSize: 2 }, migrations)
    t.after(async () => {
      await db.close()
      await admin.query('drop database gp_open_empty with (force)')
    })

    // Then
    assert.deepEqual(await db.query('select ods_code from organisation'), [])
  })
})
