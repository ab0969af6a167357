import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { bookingOf } from '../../../test/given/booking.ts'
import { givenDatabase, newOdsCode } from '../../../test/given/database.ts'
import { givenPractice, PATIENT } from '../../../test/given/practice.ts'
import { createAuditTrail } from '../../audit/audit-trail.ts'
import { addEntries, givenChain, givenEntry } from '../../audit/given-chain.ts'
import { tamper } from '../../audit/given-tampering.ts'
import { statementError } from '../../postgres/statement-error.ts'
import { runOperatorCommand } from './run-operator-command.ts'

async function givenDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'gpa-'))
  t.after(() => rm(directory, { recursive: true }))
  return directory
}

type Terminal = { cwd?: string; interactive?: boolean; columns?: number; now?: Date }

async function gpa(argv: readonly string[], { cwd = '/', interactive = false, columns, now = new Date() }: Terminal = {}) {
  const output = { stdout: '', stderr: '' }
  const write = (stream: 'stdout' | 'stderr', text: string) => {
    output[stream] += text
  }
  const deps = { db: await givenDatabase(), now: () => now, newId: randomUUID }
  const exitCode = await runOperatorCommand(deps, ['audit', ...argv], { write, interactive, cwd, ...(columns && { columns }) })
  return { exitCode, ...output }
}

const ALTERED = `update audit_entry set entry = jsonb_set(entry, '{status}', '201') where ods_code = $1 and number = 2`

