import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { givenWebDatabase } from '../../../test/web/given-database.ts'
import { decodeFederation, parseOdsCode } from '../../consumer/index.ts'
import type { Acting } from '../request.ts'
import { findOrInsertUser } from '../session/store/users.ts'
import { DAYS_TO_RESTORE, federationsOf } from './federations.ts'

function federation(name: string, codes: readonly string[] = ['B86013', 'B86014']) {
  const decoded = decodeFederation({ kind: 'federation', name, practices: codes.map((odsCode) => ({ odsCode, name: `At ${odsCode}` })) })
  return 'federation' in decoded ? decoded.federation : assert.fail(JSON.stringify(decoded.faults))
}

async function given() {
  const db = await givenWebDatabase()
  let clock = Date.parse('2026-03-02T08:00:00Z')
  const now = () => new Date(clock)
  const odsCode = `W${randomBytes(4).toString('hex')}`.toUpperCase()
  const colleague = async (of = odsCode) => {
    const userId = await findOrInsertUser(db, { id: randomUUID(), sdsUserId: randomBytes(6).toString('hex'), now: now() })
    const organisation = { odsCode: parseOdsCode(of) ?? assert.fail() }
    // Only what the store reads of somebody.
    return federationsOf({ db, now }, { asker: { organisation }, owner: { userId, roleProfileId: 'one' } } as Acting)
  }
  const pass = (days: number) => {
    clock += days * 86_400_000
  }
  return { db, colleague, pass, odsCode }
}

describe('Federations of an organisation', () => {
  test('CON-02 one that is saved is there for everybody of the organisation, in its order, and for nobody else', async () => {
    // Given
    const { colleague } = await given()
    const [one, other, stranger] = [await colleague(), await colleague(), await colleague('X26')]
    // When
    const saved = await one.save(federation('Leeds hub', ['B86014', 'B86013']), undefined)
    // Then
    assert.ok(saved.kind === 'saved')
    assert.deepEqual((await other.list()).federations, [saved.federation])
    assert.deepEqual((await stranger.read(saved.federation.id)).kind, 'unknown')
    assert.deepEqual(
      saved.federation.practices.map(({ odsCode }) => odsCode),
      ['B86014', 'B86013'],
    )
  })

  test('who saves what somebody else has changed meanwhile is shown that, and changes nothing', async () => {
    // Given
    const { colleague } = await given()
    const [one, other] = [await colleague(), await colleague()]
    const first = await one.save(federation('Hub'), undefined)
    assert.ok(first.kind === 'saved')
    // When both change it
    const outcomes = await Promise.all([
      one.save({ ...first.federation, name: 'By one' }, first.federation.version),
      other.save({ ...first.federation, name: 'By the other' }, first.federation.version),
    ])
    // Then one did
    assert.deepEqual(outcomes.map(({ kind }) => kind).sort(), ['changed-meanwhile', 'saved'])
    const [saved, late] = outcomes[0].kind === 'saved' ? outcomes : [outcomes[1], outcomes[0]]
    assert.ok(saved.kind === 'saved' && late.kind === 'changed-meanwhile')
    assert.deepEqual(late.present, { kind: 'read', federation: saved.federation })
    assert.equal((await other.remove(first.federation.id, first.federation.version)).kind, 'changed-meanwhile')
    // And under an id that is taken no new one is made
    assert.equal((await other.save(federation('Hub'), undefined)).kind, 'changed-meanwhile')
    assert.equal((await other.save(federation('Hub'), 'no version of ours')).kind, 'changed-meanwhile')
  })

  test('what is mine alone no colleague sees, changes or removes, until it is shared', async () => {
    // Given
    const { colleague } = await given()
    const [one, other] = [await colleague(), await colleague()]
    const mine = await one.saveFor('mine', federation('Mine'), undefined)
    assert.ok(mine.kind === 'saved')
    const { id, version } = mine.federation
    // Then
    assert.deepEqual([await one.sharingOf(id), await other.sharingOf(id)], ['mine', undefined])
    assert.deepEqual((await other.list()).federations, [])
    assert.deepEqual(await other.remove(id, version), { kind: 'changed-meanwhile', present: { kind: 'unknown' } })
    assert.deepEqual(await other.save(mine.federation, version), { kind: 'changed-meanwhile', present: { kind: 'unknown' } })
    // And saved as any store does, it stays mine
    const again = await one.save(mine.federation, version)
    assert.ok(again.kind === 'saved')
    assert.equal(await one.sharingOf(id), 'mine')
    // When
    await one.saveFor('organisation', mine.federation, again.federation.version)
    // Then
    assert.equal(await other.sharingOf(id), 'organisation')
  })

  test('what was removed can be brought back for some days, unless there is one under its id again', async () => {
    // Given
    const { colleague, pass } = await given()
    const one = await colleague()
    const saved = await one.save(federation('Hub'), undefined)
    assert.ok(saved.kind === 'saved')
    const { id, version } = saved.federation
    // When
    assert.deepEqual(await one.remove(id, version), { kind: 'removed' })
    // Then
    assert.deepEqual(await one.read(id), { kind: 'unknown' })
    const [gone] = await one.removed()
    assert.ok(gone)
    assert.notEqual(gone.version, version)
    assert.equal(await one.restore(id, version), false)
    assert.equal(await one.restore(id, gone.version), true)
    const back = await one.read(id)
    assert.ok(back.kind === 'read')
    assert.deepEqual(back.federation.practices, saved.federation.practices)

    // When it is removed and made anew
    await one.remove(id, back.federation.version)
    const [again] = await one.removed()
    assert.equal((await one.save(federation('Hub', ['B86015']), undefined)).kind, 'saved')
    // Then the old one stays away
    assert.equal(await one.restore(id, again?.version ?? ''), false)

    // When long enough has passed
    const present = await one.read(id)
    assert.ok(present.kind === 'read')
    await one.remove(id, present.federation.version)
    pass(DAYS_TO_RESTORE + 1)
    // Then
    assert.deepEqual(await one.removed(), [])
  })

  test('one that cannot be read hides no other, and says what is wrong with it', async () => {
    // Given
    const { colleague, db, odsCode } = await given()
    const one = await colleague()
    await one.save(federation('Sound'), undefined)
    await one.save(federation('Spoilt'), undefined)
    await db.query(`update saved_federation set federation = '{"kind":"federation"}' where ods_code = $1 and id = 'spoilt'`, [odsCode])
    // When
    const { federations, damaged } = await one.list()
    // Then
    assert.deepEqual([federations.map(({ id }) => id), damaged.map(({ id }) => id)], [['sound'], ['spoilt']])
    assert.ok(damaged[0]?.faults.some(({ place, message }) => place === 'practices' && message === 'is missing'))
  })
})
