import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenDatabase, newOdsCode } from '../../test/given/database.ts'

describe('Transactions on a server', () => {
  test('of two that are in a deadlock both succeed', async () => {
    // Given two rows, and two transactions that lock them in opposite order
    const db = await givenDatabase()
    const rows = [newOdsCode(), newOdsCode()]
    for (const odsCode of rows) await db.query('insert into organisation (ods_code, id, name) values ($1, $1, $1)', [odsCode])

    let runs = 0
    let bothHaveOne = () => {}
    const meeting = new Promise<void>((resolve) => {
      bothHaveOne = resolve
    })
    const lockBoth = (order: readonly string[]) =>
      db.transaction(async (tx) => {
        runs += 1
        for (const [index, odsCode] of order.entries()) {
          await tx.query('update organisation set version = version + 1 where ods_code = $1', [odsCode])
          if (index === 0 && runs === 2) bothHaveOne()
          if (index === 0) await meeting
        }
      })

    // When
    await Promise.all([lockBoth(rows), lockBoth([...rows].reverse())])

    // Then one was run again, and each change was made once
    assert.equal(runs, 3)
    for (const odsCode of rows) {
      assert.deepEqual(await db.query('select version from organisation where ods_code = $1', [odsCode]), [{ version: 3 }])
    }
  })

  test('of serializable ones that contradict each other both succeed', async () => {
    // Given two transactions that each count both rows and then change one
    const db = await givenDatabase()
    const rows = [newOdsCode(), newOdsCode()]
    for (const odsCode of rows) await db.query('insert into organisation (ods_code, id, name) values ($1, $1, $1)', [odsCode])

    let [runs, reads] = [0, 0]
    let bothHaveRead = () => {}
    const meeting = new Promise<void>((resolve) => {
      bothHaveRead = resolve
    })
    const addUp = (target: string) =>
      db.transaction(async (tx) => {
        runs += 1
        await tx.query('set transaction isolation level serializable')
        const [sum] = await tx.query<{ sum: number }>('select sum(version) as sum from organisation where ods_code = any($1)', [rows])
        reads += 1
        if (reads === 2) bothHaveRead()
        await meeting
        await tx.query('update organisation set version = $2 where ods_code = $1', [target, sum?.sum ?? null])
      })

    // When
    await Promise.all(rows.map(addUp))

    // Then they happened one after the other: 1 + 1 = 2, then 2 + 1 = 3
    const versions = await db.query<{ version: number }>('select version from organisation where ods_code = any($1) order by version', [
      rows,
    ])
    assert.deepEqual(
      versions.map(({ version }) => version),
      [2, 3],
    )
    // One ran again at least: PostgreSQL may refuse more than it must.
    assert.ok(runs >= 3, `${runs} runs`)
  })
})
