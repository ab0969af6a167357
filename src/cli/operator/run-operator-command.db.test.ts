import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { givenDatabase, newOdsCode } from '../../../test/given/database.ts'
import { listenForCommands, sendCommand } from '../../postgres/holder-socket.ts'
import { runOperatorCommand } from './run-operator-command.ts'

async function givenDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'gpa-'))
  t.after(() => rm(directory, { recursive: true }))
  return directory
}

const practice = (odsCode: string, changes: object = {}) =>
  JSON.stringify({
    kind: 'practice',
    odsCode,
    name: 'The Test Surgery',
    locations: [{ key: 'main', name: 'The Test Surgery' }],
    patients: [{ nhsNumber: '9990000018', nhsNumberVerified: true, family: 'Ashworth', registration: { type: 'R', start: '2012-04-02' } }],
    ...changes,
  })

async function gpa(cwd: string, argv: readonly string[], interactive = false) {
  const deps = { db: await givenDatabase(), now: () => new Date('2026-03-02T08:00:00Z'), newId: randomUUID }
  const output = { stdout: '', stderr: '' }
  const exitCode = await runOperatorCommand(deps, argv, {
    write: (stream, text) => {
      output[stream] += text
    },
    interactive,
    cwd,
  })
  return { exitCode, ...output }
}

