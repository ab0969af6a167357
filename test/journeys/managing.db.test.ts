import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { type Appointment, openSession, parseNhsNumber, parseOdsCode, type Session } from '../../src/consumer/index.ts'
import type { FaultRule } from '../../src/simulator/faults/fault-script.ts'
import { givenPatient } from '../given/practice.ts'
import { givenWorld } from '../given/world.ts'

const KNOWN = '9990000018'
const WEEK = { from: '2026-03-02', to: '2026-03-08' }

/** A patient with one appointment, booked through the Spine, and what the practice's database holds of it. */
async function givenBooked(t: TestContext) {
  const world = await givenWorld(t, {
    people: [{ nhsNumber: KNOWN, names: [{ use: 'usual', family: 'Example', given: ['Pat'] }], gender: 'female', birthDate: '1980-04-05' }],
    practices: [{ slots: ['2026-03-02T09:00', '2026-03-03T10:00'], file: { patients: [givenPatient(KNOWN)] } }],
    tls: {},
  })
  const [practice, nhsNumber] = [world.practices[0], parseNhsNumber(KNOWN)]
  assert.ok(practice && nhsNumber)
  const opened = await openSession(world.deps, { ...world.asker, nhsNumber, practice: practice.odsCode })
  assert.ok(opened.kind === 'open')
  const { session } = opened
  const found = await session.findFreeSlots(WEEK)
  assert.ok(found.kind === 'offers' && found.offers[0])
  const booked = await session.book(found.offers[0], { description: 'Cough', comment: 'Prefers mornings' })
  assert.ok(booked.kind === 'booked')

  const play = (interaction: 'amendAppointment' | 'cancelAppointment', what: FaultRule['what']) =>
    world.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { practice: practice.odsCode, interaction }, what }] })
  /** Every second read of an appointment fails; what goes wrong already still does. */
  const refuseReads = () => {
    const rules = world.faults.list().map(({ where, when, what }) => ({ where, ...(when && { when }), what }))
    const reads = {
      where: { practice: practice.odsCode, interaction: 'readAppointment' },
      when: { every: 2 },
      what: { kind: 'status', status: 500 },
    } as const
    world.faults.replace({ kind: 'faults', seed: 1, rules: [...rules, reads] })
  }
  const puts = () => world.sspAudit.filter(({ method }) => method === 'PUT').length
  const stored = async () => {
    const [row] = await world.db.query<{ status: string; description: string; version: number }>(
      'select status, description, version from appointment where ods_code = $1',
      [practice.odsCode],
    )
    assert.ok(row)
    return [row.status, row.description, row.version]
  }
  return { session, booked: booked.appointment, play, refuseReads, puts, stored }
}

async function listed(session: Session): Promise<readonly Appointment[]> {
  const list = await session.listAppointments()
  assert.ok(list.kind === 'listed')
  return list.appointments
}

