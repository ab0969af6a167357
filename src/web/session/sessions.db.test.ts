import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { givenWebDatabase } from '../../../test/web/given-database.ts'
import type { SignedIn } from '../../consumer/index.ts'
import { createEncounters } from '../encounter/encounters.ts'
import { createSealing } from '../sealing.ts'
import { createSessions } from './sessions.ts'
import { findOrInsertUser } from './store/users.ts'

const sealing = createSealing([randomBytes(32)])

async function given() {
  const db = await givenWebDatabase()
  let clock = Date.now()
  const now = () => new Date(clock)
  const sub = randomBytes(6).toString('hex')
  const userId = await findOrInsertUser(db, { id: randomUUID(), sdsUserId: sub, now: now() })
  const sessions = createSessions({ db, now, sealing, idleMinutes: 20, sessionHours: 10 })
  const signedIn: SignedIn = {
    ...{ kind: 'signed-in', roles: [], organisations: [], assurance: { authentication: 3, identity: 3, authenticators: [] } },
    person: { uid: sub, family: 'Ackroyd', given: ['Dev'], name: 'Dev Ackroyd' },
    session: { sid: `sid of ${sub}`, sub, idToken: 'token', signedInAt: now() },
  }
  const pass = (minutes: number) => {
    clock += minutes * 60_000
  }
  return { db, now, pass, sub, userId, sessions, signedIn, begin: () => sessions.begin(userId, signedIn) }
}

describe('Sessions', () => {
  test('one goes on for as long as something is asked within the time, and no longer than a day’s work', async () => {
    const { sessions, begin, pass } = await given()
    const { token } = await begin()
    for (let minutes = 0; minutes < 9.9 * 60; minutes += 19) {
      assert.ok(await sessions.find(token, { touch: true }), String(minutes))
      pass(19)
    }
    pass(10)
    assert.equal(await sessions.find(token, { touch: true }), undefined)
  })

  test('looking whether it goes on does not keep it', async () => {
    const { sessions, begin, pass } = await given()
    const { token } = await begin()
    pass(15)
    assert.ok(await sessions.find(token, { touch: false }))
    pass(6)
    assert.equal(await sessions.find(token, { touch: false }), undefined)
  })

  test('CIS2 ends the one that it names, or all of a person, and none that is newer or somebody else’s', async () => {
    // Given
    const [mine, other] = [await given(), await given()]
    const [first, another] = [await mine.begin(), await other.begin()]
    const end = (of: { sid?: string; sub?: string }, minutes = 0) =>
      mine.sessions.endFromCis2({ sid: of.sid, sub: of.sub, issuedAt: new Date(mine.now().getTime() + minutes * 60_000) })

    // When, Then
    assert.deepEqual(await end({}), [])
    assert.deepEqual(await end({ sid: 'another', sub: mine.sub }), [])
    assert.deepEqual(await end({ sub: mine.sub }, -1), [])
    assert.deepEqual(await end({ sid: `sid of ${mine.sub}` }), [mine.userId])
    assert.equal(await mine.sessions.find(first.token, { touch: true }), undefined)
    await mine.begin()
    assert.deepEqual(await end({ sub: mine.sub }), [mine.userId])
    assert.ok(await other.sessions.find(another.token, { touch: true }))
  })

  test('one person has one id, however often they sign in', async () => {
    const { db, now, sub, userId } = await given()
    assert.equal(await findOrInsertUser(db, { id: randomUUID(), sdsUserId: sub, now: now() }), userId)
  })

  test('sealed by a key that is gone, a session is none', async () => {
    const { db, now, begin } = await given()
    const { token } = await begin()
    const others = createSessions({ db, now, sealing: createSealing([randomBytes(32)]), idleMinutes: 20, sessionHours: 10 })
    assert.equal(await others.find(token, { touch: true }), undefined)
  })
})

describe('Encounters', () => {
  test('of two changes at once one stands, and the other is told so', async () => {
    // Given
    const { db, now, userId } = await given()
    const encounters = createEncounters({ db, now, newId: randomUUID, sealing, sessionHours: 10 })
    const owner = { userId, roleProfileId: 'role-1' }
    const id = await encounters.open(owner, { by: 'nhs-number' })
    const seen = await encounters.find(id, owner)
    assert.ok(seen)

    // When
    const done = await Promise.all([1, 2].map((one) => encounters.change(seen, { by: 'details', confirmedAt: String(one) })))

    // Then
    assert.deepEqual(done.toSorted(), [false, true])
    assert.equal((await encounters.find(id, owner))?.content.confirmedAt, done[0] ? '1' : '2')
  })

  test('each belongs to one user in one role, and ends with the day, with the work or with a sign-out', async () => {
    // Given
    const { db, now, pass, userId } = await given()
    const encounters = createEncounters({ db, now, newId: randomUUID, sealing, sessionHours: 10 })
    const owner = { userId, roleProfileId: 'role-1' }
    const [one, two, three] = [
      await encounters.open(owner, { by: 'details' }),
      await encounters.open(owner, { by: 'details' }),
      await encounters.open(owner, { by: 'details' }),
    ]

    // When, Then
    assert.equal(await encounters.find(one, { ...owner, roleProfileId: 'role-2' }), undefined)
    assert.equal(await encounters.find(one, { ...owner, userId: 'another' }), undefined)
    await encounters.end(one)
    assert.equal(await encounters.find(one, owner), undefined)
    assert.ok(await encounters.find(two, owner))
    await encounters.endAllOf(userId)
    assert.equal(await encounters.find(two, owner), undefined)
    assert.equal(await encounters.find(three, owner), undefined)
    const four = await encounters.open(owner, { by: 'details' })
    pass(601)
    assert.equal(await encounters.find(four, owner), undefined)
  })
})
