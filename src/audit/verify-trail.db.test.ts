import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { bookingOf } from '../../test/given/booking.ts'
import { givenDatabase, newOdsCode } from '../../test/given/database.ts'
import { givenPractice } from '../../test/given/practice.ts'
import { createAuditTrail } from './audit-trail.ts'
import { addEntries, givenChain, givenEntry } from './given-chain.ts'
import { altered, anotherStatus, behindTheTriggers, headAt, rehashed, removed, tamper } from './given-tampering.ts'
import { faultsOf, verified } from './given-verified.ts'
import { isWhole, verifyTrail } from './verify-trail.ts'

const now = () => new Date()

describe('Verifying the audit trail', () => {
  test('AUD-01 a chain is whole, and it is said from when to when and where it ends', async () => {
    const db = await givenDatabase()
    const chain = await givenChain(db, 12)

    const { end, ...report } = await verified(chain)

    assert.deepEqual(report, {
      chain,
      entries: 12,
      from: '2026-03-02T08:01:00.000Z',
      to: '2026-03-02T08:12:00.000Z',
      faults: { items: [], count: 0 },
    })
    assert.equal(end?.number, 12)
    assert.match(end.hash, /^[0-9a-f]{64}$/)
  })

  test('AUD-01 any text that can be recorded is hashed here as the database hashed it', async () => {
    const db = await givenDatabase()
    const chain = newOdsCode()
    const trail = createAuditTrail(db)
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.double({ noNaN: true, noDefaultInfinity: true }), async (name, status) => {
        const text = name.replaceAll('\0', '')
        await trail.append(chain, givenEntry(1, { user: { name: text, id: `"\\${text}` }, status }))
      }),
      { numRuns: 50 },
    )
    assert.deepEqual(await faultsOf(chain), [])
  })

  test('AUD-01 a trail rewritten whole, its head too, is found by a head that was saved', async () => {
    // Given
    const db = await givenDatabase()
    const chain = await givenChain(db, 6)
    const { end } = await verified(chain)
    assert.ok(end)
    const saved = [{ chain, ...end }]
    await addEntries(db, chain, { from: 7, to: 9 })
    assert.deepEqual(await faultsOf(chain, saved), [])

    // When its fourth entry is another, and everything after it made to fit
    await tamper(db, chain, [altered(4, anotherStatus), ...[4, 5, 6, 7, 8, 9].map(rehashed), headAt(9)])

    // Then
    assert.deepEqual(await faultsOf(chain), [])
    assert.deepEqual(await faultsOf(chain, saved), [{ kind: 'not-as-saved', number: 6 }])
  })

  test('AUD-01 a tail removed together with the head that named it, and a chain removed whole, are found by a head that was saved', async () => {
    const db = await givenDatabase()
    const chain = await givenChain(db, 6)
    const { end } = await verified(chain)
    assert.ok(end)
    const saved = [{ chain, ...end }]

    await tamper(db, chain, [headAt(4), removed(5, 6)])
    assert.deepEqual(await faultsOf(chain), [])
    assert.deepEqual(await faultsOf(chain, saved), [{ kind: 'saved-missing', number: 6 }])

    // And when others have come in their place since
    await addEntries(db, chain, { from: 7, to: 10 })
    assert.deepEqual(await faultsOf(chain, saved), [{ kind: 'not-as-saved', number: 6 }])

    await tamper(db, chain, ['delete from audit_entry where ods_code = $1', 'delete from audit_head where ods_code = $1'])
    assert.deepEqual(await faultsOf(chain), [])
    assert.deepEqual(await faultsOf(chain, saved), [{ kind: 'saved-missing', number: 6 }])
    const all = await verifyTrail({ db, now }, { saved })
    assert.deepEqual(all.chains.find((report) => report.chain === chain)?.faults.count, 1)
  })

  test('AUD-01 two trails that add to one chain at once leave it whole and without gaps', async () => {
    const db = await givenDatabase()
    const chain = newOdsCode()
    const [one, other] = [createAuditTrail(db), createAuditTrail(db)]

    const written = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? one : other).append(chain, givenEntry(index)))
    // Read all the while: what is added meanwhile is no fault
    const meanwhile = []
    for (let round = 0; round < 5; round += 1) meanwhile.push(...(await faultsOf(chain)))
    await Promise.all(written)

    const { entries, end, faults } = await verified(chain)
    assert.deepEqual([entries, end?.number, faults.items, meanwhile], [200, 200, [], []])
    const rows = await db.query<{ id: string }>(`select entry ->> 'requestId' as id from audit_entry where ods_code = $1`, [chain])
    assert.equal(new Set(rows.map(({ id }) => id)).size, 200)
  })

  test('AUD-01 the database refuses to alter, remove or empty what is in the trail', async (t) => {
    const db = await givenDatabase()
    const chain = await givenChain(db, 3)
    const { odsCode } = await givenPractice(t)
    await db.query(`insert into provenance values ($1, 'Patient', 'p', 1, 'i', 't', 'a', '{}')`, [odsCode])
    for (const statement of [
      `update audit_entry set ${anotherStatus} where ods_code = '${chain}'`,
      `delete from audit_entry where ods_code = '${chain}'`,
      'truncate audit_entry',
      `delete from audit_head where ods_code = '${chain}'`,
      `update audit_head set number = 2 where ods_code = '${chain}'`,
      `update audit_head set ods_code = 'ELSEWHERE' where ods_code = '${chain}'`,
      'truncate audit_head',
      `update provenance set trace_id = 'another' where ods_code = '${odsCode}'`,
      `delete from provenance where ods_code = '${odsCode}'`,
      'truncate provenance',
    ]) {
      await assert.rejects(db.query(statement), { code: '23001' }, statement)
    }
    assert.deepEqual(await faultsOf(chain), [])
  })
})

