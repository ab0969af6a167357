import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { givenDatabase, newOdsCode } from '../../../../test/given/database.ts'
import { runOperatorCommand } from '../run-operator-command.ts'
import { writeJudgeData } from './write-judge-data.ts'

const now = () => new Date('2026-03-02T08:00:00Z')

async function givenData(t: TestContext) {
  const cwd = await mkdtemp(join(tmpdir(), 'gpa-'))
  t.after(() => rm(cwd, { recursive: true }))
  const practice = newOdsCode()
  const codes = { practice, other: newOdsCode(), off: newOdsCode(), firstAsid: '200000990001' }
  await writeJudgeData(
    { now, writeFile: (path, text) => writeFile(join(cwd, path), text), print: () => undefined },
    { directory: '.', root: 'https://provider.example', serviceFiltering: 'supplier-disabled', ...codes },
  )
  const db = await givenDatabase()
  const gpa = async (...argv: string[]) => {
    let output = ''
    const write = (_stream: string, text: string) => {
      output += text
    }
    return { exitCode: await runOperatorCommand({ db, now, newId: randomUUID }, argv, { write, interactive: false, cwd }), output }
  }
  return { gpa, cwd, practice, target: async () => JSON.parse(await readFile(join(cwd, 'target.json'), 'utf8')) }
}

describe('gpa conformance-ids', () => {
  test('adds the ids of patients whom no search finds, once they are imported', async (t) => {
    // Given
    const { gpa, practice, target } = await givenData(t)
    const before = await target()
    const early = await gpa('conformance-ids', 'target.json')
    assert.deepEqual([early.exitCode, early.output], [1, 'The practice has no sensitive-patient: import its data first.\n'])
    assert.equal((await gpa('import', `practice-${practice}.json`)).exitCode, 0)

    // When
    const { exitCode, output } = await gpa('conformance-ids', 'target.json')

    // Then
    assert.deepEqual([exitCode, output], [0, `target.json: sensitive-id, inactive-id, deceased-id of ${practice} are named now.\n`])
    const { 'sensitive-id': sensitive, 'inactive-id': inactive, 'deceased-id': deceased, ...data } = (await target()).data
    assert.deepEqual(data, before.data)
    const ids = [sensitive.id, inactive.id, deceased.id]
    assert.equal(new Set(ids).size, 3)
    for (const id of ids) assert.match(id, /^[A-Za-z0-9.-]{1,64}$/)
  })

  test('says what is wrong with the file, and leaves it as it is', async (t) => {
    const { gpa, cwd } = await givenData(t)
    await writeFile(join(cwd, 'bad.json'), '{"serviceRoot":1}')
    const bad = await gpa('conformance-ids', 'bad.json')
    assert.equal(bad.exitCode, 1)
    assert.match(bad.output, /^bad\.json is no target: serviceRoot: /)
    assert.equal(await readFile(join(cwd, 'bad.json'), 'utf8'), '{"serviceRoot":1}')
    assert.equal((await gpa('conformance-ids', 'missing.json')).exitCode, 1)
    assert.equal((await gpa('conformance-ids')).exitCode, 2)
  })
})
