import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { book } from '../../../test/given/asker.ts'
import { newOdsCode } from '../../../test/given/database.ts'
import { type GivenPractice, givenPractice, PATIENT, practiceSlot, SCHEDULE, SWITCHED_ON } from '../../../test/given/practice.ts'
import { listenForCommands } from '../../postgres/holder-socket.ts'
import { givenDesk } from '../consumer/given/gpa.ts'
import { runGpa } from '../consumer/program.ts'
import { registerOperatorCommands } from './commands.ts'
import { runOperatorCommand } from './run-operator-command.ts'

const SLOTS = ['2026-03-02T09:00', '2026-03-02T09:10']

async function given(t: TestContext, settings: object = SWITCHED_ON) {
  const practice = await givenPractice(t, {
    file: {
      settings,
      services: [{ key: 'surgery', dosServiceId: '1000000123', name: 'West Road Surgery' }],
      schedules: [{ ...SCHEDULE, slots: SLOTS.map(practiceSlot) }],
    },
  })
  const gpa = async (...argv: string[]) => {
    const output = { stdout: '', stderr: '' }
    const deps = { db: practice.db, now: () => practice.now, newId: randomUUID }
    const write = (stream: 'stdout' | 'stderr', text: string) => {
      output[stream] += text
    }
    const exitCode = await runOperatorCommand(deps, ['practice', ...argv], { write, interactive: false, cwd: '/' })
    return { exitCode, ...output }
  }
  return { practice, ods: practice.odsCode, gpa }
}

const json = (stdout: string) => JSON.parse(stdout)

