import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createAuditTrail } from '../../src/audit/audit-trail.ts'
import { openDatabase } from '../../src/postgres/open-database.ts'
import { findOrInsertUser } from '../../src/web/session/store/users.ts'
import { canAlterTrail } from '../../src/web/store/can-alter-trail.ts'
import { newOdsCode } from '../given/database.ts'
import { givenProviderRole } from '../given/provider-role.ts'
import { givenEmptyWebDatabase } from './given-database.ts'
import { webAuditEntries } from './given-rows.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/web', import.meta.url))

describe("The booking app's role", () => {
  test('AUD-01 can do its work and add to the audit trail, and alter or remove nothing of it', async (t) => {
    // Given the database as main.ts opens it
    const ownerUrl = await givenEmptyWebDatabase(t)
    const { DATABASE_URL: databaseUrl } = await givenProviderRole(ownerUrl)
    const db = await openDatabase({ databaseUrl, ownerUrl, poolSize: 1 }, MIGRATIONS)
    t.after(() => db.close())
    const owner = await openDatabase({ databaseUrl: ownerUrl, ownerUrl, poolSize: 1 }, MIGRATIONS)
    t.after(() => owner.close())

    // When it works
    const chain = newOdsCode()
    assert.equal(await findOrInsertUser(db, { id: 'one', sdsUserId: 'one', now: new Date() }), 'one')
    for (const requestId of ['one', 'two']) {
      await createAuditTrail(db).append(chain, { at: '2026-03-02T08:00:00.000Z', requestId, admitted: true })
    }

    // Then the trail stands, whatever it tries, and is told from one that could alter it
    const alterations = [
      `update audit_entry set entry = '{"at": "never"}'`,
      'delete from audit_entry',
      'truncate audit_entry',
      'update audit_head set number = number + 1',
      'delete from audit_head',
      'alter table audit_entry disable trigger all',
      'drop table audit_entry',
      'create table of_my_own ()',
    ]
    for (const alteration of alterations) await assert.rejects(db.query(alteration), { code: '42501' }, alteration)
    assert.deepEqual(
      (await webAuditEntries(db, chain)).map(({ requestId }) => requestId),
      ['one', 'two'],
    )
    assert.deepEqual([await canAlterTrail(db), await canAlterTrail(owner)], [false, true])

    // And its owner is kept from it by triggers
    await assert.rejects(owner.query('delete from audit_entry'), /only added to/)
  })
})
