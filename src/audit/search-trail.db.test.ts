import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { newOdsCode } from '../../test/given/database.ts'
import { givenPractice, PATIENT } from '../../test/given/practice.ts'
import { INTERACTION_IDS } from '../nhs/interaction-ids.ts'
import { parseNhsNumber } from '../nhs/nhs-number.ts'
import { parseOdsCode } from '../nhs/ods-code.ts'
import { createAuditTrail } from './audit-trail.ts'
import type { AuditEntry, Chain } from './entry.ts'
import { givenEntry } from './given-chain.ts'
import { searchTrail } from './search-trail.ts'
import type { EntryFilter } from './store/search-entries.ts'

const B30012 = parseOdsCode('B30012') ?? assert.fail()
const nhsNumber = parseNhsNumber(PATIENT) ?? assert.fail()

/** A practice with its patient, and another one, and what was asked of both. */
async function given(t: TestContext, entriesOf: (patient: string) => Partial<AuditEntry>[]) {
  const practice = await givenPractice(t)
  const trail = createAuditTrail(practice.db)
  const elsewhere = newOdsCode()
  for (const [index, entry] of entriesOf(practice.patients[PATIENT] ?? '').entries()) {
    for (const chain of [practice.odsCode, elsewhere]) await trail.append(chain, givenEntry(index + 1, entry))
  }
  const find = async (filter: EntryFilter, chains: readonly Chain[] = [practice.odsCode]) => {
    const { entries } = await searchTrail(practice.db, { chains, filter, limit: 100 })
    return entries.map(({ chain, number }) => (chain === elsewhere ? `elsewhere ${number}` : number))
  }
  return { db: practice.db, chain: practice.odsCode, patient: practice.patients[PATIENT] ?? '', elsewhere, find }
}

describe('Searching the audit trail', () => {
  test('AUD-01 finds by patient, user, organisation, trace, interaction, refusal and time, each narrowing the others', async (t) => {
    const { find, patient } = await given(t, (id) => [
      { patient: id, traceId: 'first', user: { id: 'u-1', sdsUserId: '111222333444' }, interactionId: INTERACTION_IDS.readPatient },
      { patient: 'another', organisation: { odsCode: 'B30012' }, user: { id: 'u-2', sdsUserId: '555' }, code: 'BAD_REQUEST', status: 400 },
      { patient: id, organisation: { odsCode: 'B30013' }, user: { id: '111222333444' }, status: 503 },
      { admitted: false },
    ])

    assert.deepEqual(await find({ patient }), [3, 1])
    assert.deepEqual(await find({ traceId: 'first' }), [1])
    assert.deepEqual(await find({ traceId: 'none' }), [])
    assert.deepEqual(await find({ user: 'u-2' }), [2])
    assert.deepEqual(await find({ user: '111222333444' }), [3, 1])
    assert.deepEqual(await find({ organisation: B30012 }), [2])
    assert.deepEqual(await find({ interactionId: INTERACTION_IDS.readPatient }), [1])
    assert.deepEqual(await find({ refused: true }), [3, 2])
    assert.deepEqual(await find({ from: new Date('2026-03-02T08:02:00Z'), to: new Date('2026-03-02T08:04:00Z') }), [3, 2])
    assert.deepEqual(await find({ patient, refused: true, user: '111222333444' }), [3])
    assert.deepEqual(await find({ patient, refused: true, user: 'u-1' }), [])
  })

  test('AUD-01 what was never answered counts as refused', async (t) => {
    const practice = await givenPractice(t)
    const { status: _, ...unanswered } = givenEntry(1)
    await createAuditTrail(practice.db).append(practice.odsCode, unanswered)
    const { entries } = await searchTrail(practice.db, { chains: [practice.odsCode], filter: { refused: true }, limit: 1 })
    assert.equal(entries.length, 1)
  })

  test("AUD-01 an NHS number finds what the practice's record with it was used for, and every call that named it", async (t) => {
    const { find, chain, elsewhere } = await given(t, (id) => [
      { patient: id },
      { patient: 'another' },
      { nhsNumber: PATIENT },
      { target: `GET /x/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C${PATIENT}`, admitted: false },
      { nhsNumber: '9990000026' },
    ])
    assert.deepEqual(await find({ nhsNumber }), [4, 3, 1])
    // An id of one practice means nothing in another
    assert.deepEqual(await find({ nhsNumber }, [chain, elsewhere]), [4, 'elsewhere 4', 3, 'elsewhere 3', 1])
  })

  test('AUD-01 in every chain, newest first, and it is said when there is more', async (t) => {
    const { db, chain, elsewhere } = await given(t, () => [{ traceId: 'in-both' }, { traceId: 'in-both' }, { traceId: 'in-both' }])
    const search = async (filter: EntryFilter, limit: number) => {
      const { entries, more } = await searchTrail(db, { filter, limit })
      return { found: entries.map((one) => [one.chain, one.number]), more }
    }
    const filter = { traceId: 'in-both' }

    assert.deepEqual(await search(filter, 6), {
      found: [3, 2, 1].flatMap((number) => [chain, elsewhere].map((one) => [one, number])),
      more: false,
    })
    assert.deepEqual(await search(filter, 1), { found: [[chain, 3]], more: true })
    assert.deepEqual(await search({ ...filter, organisation: B30012 }, 1), { found: [], more: false })
    // With nothing to narrow it by, the last of each chain
    const newest = await searchTrail(db, { chains: [chain, elsewhere], filter: {}, limit: 3 })
    assert.deepEqual([newest.more, newest.entries.map(({ number }) => number)], [true, [3, 3, 2]])
    assert.equal((await searchTrail(db, { filter: {}, limit: 2 })).entries.length, 2)
    assert.deepEqual(newest.entries[0]?.entry, { ...givenEntry(3), traceId: 'in-both' })
  })
})