describe('gpa practice', () => {
  test('ADM-04 enable and disable say what they changed, and need to know who', async (t) => {
    const { ods, gpa } = await given(t, {})

    const anonymous = await gpa('enable', ods)
    const enabled = await gpa('enable', ods.toLowerCase(), '--by', 'Jo Smith')
    const again = await gpa('enable', ods, 'gp-connect', '--by', 'Jo Smith')
    const disabled = await gpa('disable', ods, 'appointment-management', '--by', 'Jo Smith')

    assert.equal(anonymous.exitCode, 2)
    assert.match(anonymous.stderr, /--by <name>/)
    assert.deepEqual(enabled, {
      exitCode: 0,
      stderr: '',
      stdout: `${ods}: gp-connect: off -> on\n${ods}: appointment-management: off -> on\n`,
    })
    assert.equal(again.stdout, `${ods}: nothing to change, it is so already.\n`)
    assert.equal(disabled.stdout, `${ods}: appointment-management: on -> off\n`)
    assert.equal((await gpa('enable', ods, 'everything', '--by', 'Jo')).exitCode, 2)
    for (const nobody of ['', '  ', 'a\nb']) assert.equal((await gpa('enable', ods, '--by', nobody)).exitCode, 2)
  })

  test('ADM-05 service filtering is confirmed before it is switched on, and refused in plain words', async (t) => {
    const { ods, gpa } = await given(t)
    const enable = (...more: string[]) => gpa('enable', ods, 'service-filtering', '--by', 'Jo', ...more)

    const refused = await enable('--confirm')
    assert.equal(refused.exitCode, 1)
    assert.equal(refused.stderr, `Service filtering cannot be switched on at ${ods}: the supplier does not offer it at this practice.\n`)

    const offered = await gpa('supplier-switch', 'on', ods, '--by', 'Supplier')
    assert.equal(offered.stdout, `The supplier offers service filtering at the practices selected. Changed at ${ods}.\n`)
    const unconfirmed = await enable()
    assert.equal(unconfirmed.exitCode, 1)
    assert.match(unconfirmed.stderr, /no service, which such a search does not find: morning\.\nNothing was changed\. Say --confirm/)
    await gpa('services', 'link', ods, 'morning', 'surgery', '--by', 'Jo')
    assert.equal((await enable('--confirm')).stdout, `${ods}: service-filtering: off -> on\n`)
    assert.match((await gpa('services', 'link', ods, 'morning', '--none', '--by', 'Jo')).stderr, /needs a service/)
    assert.equal((await gpa('services', 'link', ods, 'morning', '--by', 'Jo')).exitCode, 2)
    assert.equal((await gpa('services', 'link', ods, 'morning', 'surgery', '--none', '--by', 'Jo')).exitCode, 2)
  })

  test('ADM-02 ADM-03 windows, embargoes, caps and services are set, shown and told', async (t) => {
    // Given
    const { ods, gpa } = await given(t)
    for (const argv of [
      ['window', ods, '28'],
      ['embargo', ods, '60'],
      ['window', ods, '0', '--schedule', 'morning'],
      ['cap', 'add', ods, '--per', 'day', '--type', 'urgent-care', '--most', '6'],
      ['cap', 'add', ods, '--per', 'session', '--organisation', 'b86675', '--most', '2'],
      ['cap', 'remove', ods, '--per', 'day', '--type', 'urgent-care'],
      ['services', 'set', ods, 'hub', '--dos-id', '99', '--name', 'Hub'],
      ['services', 'link', ods, 'morning', 'hub'],
      ['embargo', ods, 'none'],
    ]) {
      const { exitCode, stderr } = await gpa(...argv, '--by', 'Jo Smith')
      assert.deepEqual([exitCode, stderr], [0, ''], argv.join(' '))
    }

    // When
    const shown = await gpa('show', ods)
    const asJson = json((await gpa('show', ods, '--json')).stdout)
    const history = await gpa('history', ods)

    // Then
    for (const line of [
      /GP Connect +on/,
      /Booking window +28 days ahead/,
      /Embargo +none/,
      /morning +today alone +the practice's/,
      /cap per session: B86675 +2/,
      /hub +99 +Hub +1/,
    ])
      assert.match(shown.stdout, line)
    assert.deepEqual(
      [asJson.bookingWindowDays, asJson.caps.length, asJson.services.length, asJson.schedules[0].bookingWindowDays],
      [28, 1, 2, 0],
    )
    assert.match(history.stdout, /2026-03-02 08:00:00 {2}Jo Smith +cap per day: urgent-care +not set +6/)
    assert.match(history.stdout, /gpa import +gp-connect +off +on/)
    assert.equal(json((await gpa('history', ods, '--json')).stdout)[0].setting, 'embargo-minutes')
    assert.equal(json((await gpa('cap', 'list', ods, '--json')).stdout)[0].most, 2)
    assert.match((await gpa('services', 'list', ods)).stdout, /surgery +1000000123/)
    assert.match((await gpa('list')).stdout, new RegExp(`${ods} +Test Surgery +on +on +supplier-disabled +28 days ahead +none`))
  })

  test('what cannot be is refused, and wrong usage is told apart from it', async (t) => {
    const { ods, gpa } = await given(t)
    const by = ['--by', 'Jo']
    for (const argv of [
      ['show', newOdsCode()],
      ['window', ods, '4000', ...by],
      ['cap', 'add', ods, '--per', 'day', '--most', '20000', ...by],
      ['cap', 'remove', ods, '--per', 'day', ...by],
      ['services', 'remove', ods, 'none', ...by],
      ['supplier-switch', 'on', newOdsCode(), ...by],
      ['why', ods, 'no-such-slot'],
      ['book', ods, '--from', '2026-03-03', '--to', '2026-03-02'],
    ])
      assert.deepEqual([(await gpa(...argv)).exitCode, (await gpa(...argv)).stdout], [1, ''], argv.join(' '))
    for (const argv of [
      ['show', '?'],
      ['window', ods, 'soon', ...by],
      ['cap', 'add', ods, '--most', '3', ...by],
      ['cap', 'add', ods, '--per', 'day', '--type', 'urgent-care', '--organisation', 'B86675', '--most', '3', ...by],
      ['supplier-switch', 'maybe', ...by],
      ['book', ods, '--from', '2026-02-30'],
    ])
      assert.equal((await gpa(...argv)).exitCode, 2, argv.join(' '))
    const help = await gpa('--help')
    assert.equal(help.exitCode, 0)
    assert.match(help.stdout, /Examples:\n {2}gpa practice list/)
  })
})

describe('gpa practice book', () => {
  test('APT-06 lists who booked what, with NHS numbers masked', async (t) => {
    // Given
    const { practice, ods, gpa } = await given(t)
    assert.equal((await book(practice, ['2026-03-02T09:10'], { type: 'gp-practice' })).status, 201)

    // When
    const { stdout } = await gpa('book', ods)
    const asJson = await gpa('book', ods, '--json')

    // Then
    assert.match(stdout, /2026-03-02 09:10-09:20 {2}booked {2}\*{6}0018 +B30012 A hub, gp-practice .*In-person +Patel +Test Surgery/)
    assert.match(stdout, /1 booked, 0 cancelled\./)
    for (const text of [stdout, asJson.stdout])
      assert.ok(!text.includes(PATIENT) && !text.includes('Example') && !text.includes('Sore throat'))
    const [entry] = json(asJson.stdout)
    assert.deepEqual([entry.start, entry.organisation.odsCode, entry.nhsNumber], ['2026-03-02T09:10:00+00:00', 'B30012', '******0018'])
    assert.ok(entry.user.length > 0)
    assert.match((await gpa('book', ods, '--from', '2026-03-03')).stdout, /Nothing is booked/)
  })
})

