import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { Database } from '../../src/postgres/database.ts'
import { BASE_URL, bookSlot, type CrowdedPractice, findBrokenHolds } from '../given/crowd.ts'
import { givenProviderProcess } from '../given/provider-process.ts'

/** Books all the practice's slots, sixteen at a time, while the provider is killed in the middle; returns the ids of the 201s. */
export async function bookWhileKilling(
  t: TestContext,
  of: { practice: CrowdedPractice; database: Parameters<typeof givenProviderProcess>[1]['database'] },
): Promise<string[]> {
  const { practice, database } = of
  const provider = await givenProviderProcess(t, { baseUrl: BASE_URL, database })
  const waiting = [...practice.slots]
  const booked: string[] = []
  let answered = 0
  const killAt = practice.slots.length / 2

  const book = async () => {
    for (let slot = waiting.shift(); slot; slot = waiting.shift()) {
      const reply = await bookSlot(provider.port, practice, slot)
      // Dead: what is still waiting would only be refused a connection.
      if (!reply) return
      assert.equal(reply.status, 201, JSON.stringify(reply.body))
      booked.push(reply.body.id ?? '')
      answered += 1
      if (answered === killAt) void provider.kill()
    }
  }
  await Promise.all(Array.from({ length: 16 }, book))
  await provider.kill()
  assert.ok(waiting.length > 0, 'the provider was killed too late to prove anything')
  return booked
}

/** Every 201 that the client saw is in the book, no slot is held by nobody, and a new process goes on where the old one stopped. */
export async function assertNothingLost(db: Database, practice: CrowdedPractice, booked: readonly string[]): Promise<void> {
  const appointments = await db.query<{ id: string }>('select id from appointment where ods_code = $1', [practice.odsCode])
  const kept = new Set(appointments.map(({ id }) => id))
  assert.deepEqual(
    booked.filter((id) => !kept.has(id)),
    [],
  )
  assert.deepEqual(await findBrokenHolds(db, practice.odsCode), [])
}
