import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { findClashesAcross, openSession, parseNhsNumber, tracePatient, watchAppointmentsAcross } from '../../src/consumer/index.ts'
import { givenPatient } from '../given/practice.ts'
import { givenWorld } from '../given/world.ts'

const KNOWN = '9990000018'
const TUESDAY = { from: '2026-03-03', to: '2026-03-03' }

/** A patient with an appointment at the same time at two practices, and a third practice that has never heard of them. */
async function givenTwoBooked(t: TestContext) {
  const file = { patients: [givenPatient(KNOWN)] }
  const slots = ['2026-03-03T09:00', '2026-03-03T11:00']
  const world = await givenWorld(t, {
    people: [{ nhsNumber: KNOWN, names: [{ use: 'usual', family: 'Example', given: ['Pat'] }], gender: 'female', birthDate: '1980-04-05' }],
    practices: [{ slots, file }, { slots, file }, { slots }],
    tls: {},
  })
  const { deps, asker, practices: federation } = world
  const nhsNumber = parseNhsNumber(KNOWN)
  const [one, two, three] = federation
  assert.ok(nhsNumber && one && two && three)

  const book = async ({ odsCode }: typeof one) => {
    const opened = await openSession(deps, { ...asker, nhsNumber, practice: odsCode })
    assert.ok(opened.kind === 'open')
    const found = await opened.session.findFreeSlots(TUESDAY)
    assert.ok(found.kind === 'offers')
    const [nine, eleven] = found.offers
    assert.ok(nine && eleven)
    const booked = await opened.session.book(nine, { description: 'Cough' })
    assert.ok(booked.kind === 'booked')
    return { session: opened.session, appointment: booked.appointment, nine, eleven }
  }
  return { world, federation, two, three, first: await book(one), second: await book(two) }
}

describe('Managing across practices', () => {
  test('APT-08 CON-04 CON-14 what the patient has everywhere is listed after one trace, and amended and cancelled where it is', async (t) => {
    // Given
    const { world, federation, three, first, second } = await givenTwoBooked(t)
    const { deps, asker } = world
    const traced = await tracePatient(deps, { nhsNumber: first.session.patient.nhsNumber, organisation: asker.organisation })
    assert.ok(traced.kind === 'traced')
    const listAll = async () => {
      const listed = new Map<string, string>()
      for await (const update of watchAppointmentsAcross(deps, asker, { patient: traced.patient, federation, deadlineMs: 20_000 })) {
        if (update.state === 'finished') return { listed, summary: update.summary }
        if (update.state !== 'answered') continue
        const { practice, outcome } = update
        const told =
          outcome.kind === 'listed' ? outcome.appointments.map(({ status, description }) => `${status} ${description}`) : ['no record']
        listed.set(practice.odsCode, told.join())
      }
      throw new Error('There was no summary.')
    }
    // When
    const before = await listAll()
    // Then
    assert.deepEqual([...before.listed.values()].sort(), ['booked Cough', 'booked Cough', 'no record'])
    assert.deepEqual([before.summary.answered, before.summary.noRecord, before.summary.appointments], [3, 1, 2])
    const [records] = await world.db.query<{ count: number }>('select count(*)::int as count from patient where ods_code = $1', [
      three.odsCode,
    ])
    assert.equal(records?.count, 0)

    // When each is changed at its own practice
    assert.equal((await first.session.amend(first.appointment, { description: 'Cough, worse' })).kind, 'amended')
    assert.equal((await second.session.cancel(second.appointment, 'Better now')).kind, 'cancelled')
    // Then
    assert.deepEqual([...(await listAll()).listed.values()].sort(), ['booked Cough, worse', 'cancelled Cough', 'no record'])
  })

  test('CON-10 what overlaps elsewhere is pointed out before booking; of a practice that does not answer nothing is claimed', async (t) => {
    // Given
    const { world, federation, two, first, second } = await givenTwoBooked(t)
    const { deps, asker } = world
    const { patient } = first.session
    const look = { patient, federation, wanted: first.nine, butFor: first.appointment, deadlineMs: 20_000 }
    // When
    const found = await findClashesAcross(deps, asker, look)
    // Then the old appointment is not in its own way, the other one is
    assert.deepEqual([found.kind, found.overlapping.map(({ id }) => id), found.notAsked], ['clashes', [second.appointment.id], []])
    const later = await findClashesAcross(deps, asker, { ...look, wanted: first.eleven })
    assert.deepEqual([later.overlapping, later.sameDay.map(({ id }) => id)], [[], [second.appointment.id]])

    // When that practice cannot be asked
    const where = { practice: two.odsCode, interaction: 'retrieveAppointments' } as const
    world.faults.replace({ kind: 'faults', seed: 1, rules: [{ where, what: { kind: 'status', status: 503 } }] })
    const unknown = await findClashesAcross(deps, asker, look)
    // Then
    assert.deepEqual([unknown.kind, unknown.notAsked.map(({ practice }) => practice.odsCode)], ['not-known', [two.odsCode]])
  })
})
