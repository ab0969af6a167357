import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { BASE_URL, bookSlot, findBrokenHolds, givenCrowdedPractice } from '../given/crowd.ts'
import { givenDatabase, givenDatabaseUrl, newOdsCode } from '../given/database.ts'
import { givenProviderProcess } from '../given/provider-process.ts'
import { assertNothingLost, bookWhileKilling } from './killed-while-booking.ts'

describe('Providers on PostgreSQL', () => {
  test('APT-05 fifty bookings of one slot through two processes: one 201, forty-nine 409', async (t) => {
    // Given one free slot, and two processes
    const db = await givenDatabase()
    const practice = await givenCrowdedPractice(db, newOdsCode(), 1)
    const database = { DATABASE_URL: await givenDatabaseUrl() }
    const ports = await Promise.all([1, 2].map(async () => (await givenProviderProcess(t, { baseUrl: BASE_URL, database })).port))

    // When
    const [slot] = practice.slots
    assert.ok(slot)
    const replies = await Promise.all(Array.from({ length: 50 }, (_, index) => bookSlot(ports[index % 2] ?? 0, practice, slot)))

    // Then
    const statuses = Map.groupBy(replies, (reply) => reply?.status)
    assert.equal(statuses.get(201)?.length, 1)
    assert.equal(statuses.get(409)?.length, 49)
    assert.ok(JSON.stringify(statuses.get(409)).includes('DUPLICATE_REJECTED'))
    const appointments = await db.query('select id from appointment where ods_code = $1', [practice.odsCode])
    assert.equal(appointments.length, 1)
    assert.deepEqual(await findBrokenHolds(db, practice.odsCode), [])
  })

  test('APT-05 killed in the middle of a thousand bookings, a process has lost no 201 and left no slot held by nobody', async (t) => {
    const db = await givenDatabase()
    const practice = await givenCrowdedPractice(db, newOdsCode(), 1000)
    const database = { DATABASE_URL: await givenDatabaseUrl() }

    const booked = await bookWhileKilling(t, { practice, database })

    await assertNothingLost(db, practice, booked)
    const provider = await givenProviderProcess(t, { baseUrl: BASE_URL, database })
    assert.equal((await bookSlot(provider.port, practice, practice.slots.at(-1) ?? assert.fail()))?.status, 201)
  })
})
