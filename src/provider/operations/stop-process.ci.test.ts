import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bookSlot, findBrokenHolds, givenCrowdedPractice } from '../../../test/given/crowd.ts'
import { givenDatabase, givenDatabaseUrl, newOdsCode } from '../../../test/given/database.ts'
import { givenProviderRole } from '../../../test/given/provider-role.ts'
import { givenProcess, takesConnections } from './given-process.ts'

describe('A provider process on PostgreSQL', () => {
  test('asked to end, it finishes bookings that wait for the database', async (t) => {
    // Given twelve bookings, of which ten wait for a slot that somebody else has locked, and two for a connection
    const db = await givenDatabase()
    const practice = await givenCrowdedPractice(db, newOdsCode(), 12)
    const provider = await givenProcess(t, { database: await givenProviderRole(await givenDatabaseUrl()) })
    let unlock: () => void = () => undefined
    let locked: () => void = () => undefined
    const untilLocked = new Promise<void>((resolve) => {
      locked = resolve
    })
    const lock = db.transaction(async (tx) => {
      await tx.query('select 1 from slot where ods_code = $1 for update', [practice.odsCode])
      await new Promise<void>((resolve) => {
        unlock = resolve
        locked()
      })
    })
    await untilLocked
    const bookings = practice.slots.map((slot) => bookSlot(provider.port, practice, slot))
    // So that the next request would not get a connection in time
    const unready = await provider.askUntil('/health/ready', ({ status }) => status === 503)
    assert.equal(unready.text, '{"ready":false,"failing":["database"]}')
    const expected = [
      'gpa_requests_in_flight 12',
      'gpa_database_connections_open 10',
      'gpa_database_connections_idle 0',
      'gpa_database_waiting 3', // two bookings, and the question whether it is ready
    ]
    await provider.askUntil('/metrics', ({ text }) => expected.every((line) => text.includes(`\n${line}\n`)))

    // When
    provider.signal('SIGTERM')
    await provider.logged('stopping')
    while (await takesConnections(provider.port)) await new Promise(setImmediate)
    unlock()
    await lock

    // Then
    assert.deepEqual(
      (await Promise.all(bookings)).map((reply) => reply?.status),
      practice.slots.map(() => 201),
    )
    assert.equal(await provider.ended, 0)
    assert.equal((await db.query('select id from appointment where ods_code = $1', [practice.odsCode])).length, 12)
    assert.deepEqual(await findBrokenHolds(db, practice.odsCode), [])
  })
})
