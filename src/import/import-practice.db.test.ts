import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { givenDatabase, newOdsCode } from '../../test/given/database.ts'
import { decodePracticeValue, type PracticeFile, type PracticeFileSource } from '../dataset/practice-file.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { Database } from '../postgres/database.ts'
import { importPractice, KINDS, type PracticeImport } from './import-practice.ts'
import { ImportRefused } from './import-refused.ts'

const MONDAY = '2026-03-02T08:00:00Z'

type Session = NonNullable<PracticeFileSource['sessions']>[number]

const morning: Session = {
  key: 'morning',
  sessionName: 'Morning surgery',
  location: 'main',
  practitioner: 'hall',
  practitionerRole: 'R0260',
  from: '+0d',
  to: '+1d',
  weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  starts: '09:00',
  ends: '10:00',
  slotMinutes: 15,
  slotType: 'Routine',
  deliveryChannel: 'In-person',
  bookable: true,
}

function source(odsCode: OdsCode, changes: Partial<PracticeFileSource> = {}): PracticeFileSource {
  return {
    kind: 'practice',
    odsCode,
    asid: '200000000222',
    name: 'Test Surgery',
    telecom: [{ system: 'phone', value: '0113 4960000' }],
    locations: [{ key: 'main', name: 'Test Surgery', address: { lines: ['1 High Street'], postalCode: 'LS1 6AE' } }],
    practitioners: [
      { key: 'hall', sdsUserId: '111122223333', family: 'Hall', given: ['Mary'], prefix: ['Dr'], gender: 'female', languages: ['en'] },
    ],
    services: [{ key: 'surgery', dosServiceId: '2000000001', name: 'GP surgery' }],
    sessions: [morning],
    patients: [
      {
        nhsNumber: '9990000018',
        nhsNumberVerified: true,
        family: 'Ashworth',
        given: ['Ann'],
        birthDate: '1948-03-17',
        registration: { type: 'R', start: '2012-04-02' },
      },
      {
        nhsNumber: '9990000026',
        nhsNumberVerified: false,
        family: 'Bello',
        registration: { type: 'R', start: '2009-01-05', end: '2025-06-30' },
      },
    ],
    appointments: [
      {
        key: 'a1',
        patient: '9990000018',
        schedule: 'morning/2026-03-02',
        starts: ['2026-03-02T09:30', '2026-03-02T09:15'],
        description: 'Review',
        created: '2026-02-20T10:00',
      },
    ],
    ...changes,
  }
}

function fileOf(value: PracticeFileSource): PracticeFile {
  const decoded = decodePracticeValue(value)
  assert.ok('file' in decoded, JSON.stringify(decoded))
  return decoded.file
}

async function given() {
  const db = await givenDatabase()
  const odsCode = newOdsCode()
  const importAt = (now: string, changes: Partial<PracticeFileSource> = {}) =>
    importPractice({ db, now: () => new Date(now), newId: randomUUID }, fileOf(source(odsCode, changes)))
  return { db, odsCode, importAt }
}

const TABLES = [
  'organisation',
  'location',
  'practitioner',
  'healthcare_service',
  'schedule',
  'slot',
  'patient',
  'appointment',
  'appointment_slot',
]

/** Every row of the practice, with the transaction that wrote it: it changes even when a row is rewritten as it was. */
async function everything(db: Database, odsCode: OdsCode): Promise<unknown[]> {
  const tables = await Promise.all(
    TABLES.map((table) => db.query(`select xmin::text, t.* from ${table} t where ods_code = $1 order by t::text`, [odsCode])),
  )
  return tables.flat()
}

function summary({ counts }: PracticeImport): Record<string, string> {
  return Object.fromEntries(KINDS.map((kind) => [kind, `${counts[kind].added}+ ${counts[kind].updated}~ ${counts[kind].unchanged}=`]))
}

const slotsOf = (db: Database, odsCode: OdsCode) =>
  db.query<{ at: string; minutes: number; bookable: boolean; blocked: boolean; held: boolean; version: number }>(
    `select to_char(start_at at time zone 'Europe/London', 'Dy HH24:MI') as at,
       (extract(epoch from end_at - start_at) / 60)::int as minutes, bookable, blocked, appointment_id is not null as held, version
     from slot where ods_code = $1 order by start_at`,
    [odsCode],
  )

