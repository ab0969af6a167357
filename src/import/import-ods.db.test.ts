import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { describe, test } from 'node:test'
import { givenDatabase, newOdsCode } from '../../test/given/database.ts'
import { decodePracticeValue } from '../dataset/practice-file.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { Database } from '../postgres/database.ts'
import { importOds } from './import-ods.ts'
import { importPractice } from './import-practice.ts'
import { ImportRefused } from './import-refused.ts'

type Columns = Record<number, string>

/** A line as ODS publishes it: 27 columns, each in quotation marks, numbered from 1. */
function line(odsCode: string, changes: Columns = {}): string {
  const columns: Columns = {
    1: odsCode,
    2: 'THE TEST SURGERY',
    3: 'Y60',
    4: 'QWO',
    5: 'TEST HEALTH CENTRE',
    6: '1 HIGH STREET',
    7: '',
    8: 'LEEDS',
    9: 'WEST YORKSHIRE',
    10: 'LS1 6AE',
    11: '19740401',
    13: 'A',
    14: 'B',
    15: '15F',
    16: '20200401',
    18: '0113 4960000',
    22: '0',
    24: '15F',
    26: '4',
    ...changes,
  }
  return Array.from({ length: 27 }, (_, index) => `"${columns[index + 1] ?? ''}"`).join(',')
}

const list = (...lines: string[]) => `${lines.join('\r\n')}\r\n`

async function importList(text: string, db?: Database) {
  return importOds({ db: db ?? (await givenDatabase()), newId: randomUUID }, () => Readable.from(Buffer.from(text)))
}

async function organisations(...odsCodes: OdsCode[]) {
  const db = await givenDatabase()
  return db.query<{ name: string; version: number }>(
    `select ods_code, name, address, telecom, version, xmin::text, (select count(*)::int from location l where l.ods_code = o.ods_code) as locations
     from organisation o where ods_code = any($1::text[]) order by ods_code`,
    [odsCodes],
  )
}