describe('gpa practice why', () => {
  const verdicts = async (gpa: (...argv: string[]) => Promise<{ stdout: string }>, ...argv: string[]) => {
    const [one] = json((await gpa('why', ...argv, '--json')).stdout)
    return {
      visible: one.visible,
      broken: one.verdicts.filter(({ holds }: { holds: boolean }) => !holds).map(({ rule }: { rule: string }) => rule),
    }
  }

  test('SLOT-06 SLOT-07 SLOT-08 gives each rule with its verdict for who asks, by id or by start', async (t) => {
    // Given
    const { practice, ods, gpa } = await given(t, {
      ...SWITCHED_ON,
      embargoMinutes: 65,
      caps: [{ per: 'day', organisationCode: 'B30012', most: 0 }],
    })
    const why = (...argv: string[]) => verdicts(gpa, ods, ...argv)
    const set = (column: string, value: string) =>
      practice.db.query(`update slot set ${column} = ${value} where ods_code = $1 and id = $2`, [ods, practice.slots[SLOTS[1] ?? ''] ?? ''])

    // When, Then
    const second = SLOTS[1] ?? ''
    assert.deepEqual(await why(second), { visible: true, broken: [] })
    assert.deepEqual(await why(practice.slots[second] ?? ''), { visible: true, broken: [] })
    assert.deepEqual(await why(`${ods}/${second}/k7f2q`), { visible: true, broken: [] })
    assert.deepEqual((await why(SLOTS[0] ?? '')).broken, ['embargo'])
    assert.deepEqual((await why(second, '--organisation', 'B30012')).broken, ['caps'])
    await set('allowed_organisation_types', `'{urgent-care}'`)
    assert.deepEqual((await why(second)).broken, ['organisation type'])
    assert.deepEqual((await why(second, '--type', 'urgent-care')).broken, [])
    await set('blocked', 'true')
    await set('bookable', 'false')
    assert.deepEqual((await why(second, '--type', 'urgent-care')).broken, ['released', 'in use'])
    await gpa('disable', ods, 'gp-connect', '--by', 'Jo')
    assert.deepEqual((await why(second, '--type', 'urgent-care')).broken, ['GP Connect', 'released', 'in use'])

    const text = await gpa('why', ods, SLOTS[0] ?? '', '--organisation', 'B30012')
    assert.match(text.stdout, /Not visible to B30012, because of: GP Connect, embargo, caps\./)
    assert.match(text.stdout, /NO +embargo +until 65 minutes before; it starts in 60/)
    assert.match(text.stdout, /NO +caps +cap per day: B30012: 0 of 0 booked/)
  })

  test('SLOT-10 says whether a service is in the way', async (t) => {
    const { practice, ods, gpa } = await given(t)
    const why = () => verdicts(gpa, ods, SLOTS[0] ?? '', '--service', '1000000123')

    assert.deepEqual(await why(), { visible: true, broken: [] })
    await gpa('supplier-switch', 'on', ods, '--by', 'Supplier')
    await gpa('enable', ods, 'service-filtering', '--confirm', '--by', 'Jo')
    assert.deepEqual((await why()).broken, ['service'])
    await gpa('services', 'link', ods, 'morning', 'surgery', '--by', 'Jo')
    assert.deepEqual((await why()).broken, [])
    assert.equal(practice.odsCode, ods)
  })
})

describe('gpa practice in another terminal', () => {
  test('whoever holds the data directory carries the words out as they were typed', async (t) => {
    // Given the holder, and a terminal whose environment names its directory
    const { practice, ods }: { practice: GivenPractice; ods: string } = await given(t)
    const directory = await mkdtemp(join(tmpdir(), 'gpa-'))
    t.after(() => rm(directory, { recursive: true }))
    const typed: string[][] = []
    const deps = { db: practice.db, now: () => practice.now, newId: randomUUID }
    const listener = await listenForCommands({
      directory,
      run: (argv, io) => {
        typed.push([...argv])
        return runOperatorCommand(deps, argv, io)
      },
    })
    t.after(() => listener.close())
    const { exitCode } = process
    const { GPA_DATA, DATABASE_URL } = process.env
    t.after(() => {
      for (const [name, value] of Object.entries({ GPA_DATA, DATABASE_URL })) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
      process.exitCode = exitCode
    })
    process.env.GPA_DATA = directory
    delete process.env.DATABASE_URL
    t.mock.method(process.stdout, 'write', () => true)

    // When
    const args = ['practice', 'window', ods, '7', '--by', 'Jo Smith, rota office']
    await runGpa(
      {
        ...givenDesk().io,
        fetch,
        now: () => practice.now,
        newId: randomUUID,
      },
      args,
      registerOperatorCommands,
    )

    // Then
    assert.deepEqual(typed, [args])
    const [row] = await practice.db.query<{ days: number }>('select booking_window_days as days from organisation where ods_code = $1', [
      ods,
    ])
    assert.equal(row?.days, 7)
  })
})