describe('gpa import', () => {
  test('says what it did, file by file, and that a second time there was nothing to do', async (t) => {
    // Given
    const cwd = await givenDirectory(t)
    const odsCode = newOdsCode()
    await writeFile(join(cwd, 'surgery.json'), practice(odsCode))

    // When
    const first = await gpa(cwd, ['import', 'surgery.json'])
    const second = await gpa(cwd, ['import', 'surgery.json'])

    // Then
    assert.deepEqual(first, {
      exitCode: 0,
      stderr: '',
      stdout: [
        `surgery.json: The Test Surgery (${odsCode})`,
        '                     added    updated  unchanged',
        '  practice               1          0          0',
        '  locations              1          0          0',
        '  patients               1          0          0',
        '',
      ].join('\n'),
    })
    assert.deepEqual(second, {
      exitCode: 0,
      stderr: '',
      stdout: `surgery.json: The Test Surgery (${odsCode}) was in the book already: nothing changed\n`,
    })
  })

  test('a refused file is named with every fault and its place, and the others are imported', async (t) => {
    // Given
    const cwd = await givenDirectory(t)
    const [sound, refused] = [newOdsCode(), newOdsCode()]
    await writeFile(join(cwd, 'bad.json'), practice(refused, { locations: [{ key: 'annex', name: 'Annex' }], name: 7 }))
    await writeFile(join(cwd, 'torn.json'), '{ "kind": ')
    await writeFile(join(cwd, 'good.json'), practice(sound))

    // When
    const { exitCode, stdout, stderr } = await gpa(cwd, ['import', 'bad.json', 'torn.json', 'missing.json', 'good.json'])

    // Then
    assert.equal(exitCode, 1)
    assert.match(stdout, new RegExp(`^good.json: The Test Surgery \\(${sound}\\)`))
    assert.deepEqual(stderr.split('\n'), [
      'bad.json: refused, and nothing of it was imported.',
      '  name: must be of type string',
      '  locations: one of them must be the main surgery, with the key "main"',
      '2 faults.',
      'torn.json: refused, and nothing of it was imported.',
      '  line 1, column 11: the file ends too early',
      '1 fault.',
      'missing.json: could not be read (ENOENT).',
      '',
    ])
    const db = await givenDatabase()
    assert.deepEqual(await db.query('select ods_code from organisation where ods_code = any($1::text[])', [[sound, refused]]), [
      { ods_code: sound },
    ])
  })

  test('a Spine file is checked, and said to be for the simulated Spine', async (t) => {
    // Given
    const cwd = await givenDirectory(t)
    await writeFile(join(cwd, 'spine.json'), JSON.stringify({ kind: 'spine' }))
    await writeFile(join(cwd, 'bad.json'), JSON.stringify({ kind: 'spine', people: [{}] }))

    // When
    const { exitCode, stdout, stderr } = await gpa(cwd, ['import', 'spine.json', 'bad.json'])

    // Then
    assert.equal(exitCode, 1)
    assert.match(stdout, /^spine.json: a Spine file without a fault/)
    assert.match(stderr, /^ {2}people\[0\]\.nhsNumber: is missing$/m)
  })

  test('the national list is summed up, and a fault in it refuses it', async (t) => {
    // Given
    const cwd = await givenDirectory(t)
    const odsCode = newOdsCode()
    const columns = Array.from({ length: 27 }, () => '')
    Object.assign(columns, { 0: odsCode, 1: 'THE SURGERY', 12: 'A', 25: '4' })
    await writeFile(join(cwd, 'epraccur.csv'), `${columns.join(',')}\n`)
    await writeFile(join(cwd, 'cut.csv'), `${columns.slice(1).join(',')}\n`)

    // When
    const imported = await gpa(cwd, ['import', '--ods', 'epraccur.csv'])
    const refused = await gpa(cwd, ['import', '--ods', 'cut.csv'])

    // Then
    assert.equal(imported.exitCode, 0)
    assert.match(imported.stdout, /^epraccur.csv: the national list of practices\n +1 {2}practices added\n/)
    assert.equal(refused.exitCode, 1)
    assert.match(refused.stderr, /line 1: has 26 columns/)
  })

  test('wrong usage is 2, and asking for help is not', async (t) => {
    const cwd = await givenDirectory(t)
    for (const argv of [['import'], ['import', '--osd', 'x'], ['export']]) {
      const { exitCode, stderr } = await gpa(cwd, argv)
      assert.equal(exitCode, 2, argv.join(' '))
      assert.match(stderr, /error/)
    }
    const help = await gpa(cwd, ['import', '--help'])
    assert.equal(help.exitCode, 0)
    assert.match(help.stdout, /epraccur\.csv/)
  })

  test('progress is for a terminal, and leaves nothing behind on it', async (t) => {
    // Given
    const cwd = await givenDirectory(t)
    const session = {
      key: 'morning',
      location: 'main',
      practitionerRole: 'R0260',
      from: '+0d',
      to: '+6d',
      weekdays: ['mon', 'tue'],
      starts: '09:00',
      ends: '10:00',
      slotMinutes: 10,
      deliveryChannel: 'In-person',
    }
    await writeFile(join(cwd, 'surgery.json'), practice(newOdsCode(), { sessions: [session] }))

    // When
    const { stderr } = await gpa(cwd, ['import', 'surgery.json'], true)

    // Then
    assert.equal(stderr, '\r\u001b[Ksurgery.json: 100% of 12 slots\r\u001b[K')
  })

  test("whoever holds the data directory carries the command out for another process, from that one's directory", async (t) => {
    // Given
    const [held, cwd] = [await givenDirectory(t), await givenDirectory(t)]
    const odsCode = newOdsCode()
    await writeFile(join(cwd, 'surgery.json'), practice(odsCode))
    const deps = { db: await givenDatabase(), now: () => new Date('2026-03-02T08:00:00Z'), newId: randomUUID }
    const listener = await listenForCommands({
      directory: held,
      run: (argv, io) => runOperatorCommand(deps, argv, { ...io, cwd }),
    })
    t.after(() => listener.close())

    // When
    let stdout = ''
    const exitCode = await sendCommand({
      directory: held,
      argv: ['import', 'surgery.json'],
      stdout: {
        write: (text) => {
          stdout += text
        },
      },
      stderr: process.stderr,
    })

    // Then
    assert.equal(exitCode, 0)
    assert.match(stdout, new RegExp(`^surgery.json: The Test Surgery \\(${odsCode}\\)`))
  })
})
