import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { givenWebDatabase } from '../../../test/web/given-database.ts'
import { createSealing } from '../sealing.ts'
import { findOrInsertUser } from '../session/store/users.ts'
import { createEncounters } from './encounters.ts'

async function given() {
  const db = await givenWebDatabase()
  const userId = await findOrInsertUser(db, { id: randomUUID(), sdsUserId: randomUUID(), now: new Date() })
  const sealing = createSealing([randomBytes(32)])
  const encounters = createEncounters({ db, now: () => new Date(), newId: randomUUID, sealing, sessionHours: 10 })
  const owner = { userId, roleProfileId: '555000002001' }
  const id = await encounters.open(owner, { by: 'details' })
  const names = async () => (await encounters.find(id, owner))?.content.listed?.name ?? ''
  return { encounters, owner, id, names }
}

describe('An encounter', () => {
  test('loses none of many changes that are made to it at once', async () => {
    // Given
    const { encounters, owner, id, names } = await given()

    // When two tabs change it again and again, each as it finds it
    const changing = async (letter: string) => {
      for (let times = 0; times < 30; times += 1) {
        const change = await encounters.alter(id, owner, ({ listed, ...content }) => {
          return { ...content, listed: { name: `${listed?.name ?? ''}${letter}`, practices: [] } }
        })
        assert.ok(change)
      }
    }
    await Promise.all(['a', 'b', 'c'].map(changing))

    // Then
    assert.equal([...(await names())].sort().join(''), 'a'.repeat(30) + 'b'.repeat(30) + 'c'.repeat(30))
  })

  test('is changed by nobody else, nor in another role, nor once it is over', async () => {
    const { encounters, owner, id, names } = await given()
    const change = (of: typeof owner) => encounters.alter(id, of, (content) => ({ ...content, listed: { name: 'changed', practices: [] } }))
    assert.equal(await change({ ...owner, userId: randomUUID() }), false)
    assert.equal(await change({ ...owner, roleProfileId: '555000002002' }), false)
    assert.equal(await names(), '')
    await encounters.end(id)
    assert.equal(await change(owner), false)
  })

  test('stays as it is where there is nothing left to change', async () => {
    const { encounters, owner, id } = await given()
    const before = await encounters.find(id, owner)
    assert.equal(await encounters.alter(id, owner, () => undefined), true)
    assert.deepEqual(await encounters.find(id, owner), before)
  })
})
