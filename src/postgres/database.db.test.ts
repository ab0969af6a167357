import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenDatabase, newOdsCode } from '../../test/given/database.ts'

const insertPractice = 'insert into organisation (ods_code, id, name) values ($1, $1, $2)'
const countPractices = 'select count(*) as count from organisation where ods_code = $1'

describe('Database', () => {
  test('the server and the embedded database give the same JavaScript values', async () => {
    // Given
    const db = await givenDatabase()

    // When
    const rows = await db.query(`
      select 9007199254740991::int8 as big, 7::int4 as int, 1.50::numeric as exact, 1.5::float8 as float, true as yes, null::text as nothing,
        date '2026-03-29' as day, timestamptz '2026-03-29T01:30:00+01:00' as instant, '{"a": [1]}'::jsonb as json,
        array['a', null, 'b,"c'] as texts, array[1, 2]::int8[] as bigs, array[date '2026-03-29'] as days, array[1.50] as exacts`)

    // Then
    assert.deepEqual(rows, [
      {
        big: 9007199254740991,
        int: 7,
        exact: '1.50',
        float: 1.5,
        yes: true,
        nothing: null,
        day: '2026-03-29',
        instant: new Date('2026-03-29T00:30:00Z'),
        json: { a: [1] },
        texts: ['a', null, 'b,"c'],
        bigs: [1, 2],
        days: ['2026-03-29'],
        exacts: ['1.50'],
      },
    ])
  })

  test('every kind of parameter arrives as what it is', async () => {
    // Given
    const db = await givenDatabase()
    const texts = ['plain', '', 'comma,', '"quoted"', 'back\\slash', 'NULL', '{}', 'new\nline', 'é']

    // When
    const rows = await db.query(
      `select $1::text as text, $2::text as number_as_text, $3::int8 as number, $4::boolean as no, $5::timestamptz as instant,
        $6::text as nothing, $7::text[] as texts, $8::jsonb as json, $9::date as day, $10::text[] as empty, 'b' = any($11::text[]) as member`,
      [
        "it's",
        12,
        1.0e6,
        false,
        new Date('2026-10-25T01:30:00Z'),
        null,
        texts,
        JSON.stringify({ a: "it's" }),
        '2026-10-25',
        [],
        ['a', 'b'],
      ],
    )

    // Then
    assert.deepEqual(rows, [
      {
        text: "it's",
        number_as_text: '12',
        number: 1_000_000,
        no: false,
        instant: new Date('2026-10-25T01:30:00Z'),
        nothing: null,
        texts,
        json: { a: "it's" },
        day: '2026-10-25',
        empty: [],
        member: true,
      },
    ])
  })

  test('a refused row names its SQLSTATE and constraint, and not its content', async () => {
    // Given
    const db = await givenDatabase()
    const odsCode = newOdsCode()
    await db.query(insertPractice, [odsCode, 'Secret Name'])

    // When
    const error: unknown = await db.query(insertPractice, [odsCode, 'Secret Name']).catch((caught: unknown) => caught)

    // Then
    assert.ok(error instanceof Error && 'code' in error)
    assert.equal(error.code, '23505')
    assert.ok('constraint' in error)
    assert.equal(error.constraint, 'organisation_pkey')
    assert.doesNotMatch(JSON.stringify({ ...error, message: error.message }), new RegExp(`Secret|${odsCode}`))
  })

  test('a value that its type cannot hold is refused without being repeated', async () => {
    // Given
    const db = await givenDatabase()

    // When
    const error: unknown = await db.query('select $1::date as day', ['9990000018']).catch((caught: unknown) => caught)

    // Then
    assert.ok(error instanceof Error && 'code' in error)
    assert.match(String(error.code), /^22/)
    assert.doesNotMatch(error.message, /9990000018/)
  })

  test('a transaction commits what its callback did, and gives back what it made', async () => {
    // Given
    const db = await givenDatabase()
    const odsCode = newOdsCode()

    // When
    const made = await db.transaction(async (tx) => {
      await tx.query(insertPractice, [odsCode, 'One'])
      return tx.query(countPractices, [odsCode])
    })

    // Then
    assert.deepEqual(made, [{ count: 1 }])
    assert.deepEqual(await db.query(countPractices, [odsCode]), [{ count: 1 }])
  })

  test('a transaction whose callback throws leaves nothing, and throws the same', async () => {
    // Given
    const db = await givenDatabase()
    const odsCode = newOdsCode()
    const refusal = new Error('refused')

    // When
    const error: unknown = await db
      .transaction(async (tx) => {
        await tx.query(insertPractice, [odsCode, 'One'])
        throw refusal
      })
      .catch((caught: unknown) => caught)

    // Then
    assert.equal(error, refusal)
    assert.deepEqual(await db.query(countPractices, [odsCode]), [{ count: 0 }])
  })

  test('a transaction that swallowed an error is not called committed', async () => {
    // Given
    const db = await givenDatabase()
    const odsCode = newOdsCode()

    // When
    const transaction = db.transaction(async (tx) => {
      await tx.query(insertPractice, [odsCode, 'One'])
      await tx.query(insertPractice, [odsCode, 'One again']).catch(() => undefined)
    })

    // Then
    await assert.rejects(transaction, /Nothing was committed/)
    assert.deepEqual(await db.query(countPractices, [odsCode]), [{ count: 0 }])
  })

  test('a statement after the end of its transaction is refused', async () => {
    // Given
    const db = await givenDatabase()

    // When
    const tx = await db.transaction(async (inside) => inside)

    // Then
    await assert.rejects(tx.query('select 1'), /over/)
  })

  test('a query outside a transaction is never part of it', async () => {
    // Given
    const db = await givenDatabase()
    const inside = newOdsCode()
    const outside = newOdsCode()

    // When somebody else writes while a transaction is open that will be rolled back
    let written: Promise<unknown> = Promise.resolve()
    const transaction = db.transaction(async (tx) => {
      await tx.query(insertPractice, [inside, 'Inside'])
      written = db.query(insertPractice, [outside, 'Outside'])
      await tx.query('select 1')
      throw new Error('refused')
    })
    await assert.rejects(transaction, /refused/)
    await written

    // Then only the transaction's own row is gone
    assert.deepEqual(await db.query(countPractices, [inside]), [{ count: 0 }])
    assert.deepEqual(await db.query(countPractices, [outside]), [{ count: 1 }])
  })

  test('simultaneous transactions keep apart', async () => {
    // Given a row that each of them reads and then writes
    const db = await givenDatabase()
    const odsCode = newOdsCode()
    await db.query(insertPractice, [odsCode, 'Counted'])

    // When
    const one = () =>
      db.transaction(async (tx) => {
        const [row] = await tx.query<{ version: number }>('select version from organisation where ods_code = $1 for update', [odsCode])
        await tx.query('update organisation set version = $2 where ods_code = $1', [odsCode, (row?.version ?? 0) + 1])
      })
    await Promise.all(Array.from({ length: 20 }, one))

    // Then none has overwritten another
    assert.deepEqual(await db.query('select version from organisation where ods_code = $1', [odsCode]), [{ version: 21 }])
  })
})