describe('gpa audit verify', () => {
  test('AUD-01 says what was proved of chains that are whole', async () => {
    const db = await givenDatabase()
    const [one, other, nobody] = [await givenChain(db, 3), await givenChain(db, 1), newOdsCode()]

    const { exitCode, stdout, stderr } = await gpa(['verify', '--practice', one.toLowerCase(), other, '--practice', nobody])

    assert.deepEqual([exitCode, stderr], [0, ''])
    assert.equal(
      stdout,
      [
        'Chain   Entries  From                 To                   Verdict',
        `${one}  3        2026-03-02 08:01:00  2026-03-02 08:03:00  whole`,
        `${other}  1        2026-03-02 08:01:00  2026-03-02 08:01:00  whole`,
        `${nobody}  0                                                  no entries`,
        '',
        'Whole: 3 chains, 4 entries, from 2026-03-02 08:01:00 to 2026-03-02 08:03:00 (UK time). Nothing within was altered, removed or put elsewhere.',
        'That no chain was rewritten whole, and no end taken off with its head, only heads saved before can prove: --save, --against.',
        '',
      ].join('\n'),
    )
  })

  test('AUD-01 names each fault by practice and entry, and its exit code is 1', async () => {
    const db = await givenDatabase()
    const [whole, damaged] = [await givenChain(db, 3), await givenChain(db, 9)]
    await tamper(db, damaged, [ALTERED, 'delete from audit_entry where ods_code = $1 and number in (5, 8, 9)'])

    const { exitCode, stdout } = await gpa(['verify', '--practice', whole, damaged])
    const json = await gpa(['verify', '--practice', damaged, '--json'])

    assert.equal(exitCode, 1)
    assert.equal(
      stdout.split('\n').slice(1, 9).join('\n'),
      [
        `${whole}  3        2026-03-02 08:01:00  2026-03-02 08:03:00  whole`,
        `${damaged}  6        2026-03-02 08:01:00  2026-03-02 08:07:00  3 FAULTS`,
        '',
        `${damaged}: 3 faults`,
        '  entry 2 does not fit its hash: it was altered, or entry 1 was, and given a new hash',
        '  entry 5 is missing; entry 6, which follows, cannot be checked',
        '  at the end, entries 8 to 9 are missing',
        '',
      ].join('\n'),
    )
    assert.match(stdout, /^NOT WHOLE: 3 faults in 1 chain, of 2 chains, 9 entries, from /m)
    assert.equal(json.exitCode, 1)
    const { whole: isWhole, chains } = JSON.parse(json.stdout)
    assert.deepEqual([isWhole, chains[0].practice, chains[0].faultCount, chains[0].end.number], [false, damaged, 3, 7])
    assert.deepEqual(chains[0].faults, [
      { kind: 'altered', from: 2, to: 2 },
      { kind: 'missing', from: 5, to: 5, unchecked: 6 },
      { kind: 'tail-missing', from: 8, to: 9 },
    ])
  })

  test('AUD-01 heads that were saved are proved to be still there, and a chain rewritten whole is found by them', async (t) => {
    // Given
    const cwd = await givenDirectory(t)
    const db = await givenDatabase()
    const chain = await givenChain(db, 4)
    const verify = (...more: string[]) => gpa(['verify', '--practice', chain, ...more], { cwd, now: new Date('2026-03-03T08:00:00Z') })

    // When they are saved, and others come after them
    const saved = await verify('--save', 'heads.json')
    await addEntries(db, chain, { from: 5, to: 6 })
    const later = await verify('--against', 'heads.json', '--json')

    // Then
    assert.equal(saved.exitCode, 0)
    assert.match(saved.stdout, /\n1 head was saved in heads.json: keep it where nobody can alter both.\n$/)
    const file = JSON.parse(await readFile(join(cwd, 'heads.json'), 'utf8'))
    assert.deepEqual(
      [file.kind, file.savedAt, file.heads[0].practice, file.heads[0].number],
      ['audit-heads', '2026-03-03T08:00:00.000Z', chain, 4],
    )
    assert.equal(JSON.parse(later.stdout).whole, true)
    assert.match((await verify('--against', 'heads.json')).stdout, /\n1 head saved on 2026-03-03 08:00:00 still in place.\n$/)

    // And when its end is removed, with the head
    await tamper(db, chain, [
      'delete from audit_entry where ods_code = $1 and number > 3',
      `update audit_head set number = 3, hash = (select hash from audit_entry where ods_code = $1 and number = 3) where ods_code = $1`,
    ])
    assert.equal((await verify()).exitCode, 0)
    const against = await verify('--against', 'heads.json')
    assert.equal(against.exitCode, 1)
    assert.match(against.stdout, / {2}entry 4, which was there when the heads were saved, is missing\n/)
    assert.match(against.stdout, /\nOf 1 head saved on 2026-03-03 08:00:00, 1 not in place.\n$/)
  })

  test('AUD-01 saved heads are never written over, and a file that cannot be used is said before anything is read', async (t) => {
    const cwd = await givenDirectory(t)
    const chain = await givenChain(await givenDatabase(), 1)
    const verify = (...more: string[]) => gpa(['verify', '--practice', chain, ...more], { cwd })
    const head = { practice: chain, number: 1, hash: 'a'.repeat(64) }
    const files = {
      'torn.json': '{',
      'other.json': '{"kind": "practice"}',
      'twice.json': JSON.stringify({ kind: 'audit-heads', savedAt: '2026-03-02T08:00:00Z', heads: [head, head] }),
      'wrong.json': JSON.stringify({ kind: 'audit-heads', savedAt: '2026-03-02T08:00:00Z', heads: [{ ...head, practice: 'a b' }] }),
    }
    for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text)

    const refusals = await Promise.all(['missing.json', ...Object.keys(files)].map((name) => verify('--against', name)))
    const over = await verify('--save', 'torn.json')
    const nowhere = await verify('--save', 'no/heads.json')

    assert.deepEqual(
      [...refusals, over, nowhere].map(({ exitCode }) => exitCode),
      [2, 2, 2, 2, 2, 2, 2],
    )
    assert.deepEqual(
      refusals.map(({ stdout, stderr }) => stdout + stderr.split(':')[0]),
      [
        'missing.json could not be read (ENOENT).\n',
        'torn.json is not JSON.\n',
        'other.json is not what "gpa audit verify --save" writes',
        'twice.json is not what "gpa audit verify --save" writes',
        'wrong.json is not what "gpa audit verify --save" writes',
      ].map((line) => join(cwd, line)),
    )
    assert.match(over.stderr, /torn.json is there already, and saved heads are never written over: choose another name/)
    assert.match(nowhere.stderr, /could not be written \(ENOENT\)/)
    assert.equal(await readFile(join(cwd, 'torn.json'), 'utf8'), '{')
  })

  test('AUD-02 a change without an audit entry is a notice, and no fault', async (t) => {
    const practice = await givenPractice(t, {
      slots: ['2026-03-02T09:00'],
      audit: { append: async () => Promise.reject(new Error('the disk is full')) },
    })
    await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, ['2026-03-02T09:00']) })

    const later = new Date(Date.now() + 90_000)
    const { exitCode, stdout } = await gpa(['verify', '--practice', practice.odsCode], { now: later })
    const json = await gpa(['verify', '--practice', practice.odsCode, '--json'], { now: later })

    assert.equal(exitCode, 0)
    assert.match(stdout, /\nNotice: 1 change of a record without an audit entry\. /)
    assert.match(stdout, new RegExp(`\n${practice.odsCode} {4}\\S+ \\S+ {2}Appointment/\\S+/_history/1 {2}Ms Call Handler {2}B30012 `))
    assert.deepEqual([JSON.parse(json.stdout).whole, JSON.parse(json.stdout).unauditedCount], [true, 1])
  })

  test('AUD-01 where there is no entry nothing is said to be proved', async () => {
    const { exitCode, stdout } = await gpa(['verify', '--practice', newOdsCode()])
    assert.equal(exitCode, 0)
    assert.match(stdout, /^Nothing was proved: there is no entry\.$/m)
  })

  test('progress is for a terminal, and leaves nothing behind on it', async () => {
    const chain = await givenChain(await givenDatabase(), 2)
    const { stderr } = await gpa(['verify', '--practice', chain], { interactive: true })
    assert.equal(stderr, `\r\u001b[K${chain}: 100% of 2 entries\r\u001b[K`)
  })

  test('every chain is verified where none is named', async () => {
    const chain = await givenChain(await givenDatabase(), 2)
    const { stdout } = await gpa(['verify', '--json'])
    const found = JSON.parse(stdout).chains.find(({ practice }: { practice: string }) => practice === chain)
    assert.deepEqual([found.entries, found.faultCount], [2, 0])
  })
})

