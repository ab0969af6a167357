import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { givenWebDatabase } from '../../../test/web/given-database.ts'
import { parseOdsCode } from '../../consumer/index.ts'
import { createSealing } from '../sealing.ts'
import { findOrInsertUser } from '../session/store/users.ts'
import { createWork, type WorkContent } from './work.ts'

const sealing = createSealing([randomBytes(32)])
const odsCode = parseOdsCode('B86013') ?? assert.fail()
const content: WorkContent = {
  patient: { name: 'Margaret Ashworth', nhsNumber: '9990000018' },
  practice: { odsCode, name: 'North Leeds' },
  summary: 'Sore throat, 09:10 on 2 March',
}

async function given() {
  const db = await givenWebDatabase()
  let clock = Date.parse('2026-03-02T08:00:00Z')
  const now = () => new Date(clock)
  const userId = await findOrInsertUser(db, { id: randomUUID(), sdsUserId: randomBytes(6).toString('hex'), now: now() })
  const pass = (minutes: number) => {
    clock += minutes * 60_000
  }
  const of = (keys = sealing) => createWork({ db, now, newId: randomUUID, sealing: keys })
  return { db, now, pass, of, work: of(), owner: { userId, roleProfileId: 'role-1' } }
}

describe('Work that a user has begun', () => {
  test('CON-11 is there before anything is sent, and for another process', async () => {
    const { of, work, owner } = await given()
    const item = await work.begin(owner, 'booking', content)
    assert.deepEqual(await of().find(item.id, owner), item)
    assert.equal(item.state, 'open')
  })

  test('comes unfinished first, however old, then the latest, and what was done before today is left out', async () => {
    // Given
    const { work, owner, pass, now } = await given()
    const old = await work.begin(owner, 'booking', content)
    const doneYesterday = await work.begin(owner, 'cancellation', content)
    await work.change(doneYesterday, { state: 'done', content })
    pass(24 * 60)
    const since = now()
    const first = await work.begin(owner, 'amendment', content)
    const second = await work.begin(owner, 'rescheduling', content)
    pass(1)
    await work.change(first, { state: 'not-done', content })
    pass(1)
    await work.change(second, { state: 'done', content })

    // When
    const recent = await work.recent(owner, since)

    // Then
    assert.deepEqual(
      recent.map(({ id, state }) => [id, state]),
      [
        [old.id, 'open'],
        [second.id, 'done'],
        [first.id, 'not-done'],
      ],
    )
  })

  test('is changed by one tab at a time', async () => {
    const { work, owner } = await given()
    const item = await work.begin(owner, 'booking', content)
    const done = await Promise.all(
      [1, 2].map((one) => work.change(item, { state: 'done', content: { ...content, appointmentId: String(one) } })),
    )
    assert.equal(done.filter((one) => one === undefined).length, 1)
    const [winner] = done.filter((one) => one !== undefined)
    assert.deepEqual(await work.find(item.id, owner), winner)
  })

  test('is nobody else’s, and cannot be read without the key', async () => {
    const { db, of, work, owner } = await given()
    const item = await work.begin(owner, 'booking', content)
    assert.equal(await work.find(item.id, { ...owner, userId: 'another' }), undefined)
    assert.equal(await work.find(item.id, { ...owner, roleProfileId: 'role-2' }), undefined)
    assert.deepEqual(await of(createSealing([randomBytes(32)])).recent(owner, new Date(0)), [])
    const rows = await db.query('select * from work_item where id = $1', [item.id])
    assert.doesNotMatch(JSON.stringify(rows), /Ashworth|9990000018|Sore/)
  })
})