describe('import of the national list of practices', () => {
  test('each active GP practice becomes an organisation with a main surgery', async () => {
    // Given
    const odsCode = newOdsCode()

    // When
    const imported = await importList(list(line(odsCode)))

    // Then
    assert.deepEqual(imported, { added: 1, updated: 0, unchanged: 0, ownFile: 0, notActive: 0, otherSettings: 0 })
    const db = await givenDatabase()
    const rows = await db.query(
      `select key, l.name, l.address, l.telecom from location l join organisation o using (ods_code)
       where ods_code = $1 and o.name = l.name and o.address = l.address and o.telecom = l.telecom`,
      [odsCode],
    )
    assert.deepEqual(rows, [
      {
        key: 'main',
        name: 'THE TEST SURGERY',
        address: { lines: ['TEST HEALTH CENTRE', '1 HIGH STREET', 'LEEDS', 'WEST YORKSHIRE'], postalCode: 'LS1 6AE' },
        telecom: [{ system: 'phone', value: '0113 4960000', use: 'work' }],
      },
    ])
  })

  test('practices that are not active and other prescribing settings are counted, not taken', async () => {
    // Given
    const odsCodes = Array.from({ length: 6 }, newOdsCode)
    const changes = [{ 13: 'C', 12: '20190331' }, { 13: 'D' }, { 13: 'P' }, { 26: '1' }, { 26: '' }, { 26: 'RO76' }]

    // When
    const imported = await importList(list(...odsCodes.map((odsCode, index) => line(odsCode, changes[index]))))

    // Then
    assert.deepEqual(imported, { added: 1, updated: 0, unchanged: 0, ownFile: 0, notActive: 3, otherSettings: 2 })
    assert.equal((await organisations(...odsCodes)).length, 1)
  })

  test('a fault anywhere refuses the list before anything is written', async () => {
    // Given
    const [first, last] = [newOdsCode(), newOdsCode()]
    const faulty = list(
      line(first),
      line('b86013'),
      line(last, { 13: 'X', 11: '1.4.1974' }),
      line(newOdsCode(), { 2: ' ' }),
      line(newOdsCode(), { 26: 'four' }),
      'A81001,too,short',
      line(first),
    )

    // When
    const refused = importList(faulty)

    // Then
    await assert.rejects(refused, (error) => {
      assert.ok(error instanceof ImportRefused)
      assert.deepEqual(
        error.faults.map(({ place, message }) => `${place} ${message}`),
        [
          'line 2, column 1 is no ODS code',
          'line 3, column 11 is no date as yyyymmdd',
          'line 3, column 13 is no status: A, C, D or P',
          'line 4, column 2 is blank: every organisation has a name',
          'line 5, column 26 is no prescribing setting',
          'line 6 has 3 columns, and not the 27 that ODS publishes',
          'line 7, column 1 repeats the code of line 1',
        ],
      )
      return true
    })
    assert.deepEqual(await organisations(first, last), [])
  })

  for (const [what, text] of [
    ['an empty file', ''],
    ['a quotation mark that is never closed', `${line('A81001')}\r\n"A81002,"x`],
    ['bytes that are not UTF-8', Buffer.from(list(line('A81001', { 2: 'CAF\u00c9 SURGERY' })), 'latin1')],
  ] as const) {
    test(`${what} is refused with its place`, async () => {
      const db = await givenDatabase()
      const refused = importOds({ db, newId: randomUUID }, () => Readable.from(Buffer.from(text)))
      await assert.rejects(refused, (error) => error instanceof ImportRefused && error.faults.length === 1 && error.faults[0]?.place !== '')
    })
  }

  test('a run that was interrupted is finished by running it again', async () => {
    // Given a database that goes away after the second practice
    const odsCodes = Array.from({ length: 4 }, newOdsCode)
    const text = list(...odsCodes.map((odsCode) => line(odsCode)))
    const db = await givenDatabase()
    let left = 2
    const failing: Database = {
      ...db,
      transaction: (run) => {
        left -= 1
        return left < 0 ? Promise.reject(new Error('The connection was lost')) : db.transaction(run)
      },
    }

    // When
    await assert.rejects(importList(text, failing), /connection was lost/)
    const halfWay = await organisations(...odsCodes)
    const again = await importList(text)

    // Then
    assert.equal(halfWay.length, 2)
    assert.deepEqual([again.added, again.unchanged], [2, 2])
    assert.deepEqual((await organisations(...odsCodes)).slice(0, 2), halfWay, 'what was there is not written again')
  })

  test('a later list updates a practice that only the list describes', async () => {
    // Given
    const odsCode = newOdsCode()
    await importList(list(line(odsCode)))

    // When
    const imported = await importList(list(line(odsCode, { 2: 'THE NEW SURGERY' })))

    // Then
    assert.equal(imported.updated, 1)
    const [organisation] = await organisations(odsCode)
    assert.deepEqual([organisation?.name, organisation?.version], ['THE NEW SURGERY', 2])
  })

  test('a practice that has been set up here keeps what its own file says', async () => {
    // Given
    const db = await givenDatabase()
    const odsCode = newOdsCode()
    await importList(list(line(odsCode)))
    const decoded = decodePracticeValue({
      kind: 'practice',
      odsCode,
      asid: '200000000333',
      name: 'The Test Surgery',
      locations: [{ key: 'main', name: 'The Test Surgery' }],
    })
    assert.ok('file' in decoded)
    await importPractice({ db, now: () => new Date('2026-03-02T08:00:00Z'), newId: randomUUID }, decoded.file)
    const before = await organisations(odsCode)

    // When
    const imported = await importList(list(line(odsCode, { 2: 'THE NEW SURGERY' })))

    // Then
    assert.deepEqual(imported, { added: 0, updated: 0, unchanged: 0, ownFile: 1, notActive: 0, otherSettings: 0 })
    assert.deepEqual(await organisations(odsCode), before)
    assert.equal(before[0]?.name, 'The Test Surgery')
  })
})
