import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { givenDatabase, newOdsCode } from '../../../../test/given/database.ts'
import { decodeTargetValue } from '../../../conformance/target/decode-target.ts'
import { runOperatorCommand } from '../run-operator-command.ts'
import { writeJudgeData } from './write-judge-data.ts'

const now = () => new Date('2026-03-02T08:00:00Z')

async function givenData(t: TestContext) {
  const cwd = await mkdtemp(join(tmpdir(), 'gpa-'))
  t.after(() => rm(cwd, { recursive: true }))
  const practice = newOdsCode()
  const codes = { practice, other: newOdsCode(), off: newOdsCode(), halfOff: newOdsCode(), firstAsid: '200000990001' }
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
  test('adds the ids of patients and slots that no search finds, once they are imported', async (t) => {
    // Given
    const { gpa, practice, target } = await givenData(t)
    const before = await target()
    const early = await gpa('conformance-ids', 'target.json')
    assert.equal(early.exitCode, 1)
    assert.match(early.output, /has nothing for sensitive-id, .*beyond-window-slot: import its data of the same day first\.\n$/)
    assert.equal((await gpa('import', `practice-${practice}.json`)).exitCode, 0)

    // When
    const { exitCode, output } = await gpa('conformance-ids', 'target.json')

    // Then
    assert.equal(exitCode, 0)
    assert.match(output, new RegExp(`^target.json: sensitive-id, .*beyond-window-slot of ${practice} are named now.\\n$`))
    const { data } = await target()
    const added = Object.keys(data).filter((need) => !(need in before.data))
    assert.equal(added.length, 7)
    assert.equal(new Set(added.map((need) => data[need].id)).size, 7)
    assert.deepEqual(data, { ...before.data, ...Object.fromEntries(added.map((need) => [need, data[need]])) })
    assert.ok('target' in decodeTargetValue(await target()))
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