describe('gpa audit search', () => {
  test('AUD-01 shows who did what for whom, and what came of it', async (t) => {
    // Given a booking, and a call that is refused before its token holds
    const practice = await givenPractice(t, { slots: ['2026-03-02T09:00'] })
    const headers = { 'ssp-traceid': 'trace-1' }
    await practice.call('bookAppointment', '/Appointment', { body: bookingOf(practice, ['2026-03-02T09:00']), headers })
    await practice.call('findPatient', `/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C${PATIENT}`, {
      headers: { 'ssp-traceid': 'trace-2', 'ssp-to': 'nobody' },
    })
    const patient = practice.patients[PATIENT] ?? ''

    // When
    const all = await gpa(['search', '--practice', practice.odsCode])
    const refused = await gpa(['search', '--practice', practice.odsCode, '--refused', '--json'])
    const none = await gpa(['search', '--practice', practice.odsCode, '--user', 'somebody', '--from', '2026-03-02'])

    // Then
    const lines = all.stdout.split('\n').map((line) => line.split(/ {2,}/))
    assert.deepEqual(lines.slice(0, 3), [
      ['When (UK)', 'Practice', 'No', 'Who', 'Organisation', 'Interaction', 'Outcome', 'Patient', 'Trace id'],
      ['2026-03-02 08:00:00', practice.odsCode, '2', 'Ms Call Handler?', 'B30012?', 'findPatient', '400 BAD_REQUEST', 'trace-2'],
      ['2026-03-02 08:00:00', practice.odsCode, '1', 'Ms Call Handler', 'B30012', 'bookAppointment', '201', patient, 'trace-1'],
    ])
    assert.equal(lines.at(-2)?.[0], `2 found: in ${practice.odsCode}.`)
    const entry = JSON.parse(refused.stdout)
    assert.deepEqual([entry.practice, entry.number, entry.code], [practice.odsCode, 2, 'BAD_REQUEST'])
    assert.match(entry.target, /nhs-number%7C\*{6}0018$/)
    assert.deepEqual(none, {
      exitCode: 0,
      stderr: '',
      stdout: `No entry was found: in ${practice.odsCode}, user somebody, from 2026-03-02T00:00:00+00:00.\n`,
    })
  })

  test('AUD-01 by NHS number, which is not shown unless asked for, nor said again when it is wrong', async (t) => {
    const practice = await givenPractice(t)
    await createAuditTrail(practice.db).append(practice.odsCode, givenEntry(1, { nhsNumber: PATIENT, target: `GET /x|${PATIENT}` }))
    const search = (...more: string[]) => gpa(['search', '--practice', practice.odsCode, '--nhs-number', ...more])

    const outputs = [await search(PATIENT), await search(PATIENT, '--json'), await search('9990000019')]
    for (const { stdout, stderr } of outputs) assert.doesNotMatch(stdout + stderr, /999/)
    assert.match(outputs[0]?.stdout ?? '', / {2}\*{6}0018 {2}.*\n\n1 found: in \w+, NHS number \*{6}0018\.\n$/)
    assert.deepEqual(
      outputs.map(({ exitCode }) => exitCode),
      [0, 0, 2],
    )
    const shown = await search('999 000 0018', '--json', '--show-nhs-numbers')
    assert.deepEqual([JSON.parse(shown.stdout).nhsNumber, JSON.parse(shown.stdout).target], [PATIENT, `GET /x|${PATIENT}`])
    assert.match((await search(PATIENT, '--show-nhs-numbers')).stdout, / {2}9990000018 {2}/)
  })

  test('is as wide as the terminal, says that there is more, and lets nothing that was sent act on it', async () => {
    const db = await givenDatabase()
    const chain = newOdsCode()
    const name = `Ms \u001b[31m${'Long '.repeat(20)}`
    const trail = createAuditTrail(db)
    for (const number of [1, 2, 3])
      await trail.append(chain, givenEntry(number, { user: { name }, patient: randomUUID(), traceId: randomUUID() }))

    const narrow = await gpa(['search', '--practice', chain, '--limit', '2'], { columns: 100 })
    const wide = await gpa(['search', '--practice', chain, '--limit', '2'])

    const [head, ...lines] = narrow.stdout.trimEnd().split('\n')
    assert.ok([head, ...lines.slice(0, 2)].every((line) => line !== undefined && line.length > 60 && line.length <= 100))
    assert.match(lines[0] ?? '', /^2026-03-02 08:03:00 {2}\w+ {4}3 +Ms \ufffd\[31.*… {2}.*…/)
    assert.equal(lines.at(-1), `The newest 2 of more: in ${chain}. Narrow it, or raise --limit.`)
    assert.ok(wide.stdout.includes('Long Long Long '))
    assert.ok(!`${wide.stdout}${narrow.stdout}`.includes('\u001b'))
  })

  test('a search that takes too long says how to shorten it', async () => {
    const tooLong = () => Promise.reject(statementError({ message: 'canceling statement', code: '57014', constraint: undefined }))
    const deps = { db: { ...(await givenDatabase()), query: tooLong }, now: () => new Date(), newId: randomUUID }
    let stderr = ''
    const write = (_stream: string, text: string) => {
      stderr += text
    }
    assert.equal(await runOperatorCommand(deps, ['audit', 'search', '--refused'], { write, interactive: false, cwd: '/' }), 1)
    assert.match(stderr, /^The search took too long: name practices, or days by --from and --to\.\n$/)
  })

  test('wrong usage is 2, and help says how', async () => {
    for (const argv of [
      ['search', '--limit', '0'],
      ['search', '--from', 'yesterday'],
      ['search', '--interaction', 'x'],
      ['verify', 'A20047'],
      ['prove'],
    ]) {
      const { exitCode, stderr } = await gpa(argv)
      assert.equal(exitCode, 2, argv.join(' '))
      assert.match(stderr, /error/)
    }
    assert.match((await gpa(['verify', '--help'])).stdout, /--against heads/)
    assert.match((await gpa(['search', '--help'])).stdout, /--nhs-number -/)
  })
})