describe('import of a practice file', () => {
  test('everything in the file is in the book, and a booked slot is held as a booking would hold it', async () => {
    // Given
    const { db, odsCode, importAt } = await given()

    // When
    const imported = await importAt(MONDAY)

    // Then
    assert.deepEqual(summary(imported), {
      practice: '1+ 0~ 0=',
      locations: '1+ 0~ 0=',
      practitioners: '1+ 0~ 0=',
      services: '1+ 0~ 0=',
      settings: '0+ 0~ 0=',
      schedules: '2+ 0~ 0=',
      slots: '8+ 0~ 0=',
      patients: '2+ 0~ 0=',
      appointments: '1+ 0~ 0=',
    })
    const slots = await slotsOf(db, odsCode)
    assert.deepEqual(
      slots.map(({ at, held }) => `${at}${held ? ' held' : ''}`),
      ['Mon 09:00', 'Mon 09:15 held', 'Mon 09:30 held', 'Mon 09:45', 'Tue 09:00', 'Tue 09:15', 'Tue 09:30', 'Tue 09:45'],
    )
    const [appointment] = await db.query(
      `select status, start_at, end_at, created, (select array_agg(s.start_at order by t.position) from appointment_slot t
         join slot s on s.ods_code = t.ods_code and s.id = t.slot_id where t.ods_code = a.ods_code and t.appointment_id = a.id) as starts
       from appointment a where ods_code = $1`,
      [odsCode],
    )
    assert.deepEqual(appointment, {
      status: 'booked',
      start_at: new Date('2026-03-02T09:15:00Z'),
      end_at: new Date('2026-03-02T09:45:00Z'),
      created: new Date('2026-02-20T10:00:00Z'),
      starts: [new Date('2026-03-02T09:15:00Z'), new Date('2026-03-02T09:30:00Z')],
    })
    const [schedule] = await db.query<{ start_at: Date; end_at: Date }>(
      `select start_at, end_at from schedule where ods_code = $1 and key = $2`,
      [odsCode, 'morning/2026-03-02'],
    )
    assert.deepEqual(schedule, { start_at: new Date('2026-03-02T09:00:00Z'), end_at: new Date('2026-03-02T10:00:00Z') })
  })

  test('the same file again writes nothing at all', async () => {
    // Given
    const { db, odsCode, importAt } = await given()
    await importAt(MONDAY)
    const before = await everything(db, odsCode)

    // When
    const again = await importAt('2026-03-02T17:00:00Z')

    // Then
    assert.deepEqual(await everything(db, odsCode), before)
    for (const kind of KINDS) assert.deepEqual([again.counts[kind].added, again.counts[kind].updated], [0, 0], kind)
    assert.deepEqual(again.notes, [])
  })

  test('a changed file updates what it names, once, and nothing beside', async () => {
    // Given
    const { db, odsCode, importAt } = await given()
    await importAt(MONDAY)

    // When
    const changes: Partial<PracticeFileSource> = {
      name: 'Test Surgery and Partners',
      sessions: [{ ...morning, sessionName: 'Early surgery', exceptions: [{ times: ['09:45'], bookable: false }] }],
      patients: [
        {
          nhsNumber: '9990000018',
          nhsNumberVerified: true,
          family: 'Smith',
          given: ['Ann'],
          birthDate: '1948-03-17',
          registration: { type: 'R', start: '2012-04-02' },
        },
      ],
      appointments: [
        {
          key: 'a1',
          patient: '9990000018',
          schedule: 'morning/2026-03-02',
          starts: ['2026-03-02T09:15', '2026-03-02T09:30'],
          description: 'Blood test',
        },
      ],
    }
    const imported = await importAt(MONDAY, changes)

    // Then
    assert.deepEqual(summary(imported), {
      practice: '0+ 1~ 0=',
      locations: '0+ 0~ 1=',
      practitioners: '0+ 0~ 1=',
      services: '0+ 0~ 1=',
      settings: '0+ 0~ 0=',
      schedules: '0+ 2~ 0=',
      slots: '0+ 2~ 6=',
      patients: '0+ 1~ 0=',
      appointments: '0+ 1~ 0=',
    })
    const [counted] = await db.query<{ patients: number; slots: number }>(
      `select (select count(*)::int from patient where ods_code = $1) as patients, (select count(*)::int from slot where ods_code = $1) as slots`,
      [odsCode],
    )
    assert.deepEqual(counted, { patients: 2, slots: 8 }, 'what the changed file leaves out is still there')
    assert.deepEqual((await importAt(MONDAY, changes)).counts.slots, { added: 0, updated: 0, unchanged: 8 })
  })

  test('on a later day a relative range adds its new days and keeps the old ones', async () => {
    // Given
    const { db, odsCode, importAt } = await given()
    await importAt(MONDAY)

    // When
    const imported = await importAt('2026-03-03T08:00:00Z')

    // Then
    assert.deepEqual(imported.counts.slots, { added: 4, updated: 0, unchanged: 4 })
    const days = new Set((await slotsOf(db, odsCode)).map(({ at }) => at.slice(0, 3)))
    assert.deepEqual([...days], ['Mon', 'Tue', 'Wed'])
    assert.equal(imported.counts.appointments.unchanged, 1, 'the appointment of the day before is still known')
  })

  test('a booked slot is never touched, whatever the file now says of it', async () => {
    // Given
    const { db, odsCode, importAt } = await given()
    await importAt(MONDAY)
    const held = (await slotsOf(db, odsCode)).filter((slot) => slot.held)

    // When
    const imported = await importAt(MONDAY, { sessions: [{ ...morning, slotType: 'Urgent', bookable: false }] })

    // Then
    assert.deepEqual(
      (await slotsOf(db, odsCode)).filter((slot) => slot.held),
      held,
    )
    assert.deepEqual(imported.counts.slots, { added: 0, updated: 6, unchanged: 2 })
    assert.deepEqual(imported.notes, [{ place: 'slots', message: '2 left as the book has them, because of what is booked' }])
  })

  test('a pattern with other lengths neither doubles a practitioner nor deletes anything', async () => {
    // Given slots of a quarter of an hour, of which 09:15 and 09:30 are booked
    const { db, odsCode, importAt } = await given()
    await importAt(MONDAY)

    // When
    await importAt(MONDAY, { sessions: [{ ...morning, slotMinutes: 10, to: '+0d' }] })

    // Then 09:10 to 09:40 would overlap what is booked, and the old 09:45 overlaps the new 09:50
    const monday = (await slotsOf(db, odsCode)).filter(({ at }) => at.startsWith('Mon'))
    assert.deepEqual(
      monday.map(({ at, minutes, held, blocked }) => `${at.slice(4)} ${minutes}${held ? ' held' : ''}${blocked ? ' blocked' : ''}`),
      ['09:00 10', '09:15 15 held', '09:30 15 held', '09:45 15 blocked', '09:50 10'],
    )
  })

  test('an appointment whose slot somebody else has taken is left out, and said so', async () => {
    // Given
    const { importAt } = await given()
    await importAt(MONDAY)

    // When
    const taken = {
      key: 'a2',
      patient: '9990000026',
      schedule: 'morning/2026-03-02',
      starts: ['2026-03-02T09:30'],
      description: 'Review',
    }
    const imported = await importAt(MONDAY, { appointments: [taken] })

    // Then
    assert.deepEqual(imported.notes, [{ place: 'appointments[0]', message: 'was left out: the book has another appointment at that time' }])
    assert.equal(imported.counts.appointments.added, 0)
  })

  test('a cancellation in the file frees the slots, and the appointment keeps its list of them', async () => {
    // Given
    const { db, odsCode, importAt } = await given()
    await importAt(MONDAY)
    const [booked] = source(odsCode).appointments ?? []
    assert.ok(booked)

    // When
    await importAt(MONDAY, { appointments: [{ ...booked, status: 'cancelled', cancellationReason: 'Better' }] })
    const afterwards = await importAt(MONDAY, { appointments: [booked] })

    // Then
    assert.ok((await slotsOf(db, odsCode)).every(({ held }) => !held))
    assert.equal((await db.query('select 1 from appointment_slot where ods_code = $1', [odsCode])).length, 2)
    assert.deepEqual(afterwards.notes, [{ place: 'appointments[0]', message: 'is cancelled in the book, and stays so' }])
  })

  test("what an interaction changed since is the book's: an old file does not undo it", async () => {
    // Given an appointment amended, and a former patient registered again, both through GP Connect
    const { db, odsCode, importAt } = await given()
    await importAt(MONDAY)
    await db.query(`update appointment set description = 'Amended', version = version + 1 where ods_code = $1`, [odsCode])
    await db.query(
      `update patient set registration_type = 'T', registration_start = '2026-03-02', registration_end = '2026-06-01', version = version + 1
       where ods_code = $1 and nhs_number = '9990000026'`,
      [odsCode],
    )
    await db.query(
      `insert into provenance (ods_code, target_type, target_id, target_version, interaction_id, trace_id, from_asid, agent)
       select ods_code, 'Appointment', id, version, 'i', 't', 'a', '{}'::jsonb from appointment where ods_code = $1
       union all select ods_code, 'Patient', id, version, 'i', 't', 'a', '{}'::jsonb from patient where ods_code = $1 and nhs_number = '9990000026'`,
      [odsCode],
    )
    const before = await everything(db, odsCode)

    // When
    await importAt(MONDAY)

    // Then
    assert.deepEqual(await everything(db, odsCode), before)

    // When the practice registers the person itself
    const registered = {
      nhsNumber: '9990000026',
      nhsNumberVerified: true,
      family: 'Bello',
      registration: { type: 'R', start: '2026-03-02' },
    } as const
    const [first] = source(odsCode).patients ?? []
    assert.ok(first)
    const imported = await importAt(MONDAY, { patients: [first, registered] })

    // Then
    assert.deepEqual(imported.counts.patients, { added: 0, updated: 1, unchanged: 1 })
  })

  test('PAT-03 what PDS has verified stays verified', async () => {
    // Given
    const { db, odsCode, importAt } = await given()
    await importAt(MONDAY)
    await db.query(`update patient set nhs_number_verified = true, version = version + 1 where ods_code = $1`, [odsCode])

    // When
    const imported = await importAt(MONDAY)

    // Then
    assert.deepEqual(imported.counts.patients, { added: 0, updated: 0, unchanged: 2 })
  })

  test('all or nothing: a fault that only the book can tell leaves no trace of the file', async () => {
    // Given an appointment in a session that the relative range has already left behind
    const { db, odsCode, importAt } = await given()
    await importAt(MONDAY, { appointments: [] })
    const before = await everything(db, odsCode)
    const ofLastWeek = {
      key: 'a9',
      patient: '9990000018',
      schedule: 'morning/2026-02-23',
      starts: ['2026-02-23T09:00'],
      description: 'Review',
    }

    // When
    const refused = importAt(MONDAY, { name: 'Another Name', appointments: [ofLastWeek] })

    // Then
    await assert.rejects(refused, (error) => {
      assert.ok(error instanceof ImportRefused)
      assert.deepEqual(error.faults, [{ place: 'appointments[0]', message: 'has a start at which the book has no slot in that schedule' }])
      return true
    })
    assert.deepEqual(await everything(db, odsCode), before)
  })

  test('a practitioner who is in the book under another key is a fault, not a second one', async () => {
    // Given
    const { importAt } = await given()
    await importAt(MONDAY)

    // When
    const renamed = importAt(MONDAY, {
      practitioners: [{ key: 'dr-hall', sdsUserId: '111122223333', family: 'Hall' }],
      sessions: [{ ...morning, practitioner: 'dr-hall' }],
    })

    // Then
    await assert.rejects(renamed, (error) => {
      assert.ok(error instanceof ImportRefused)
      assert.deepEqual(
        error.faults.map(({ place }) => place),
        ['practitioners[0].key'],
      )
      return true
    })
  })

  test('a range of one relative and one fixed day is judged on the day of the import', async () => {
    // Given
    const { importAt } = await given()

    // When
    const refused = importAt(MONDAY, { sessions: [{ ...morning, from: '2026-03-10', to: '+1d' }], appointments: [] })

    // Then
    await assert.rejects(refused, (error) => error instanceof ImportRefused && error.faults[0]?.place === 'sessions[0].to')
  })

  test('GEN-19 another practice with the same keys and patients is not touched', async () => {
    // Given
    const [one, other] = [await given(), await given()]
    await other.importAt(MONDAY)
    const before = await everything(other.db, other.odsCode)

    // When
    await one.importAt(MONDAY, { name: 'Elsewhere', sessions: [{ ...morning, bookable: false }] })

    // Then
    assert.deepEqual(await everything(other.db, other.odsCode), before)
  })

  test('GEN-09 across a change of the clocks the slots stay at the same local times', async () => {
    // Given
    const { db, odsCode, importAt } = await given()

    // When
    await importAt('2026-03-27T08:00:00Z', { sessions: [{ ...morning, to: '+3d' }], appointments: [] })

    // Then
    const rows = await db.query<{ start_at: Date }>(
      `select min(start_at) as start_at from slot where ods_code = $1 group by schedule_id order by 1`,
      [odsCode],
    )
    assert.deepEqual(
      rows.map(({ start_at }) => start_at.toISOString()),
      ['2026-03-27T09:00:00.000Z', '2026-03-30T08:00:00.000Z'],
    )
  })

  test('progress counts slots up to their number', async () => {
    // Given
    const db = await givenDatabase()
    const steps: string[] = []

    // When
    const file = fileOf(
      source(newOdsCode(), { sessions: [{ ...morning, starts: '00:00', ends: '23:55', slotMinutes: 5, to: '+14d' }], appointments: [] }),
    )
    await importPractice({ db, now: () => new Date(MONDAY), newId: randomUUID }, file, (done, total) => steps.push(`${done}/${total}`))

    // Then
    assert.deepEqual(steps, ['2009/3157', '3157/3157'])
  })
})