describe('Managing an appointment', () => {
  test('CON-08 CON-14 APT-08 it is listed from today on with its names, amended under its version, and cancelled', async (t) => {
    const { session, booked, stored } = await givenBooked(t)

    const list = await session.listAppointments({ from: '2020-01-01' })
    assert.ok(list.kind === 'listed')
    assert.equal(list.from, '2026-03-02')
    const [seen, ...others] = list.appointments
    assert.ok(seen && others.length === 0)
    assert.deepEqual([seen.id, seen.description, seen.location?.name], [booked.id, 'Cough', booked.location?.name])

    const amended = await session.amend(seen, { description: 'Cough, worse' })
    assert.ok(amended.kind === 'amended')
    assert.deepEqual([amended.appointment.description, amended.appointment.comment], ['Cough, worse', 'Prefers mornings'])
    const uncommented = await session.amend(amended.appointment, { comment: '' })
    assert.ok(uncommented.kind === 'amended')
    assert.deepEqual([uncommented.appointment.description, uncommented.appointment.comment], ['Cough, worse', undefined])

    const cancelled = await session.cancel(uncommented.appointment, 'Better now')
    assert.ok(cancelled.kind === 'cancelled')
    assert.deepEqual(await stored(), ['cancelled', 'Cough, worse', 4])
    const [shown] = await listed(session)
    assert.deepEqual([shown?.status, shown?.cancellationReason], ['cancelled', 'Better now'])
  })

  test('CON-08 APT-11 what somebody else changed in the meantime is shown beside what was seen, and nothing is changed', async (t) => {
    const { session, booked, puts, stored } = await givenBooked(t)
    assert.equal((await session.amend(booked, { description: 'First' })).kind, 'amended')

    const outcomes = [await session.amend(booked, { description: 'Second' }), await session.cancel(booked, 'Second')]

    for (const outcome of outcomes) {
      assert.ok(outcome.kind === 'changed-meanwhile')
      assert.deepEqual([outcome.seen.description, outcome.now.description], ['Cough', 'First'])
    }
    assert.deepEqual([await stored(), puts()], [['booked', 'First', 2], 1])
  })

  test('APT-10 a cancelled one stays as it is, and the user is told what it is', async (t) => {
    const { session, booked, puts } = await givenBooked(t)
    await session.cancel(booked, 'Better now')

    const again = await session.cancel(booked, 'Another reason')
    assert.ok(again.kind === 'already-cancelled')
    assert.equal(again.appointment.cancellationReason, 'Better now')
    const amended = await session.amend(booked, { description: 'Too late' })
    assert.ok(amended.kind === 'not-changeable')
    assert.deepEqual([amended.because, puts()], ['cancelled', 1])
  })

  test('CON-08 an appointment of another practice is not looked for here: its id may be a stranger’s', async (t) => {
    const { session, booked, puts, stored } = await givenBooked(t)
    const elsewhere = parseOdsCode('Z99999')
    assert.ok(elsewhere)
    const seen = { ...booked, practice: elsewhere }

    await assert.rejects(session.amend(seen, { description: 'Another' }), TypeError)
    await assert.rejects(session.cancel(seen, 'Better now'), TypeError)
    assert.deepEqual([await stored(), puts()], [['booked', 'Cough', 1], 0])
  })

  test('CON-07 CON-13 a text that the practice would refuse is not sent', async (t) => {
    const { session, booked, puts } = await givenBooked(t)
    const outcomes = [
      await session.amend(booked, { description: ' ' }),
      await session.amend(booked, { comment: 'x'.repeat(501) }),
      await session.cancel(booked, ' '),
    ]
    assert.deepEqual(
      outcomes.map((outcome) => [outcome.kind, 'by' in outcome && outcome.by]),
      outcomes.map(() => ['refused', 'consumer']),
    )
    assert.equal(puts(), 0)
  })
})

describe('The answer to a change is lost', () => {
  test('CON-08 APT-11 after the practice has made it: it is read back, and told as done', async (t) => {
    const { session, booked, play, puts, stored } = await givenBooked(t)
    play('amendAppointment', { kind: 'reset-after' })
    const amended = await session.amend(booked, { description: 'Amended' })
    assert.deepEqual([amended.kind, await stored()], ['amended', ['booked', 'Amended', 2]])
    assert.ok(amended.kind === 'amended')

    play('cancelAppointment', { kind: 'truncated-body' })
    const cancelled = await session.cancel(amended.appointment, 'Better now')
    assert.deepEqual([cancelled.kind, await stored(), puts()], ['cancelled', ['cancelled', 'Amended', 3], 2])
  })

  test('CON-08 APT-11 before it has reached the practice: it cannot be told yet, and to try again is safe', async (t) => {
    const { session, booked, play, stored } = await givenBooked(t)
    play('cancelAppointment', { kind: 'reset-before' })
    const lost = await session.cancel(booked, 'Better now')
    assert.deepEqual([lost.kind, await stored()], ['cannot-tell-yet', ['booked', 'Cough', 1]])

    play('cancelAppointment', { kind: 'delay', ms: 1 })
    const again = await session.cancel(booked, 'Better now')
    assert.deepEqual([again.kind, await stored()], ['cancelled', ['cancelled', 'Cough', 2]])
  })

  test('CON-08 the practice cannot be asked afterwards either: nothing is said of how it is', async (t) => {
    const { session, booked, play, refuseReads } = await givenBooked(t)
    play('amendAppointment', { kind: 'reset-after' })
    refuseReads()
    const outcome = await session.amend(booked, { description: 'Amended' })
    assert.ok(outcome.kind === 'cannot-tell-yet')
    assert.match(outcome.advice, /could not be asked/)
  })
})
