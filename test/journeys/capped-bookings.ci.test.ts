import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { BASE_URL, bookSlot, findBrokenHolds, givenCrowdedPractice } from '../given/crowd.ts'
import { givenDatabase, givenDatabaseUrl, newOdsCode } from '../given/database.ts'
import { givenProviderProcess } from '../given/provider-process.ts'

describe('Caps on PostgreSQL', () => {
  for (const per of ['session', 'day'] as const) {
    test(`SLOT-08 forty bookings of forty slots through two processes, under a cap of three per ${per}: three 201, thirty-seven 422`, async (t) => {
      // Given
      const db = await givenDatabase()
      const practice = await givenCrowdedPractice(db, newOdsCode(), 40, { caps: [{ per, organisationCode: 'B30012', most: 3 }] })
      const database = { DATABASE_URL: await givenDatabaseUrl() }
      const ports = await Promise.all([1, 2].map(async () => (await givenProviderProcess(t, { baseUrl: BASE_URL, database })).port))

      // When
      const replies = await Promise.all(practice.slots.map((slot, index) => bookSlot(ports[index % 2] ?? 0, practice, slot)))

      // Then
      const statuses = Map.groupBy(replies, (reply) => reply?.status)
      assert.equal(statuses.get(201)?.length, 3)
      assert.equal(statuses.get(422)?.length, 37)
      for (const refused of statuses.get(422) ?? []) assert.match(JSON.stringify(refused), /INVALID_RESOURCE/)
      const booked = await db.query('select id from appointment where ods_code = $1', [practice.odsCode])
      assert.equal(booked.length, 3)
      assert.deepEqual(await findBrokenHolds(db, practice.odsCode), [])
    })
  }
})