describe('Changes without an audit entry', () => {
  test('AUD-02 a change whose entry was never written is told, once its entry cannot be on its way any more', async (t) => {
    // Given an audit trail that fails for one booking of two
    const db = await givenDatabase()
    const trail = createAuditTrail(db)
    let works = true
    const practice = await givenPractice(t, {
      slots: ['2026-03-02T09:00', '2026-03-02T09:10'],
      audit: { append: async (...entry) => (works ? trail.append(...entry) : Promise.reject(new Error('the disk is full'))) },
    })
    const book = (slot: string) =>
      practice.call('bookAppointment', '/Appointment', {
        body: bookingOf(practice, [slot]),
        headers: { 'ssp-traceid': `trace-of-${slot}` },
      })
    assert.equal((await book('2026-03-02T09:00')).status, 201)
    works = false
    assert.equal((await book('2026-03-02T09:10')).status, 500)

    // When
    const verifyAt = (moment: number) => verifyTrail({ db, now: () => new Date(moment) }, { chains: [practice.odsCode] })
    const [atOnce, later] = [await verifyAt(Date.now()), await verifyAt(Date.now() + 90_000)]

    // Then
    const [made] = await db.query<{ id: string; at: Date }>(
      `select target_id as id, recorded_at as at from provenance where ods_code = $1 and trace_id = 'trace-of-2026-03-02T09:10'`,
      [practice.odsCode],
    )
    assert.ok(made)
    assert.deepEqual(atOnce.unaudited, { items: [], count: 0 })
    assert.deepEqual(later.unaudited, {
      items: [
        {
          practice: practice.odsCode,
          record: `Appointment/${made.id}/_history/1`,
          at: made.at,
          interactionId: 'urn:nhs:names:services:gpconnect:fhir:rest:create:appointment-1',
          traceId: 'trace-of-2026-03-02T09:10',
          user: 'Ms Call Handler',
          organisation: 'B30012',
        },
      ],
      count: 1,
    })
    assert.ok(isWhole(later))
  })

  test('AUD-02 each change of an appointment and each registration is matched with its own entry', async (t) => {
    const db = await givenDatabase()
    const practice = await givenPractice(t, { slots: ['2026-03-02T09:00'] })
    const sameTrace = { 'ssp-traceid': 'one-trace-for-all' }
    const booked = await practice.call('bookAppointment', '/Appointment', {
      body: bookingOf(practice, ['2026-03-02T09:00']),
      headers: sameTrace,
    })
    const amended = await practice.call('amendAppointment', `/Appointment/${booked.body.id}`, {
      body: { ...booked.body, description: 'Changed' },
      headers: { ...sameTrace, 'if-match': 'W/"1"' },
    })
    assert.equal(amended.status, 200)
    const verifyLater = () => verifyTrail({ db, now: () => new Date(Date.now() + 90_000) }, { chains: [practice.odsCode] })
    assert.equal((await verifyLater()).unaudited.count, 0)

    // When the entry of the second is removed
    await db.transaction((tx) =>
      behindTheTriggers(tx, () => tx.query('delete from audit_entry where ods_code = $1 and number = 2', [practice.odsCode])),
    )

    // Then it is the second that nothing tells of
    const { unaudited, chains } = await verifyLater()
    assert.deepEqual(
      unaudited.items.map(({ record }) => record),
      [`Appointment/${booked.body.id}/_history/2`],
    )
    assert.deepEqual(chains[0]?.faults.items, [{ kind: 'tail-missing', from: 2, to: 2 }])
  })
})
