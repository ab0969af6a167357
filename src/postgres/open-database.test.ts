import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openDatabase } from './open-database.ts'

const migrations = fileURLToPath(new URL('../../migrations/provider', import.meta.url))
const insertPractice = 'insert into organisation (ods_code, id, name) values ($1, $1, $1)'
const practices = 'select ods_code from organisation order by ods_code'

async function givenDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'gp-data-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  return directory
}

describe('A database in a directory', () => {
  test('is made when it is not there, kept, refused to a second process, and begun anew on demand', async (t) => {
    // Given a directory where an earlier process was killed while it made the database
    const directory = join(await givenDirectory(t), 'data')
    await mkdir(join(directory, 'postgres.new', 'base'), { recursive: true })
    await writeFile(join(directory, 'postgres.new', 'PG_VERSION'), '18')

    // When it is opened, it is new
    const first = await openDatabase({ directory }, migrations)
    assert.deepEqual(await first.query(practices), [])
    assert.ok(!existsSync(join(directory, 'postgres.new')))
    await first.query(insertPractice, ['A20047'])

    // Then nobody else gets it
    await assert.rejects(openDatabase({ directory }, migrations), (error: Error) => {
      assert.match(error.message, /in use by another process/)
      assert.ok(error.message.includes(directory))
      return true
    })

    // And when it is opened again, it has what was written
    await first.close()
    const second = await openDatabase({ directory }, migrations)
    assert.deepEqual(await second.query(practices), [{ ods_code: 'A20047' }])
    await second.close()

    // And afresh, it has nothing
    const third = await openDatabase({ directory, fresh: true }, migrations)
    assert.deepEqual(await third.query(practices), [])
    await third.close()
  })

  test('has every change that was reported, though its process was killed', async (t) => {
    // Given a process that reports each practice it has committed
    const directory = await givenDirectory(t)
    const script = `import { openDatabase } from ${JSON.stringify(new URL('./open-database.ts', import.meta.url).href)}
      const [directory, migrations] = process.argv.slice(1)
      const db = await openDatabase({ directory }, migrations)
      for (let number = 1000; ; number += 1) {
        await db.transaction((tx) => tx.query(${JSON.stringify(insertPractice)}, ['K' + number]))
        console.log('K' + number)
      }`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script, directory, migrations], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    t.after(() => child.kill('SIGKILL'))

    // When it is killed at work
    const reported: string[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      reported.push(line)
      if (reported.length === 200) child.kill('SIGKILL')
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')

    // Then the directory can be opened at once, and nothing that was reported is missing
    const db = await openDatabase({ directory }, migrations)
    t.after(() => db.close())
    const rows = await db.query<{ ods_code: string }>(practices)
    const kept = new Set(rows.map((row) => row.ods_code))
    assert.ok(reported.length >= 200)
    assert.deepEqual(
      reported.filter((odsCode) => !kept.has(odsCode)),
      [],
    )
  })

  test('is not made among files that belong to something else', async (t) => {
    // Given
    const directory = await givenDirectory(t)
    await mkdir(join(directory, 'postgres'))
    await writeFile(join(directory, 'postgres', 'letter.txt'), 'mine')

    // When, Then: refused, and the directory is let go
    await assert.rejects(openDatabase({ directory }, migrations), /neither empty nor a database/)
    assert.ok(existsSync(join(directory, 'postgres', 'letter.txt')))
    await rm(join(directory, 'postgres'), { recursive: true })
    const db = await openDatabase({ directory }, migrations)
    await db.close()
  })
})
