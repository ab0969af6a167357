import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { auditEntries } from '../../test/given/audit.ts'
import { givenDatabase, givenDatabaseUrl, newOdsCode } from '../../test/given/database.ts'
import { givenProviderRole } from '../../test/given/provider-role.ts'
import { openDatabase } from '../postgres/open-database.ts'
import { createAuditTrail } from './audit-trail.ts'
import { canAlterTrail } from './store/can-alter-trail.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/provider', import.meta.url))

const ALTERATIONS = [
  `update audit_entry set entry = '{"at": "never"}'`,
  'delete from audit_entry',
  'truncate audit_entry',
  `insert into audit_entry values ('A20047', 1, '{"at": "never"}', '')`,
  'alter table audit_entry disable trigger all',
  'drop trigger audit_entry_is_append_only on audit_entry',
  'drop table audit_entry',
  'update audit_head set number = number + 1',
  'delete from audit_head',
  `insert into audit_head values ('A20047', 1, '')`,
  `create or replace function append_to_audit_trail(practice text, entries jsonb) returns void language sql as 'select'`,
  'delete from provenance',
  `update provenance set trace_id = 'another'`,
  'delete from setting_change',
  'create table of_my_own ()',
  `set role ${'gp'}`,
]

describe("The provider's role", () => {
  test('AUD-01 can add to the audit trail, and alter, remove or take over nothing of it', async (t) => {
    // Given the database as the provider opens it
    const { DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: ownerUrl } = await givenProviderRole(await givenDatabaseUrl())
    const db = await openDatabase({ databaseUrl, ownerUrl, poolSize: 1 }, MIGRATIONS)
    t.after(() => db.close())

    // When it adds an entry
    const chain = newOdsCode()
    await createAuditTrail(db).append(chain, { at: '2026-03-02T08:00:00.000Z', requestId: 'one', admitted: true })

    // Then that stands, whatever it tries
    for (const alteration of ALTERATIONS) {
      await assert.rejects(db.query(alteration), { code: '42501' }, alteration)
    }
    assert.equal((await auditEntries(db, chain)).length, 1)
  })

  test('AUD-01 a table of its own, of the same name, does not catch the entries', async (t) => {
    const { DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: ownerUrl } = await givenProviderRole(await givenDatabaseUrl())
    const db = await openDatabase({ databaseUrl, ownerUrl, poolSize: 1 }, MIGRATIONS)
    t.after(() => db.close())
    await db.query('create temporary table audit_entry (ods_code text, number bigint, entry jsonb, hash bytea)')

    const chain = newOdsCode()
    await createAuditTrail(db).append(chain, { at: '2026-03-02T08:00:00.000Z', requestId: 'one', admitted: true })

    assert.equal((await auditEntries(await givenDatabase(), chain)).length, 1)
  })

  test('AUD-01 is told from one that could alter the trail', async (t) => {
    const ownerUrl = await givenDatabaseUrl()
    const role = await givenProviderRole(ownerUrl)
    const db = await openDatabase({ databaseUrl: role.DATABASE_URL, ownerUrl, poolSize: 1 }, MIGRATIONS)
    t.after(() => db.close())

    assert.equal(await canAlterTrail(db), false)
    assert.equal(await canAlterTrail(await givenDatabase()), true)
  })

  test('AUD-01 is told from one that owns the schema, or may change a single column', async (t) => {
    const ownerUrl = await givenDatabaseUrl()
    const role = await givenProviderRole(ownerUrl)
    const db = await openDatabase({ databaseUrl: role.DATABASE_URL, ownerUrl, poolSize: 1 }, MIGRATIONS)
    t.after(() => db.close())
    const owner = await givenDatabase()
    for (const [give, take] of [
      ['alter schema public owner to gp_provider', 'alter schema public owner to pg_database_owner'],
      ['grant update (hash) on audit_entry to gp_provider', 'revoke update (hash) on audit_entry from gp_provider'],
      ['grant insert on audit_entry to gp_provider', 'revoke insert on audit_entry from gp_provider'],
    ] as const) {
      await owner.query(give)
      const can = await canAlterTrail(db)
      await owner.query(take)
      assert.equal(can, true, give)
    }
    assert.equal(await canAlterTrail(db), false)
  })
})
