import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { givenDatabase, newOdsCode } from '../../test/given/database.ts'
import { createAuditTrail } from './audit-trail.ts'
import { givenChain, givenEntry } from './given-chain.ts'
import { altered, anotherStatus, headAt, moved, rehashed, removed, swappedContents, swappedNumbers, tamper } from './given-tampering.ts'
import { faultsOf, verified } from './given-verified.ts'
import type { Fault } from './verify-faults.ts'

/** Of a chain of twelve. */
const TAMPERINGS: [what: string, statements: string[], faults: Fault[]][] = [
  ['an altered entry', [altered(5, anotherStatus)], [{ kind: 'altered', from: 5, to: 5 }]],
  ['an altered first entry', [altered(1, anotherStatus)], [{ kind: 'altered', from: 1, to: 1 }]],
  ['an altered last entry', [altered(12, anotherStatus)], [{ kind: 'altered', from: 12, to: 12 }]],
  [
    'two altered entries',
    [altered(3, anotherStatus), altered(9, anotherStatus)],
    [
      { kind: 'altered', from: 3, to: 3 },
      { kind: 'altered', from: 9, to: 9 },
    ],
  ],
  ['neighbours altered', [altered(3, anotherStatus), altered(4, anotherStatus)], [{ kind: 'altered', from: 3, to: 4 }]],
  ['an altered hash', [altered(5, `hash = sha256('x')`)], [{ kind: 'hash-altered', number: 5 }]],
  ['an altered last hash', [altered(12, `hash = sha256('x')`)], [{ kind: 'hash-altered', number: 12 }]],
  [
    'an entry altered with its hash, which the next one tells',
    [altered(5, anotherStatus), rehashed(5)],
    [{ kind: 'altered', from: 6, to: 6 }],
  ],
  [
    'a last entry altered with its hash, which the head tells',
    [altered(12, anotherStatus), rehashed(12)],
    [{ kind: 'head-differs', number: 12 }],
  ],
  ['a removed entry', [removed(5)], [{ kind: 'missing', from: 5, to: 5, unchecked: 6 }]],
  ['removed first entries', [removed(1, 3)], [{ kind: 'missing', from: 1, to: 3, unchecked: 4 }]],
  [
    'a removed entry, the others moved up',
    [removed(5), moved('number > 5', -1)],
    [
      { kind: 'altered', from: 5, to: 11 },
      { kind: 'tail-missing', from: 12, to: 12 },
    ],
  ],
  ['two swapped entries', swappedNumbers(4, 9), [{ kind: 'swapped', numbers: [4, 9] }]],
  ['two swapped neighbours', swappedNumbers(4, 5), [{ kind: 'swapped', numbers: [4, 5] }]],
  ['the first and the last swapped', swappedNumbers(1, 12), [{ kind: 'swapped', numbers: [1, 12] }]],
  ['the last two swapped', swappedNumbers(11, 12), [{ kind: 'swapped', numbers: [11, 12] }]],
  ['two swapped contents', [swappedContents(4, 9)], [{ kind: 'swapped', numbers: [4, 9] }]],
  ['two swapped contents of neighbours', [swappedContents(4, 5)], [{ kind: 'swapped', numbers: [4, 5] }]],
  ['a removed tail', [removed(10, 12)], [{ kind: 'tail-missing', from: 10, to: 12 }]],
  ['all entries removed', [removed(1, 12)], [{ kind: 'all-missing', to: 12 }]],
  ['a removed head', ['delete from audit_head where ods_code = $1'], [{ kind: 'head-missing', last: 12 }]],
  ['a head put back', [headAt(9)], [{ kind: 'head-behind', head: 9, last: 12 }]],
  ['a head with another hash', [`update audit_head set hash = sha256('x') where ods_code = $1`], [{ kind: 'head-differs', number: 12 }]],
  [
    'an entry forged in the place of another',
    [altered(7, `entry = '{"at": "2026-03-02T08:07:00.000Z", "requestId": "forged"}'`)],
    [{ kind: 'altered', from: 7, to: 7 }],
  ],
  [
    'entries with numbers that none can have',
    [
      `insert into audit_entry values ($1, 0, '{"at": ""}', ''), ($1, -9223372036854775808, '{"at": ""}', ''),
         ($1, 9223372036854775807, '{"at": ""}', '')`,
    ],
    [
      { kind: 'misnumbered', number: -(2 ** 63) },
      { kind: 'misnumbered', number: 0 },
      { kind: 'misnumbered', number: 2 ** 63 },
    ],
  ],
]

describe('Tampering with the audit trail', () => {
  for (const [what, statements, faults] of TAMPERINGS) {
    test(`AUD-01 ${what}: ${faults.length === 1 ? 'one fault' : `${faults.length} faults`}`, async () => {
      const db = await givenDatabase()
      const chain = await givenChain(db, 12)

      await tamper(db, chain, statements)

      assert.deepEqual(await faultsOf(chain), faults)
    })
  }

  test('AUD-01 one altered entry of many pages is one fault, and a page may end anywhere', async () => {
    const db = await givenDatabase()
    const chain = newOdsCode()
    const trail = createAuditTrail(db)
    await Promise.all(Array.from({ length: 1500 }, (_, index) => trail.append(chain, givenEntry(index + 1))))
    assert.deepEqual(await faultsOf(chain), [])

    await tamper(db, chain, [altered(500, anotherStatus), removed(1000, 1001)])
    assert.deepEqual(await faultsOf(chain), [
      { kind: 'altered', from: 500, to: 500 },
      { kind: 'missing', from: 1000, to: 1001, unchecked: 1002 },
    ])

    // Of many faults the first are listed and all are counted
    await tamper(db, chain, [`update audit_entry set ${anotherStatus} where ods_code = $1 and number % 3 = 0 and number <> 1002`])
    const { faults } = await verified(chain)
    // Every third but 1002, with 500 beside 501; and the gap
    assert.equal(faults.count, 500)
    assert.deepEqual(faults.items.slice(0, 2), [
      { kind: 'altered', from: 3, to: 3 },
      { kind: 'altered', from: 6, to: 6 },
    ])
  })

  test('AUD-01 no single tampering with a chain passes unnoticed', async () => {
    const db = await givenDatabase()
    const number = fc.integer({ min: 1, max: 20 })
    const places = fc.record({ length: number, one: number, other: number, kind: fc.integer({ min: 0, max: 11 }) })
    await fc.assert(
      fc.asyncProperty(places, async ({ length, kind, ...numbers }) => {
        const one = ((numbers.one - 1) % length) + 1
        const other = ((numbers.other - 1) % length) + 1
        fc.pre(one < other || kind < 8)
        const statements = [
          [altered(one, anotherStatus)],
          [altered(one, `entry = entry || '{"patient": "another"}'`)],
          [altered(one, `hash = sha256(hash)`)],
          [altered(one, `hash = '' `)],
          [altered(one, `number = number + ${length + 1}`)],
          [removed(one)],
          [`insert into audit_entry select ods_code, ${length + 1}, entry, hash from audit_entry where ods_code = $1 and number = ${one}`],
          [altered(one, anotherStatus), ...(one > 1 ? [rehashed(one)] : [])],
          [removed(one, other)],
          swappedNumbers(one, other),
          [swappedContents(one, other)],
          [removed(one), moved(`number > ${one}`, -1)],
        ][kind]
        const chain = await givenChain(db, length)
        assert.equal((await verified(chain)).faults.count, 0)
        await tamper(db, chain, statements ?? [])
        assert.notEqual((await verified(chain)).faults.count, 0)
      }),
      { numRuns: 60 },
    )
  })
})
