import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { describe, test } from 'node:test'
import { givenDatabase, givenDatabaseUrl, newOdsCode } from '../../test/given/database.ts'
import { openServer } from './open-server.ts'

const killEverybodyElse = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`

describe('Connections to a server', () => {
  test('that die while idle are replaced, and the process lives on', async (t) => {
    // Given a pool whose one connection is idle
    const admin = await givenDatabase()
    const db = openServer({ url: await givenDatabaseUrl(), poolSize: 1 })
    t.after(() => db.close())
    const [before] = await db.query<{ pid: number }>('select pg_backend_pid() as pid')
    assert.ok(before)

    // When
    await admin.query('select pg_terminate_backend($1)', [before.pid])
    await admin.query('select pg_sleep(0.2)')

    // Then
    const [after] = await db.query<{ pid: number }>('select pg_backend_pid() as pid')
    assert.notEqual(after?.pid, before.pid)
  })

  test('that die in a transaction are an error of that transaction, and of no other', async (t) => {
    // Given
    const admin = await givenDatabase()
    const db = openServer({ url: await givenDatabaseUrl(), poolSize: 1 })
    t.after(() => db.close())
    const odsCode = newOdsCode()

    // When
    const transaction = db.transaction(async (tx) => {
      await tx.query('insert into organisation (ods_code, id, name) values ($1, $1, $1)', [odsCode])
      await admin.query(killEverybodyElse)
      await tx.query('select 1')
    })

    // Then
    await assert.rejects(transaction)
    assert.deepEqual(await db.query('select 1 as one'), [{ one: 1 }])
    assert.deepEqual(await db.query('select 1 from organisation where ods_code = $1', [odsCode]), [])
  })

  test('take a statement no longer than allowed', async (t) => {
    // Given
    const db = openServer({ url: await givenDatabaseUrl(), poolSize: 1, statementTimeoutMs: 50 })
    t.after(() => db.close())

    // When, Then
    await assert.rejects(db.query('select pg_sleep(30)'), { code: '57014' })
    assert.deepEqual(await db.query('select 1 as one'), [{ one: 1 }])
  })

  test('that nobody answers are an error that says so', async (t) => {
    // Given a port where nobody listens
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    assert.ok(address !== null && typeof address === 'object')
    await new Promise((resolve) => server.close(resolve))
    const db = openServer({ url: `postgresql://nobody@127.0.0.1:${address.port}/none` })
    t.after(() => db.close())

    // When, Then
    await assert.rejects(db.query('select 1'), /PostgreSQL/)
    await assert.rejects(
      db.transaction((tx) => tx.query('select 1')),
      /PostgreSQL/,
    )
  })

  test('prepare each statement once', async (t) => {
    // Given
    const db = openServer({ url: await givenDatabaseUrl(), poolSize: 1 })
    t.after(() => db.close())

    // When
    for (const number of [1, 2, 3]) await db.query('select $1::int as number', [number])
    await db.query('select $1::text as text', ['a'])

    // Then
    const prepared = await db.query<{ statement: string }>('select statement from pg_prepared_statements order by prepare_time')
    assert.deepEqual(
      prepared.map(({ statement }) => statement).filter((statement) => statement.includes('$1')),
      ['select $1::int as number', 'select $1::text as text'],
    )
  })
})
