import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { findFreeSlotsAcross, openSession, parseNhsNumber, type Session } from '../../src/consumer/index.ts'
import type { NhsNumber } from '../../src/nhs/nhs-number.ts'
import { givenPatient } from '../given/practice.ts'
import { givenWorld, type World } from '../given/world.ts'

const KNOWN = number('9990000018')
const UNKNOWN = number('9990000026')

function number(text: string): NhsNumber {
  const nhsNumber = parseNhsNumber(text)
  assert.ok(nhsNumber)
  return nhsNumber
}

const onPds = (nhsNumber: string, more: object = {}) => ({
  nhsNumber,
  names: [{ use: 'usual' as const, family: 'Example', given: ['Pat'] }],
  gender: 'female' as const,
  birthDate: '1980-04-05',
  ...more,
})

async function open(world: World, nhsNumber: NhsNumber, practice = world.practices[0]): Promise<Session> {
  const opened = await openSession(world.deps, { ...world.asker, nhsNumber, practice: practice?.odsCode })
  assert.ok(opened.kind === 'open', JSON.stringify(opened))
  return opened.session
}

const WEEK = { from: '2026-03-02', to: '2026-03-08' }

async function givenHub(t: TestContext, slots: readonly string[][] = [['2026-03-02T09:00', '2026-03-02T09:10']]): Promise<World> {
  return givenWorld(t, {
    people: [onPds(KNOWN), onPds(UNKNOWN)],
    practices: slots.map((starts) => ({ slots: starts, file: { patients: [givenPatient(KNOWN)] } })),
  })
}

describe('A consumer books through Spine', () => {
  test('CON-01 at one practice: search free slots, find the patient, book', async (t) => {
    const world = await givenHub(t)
    const session = await open(world, KNOWN)

    const found = await session.findFreeSlots(WEEK)
    assert.ok(found.kind === 'offers')
    assert.deepEqual(
      found.offers.map(({ start }) => start),
      ['2026-03-02T09:00:00+00:00', '2026-03-02T09:10:00+00:00'],
    )
    const [offer] = found.offers
    assert.ok(offer)
    assert.equal(offer.practitioner?.name, 'Dr Asha Patel')

    const outcome = await session.book(offer, { description: 'Sore throat' })
    assert.ok(outcome.kind === 'booked', JSON.stringify(outcome))
    assert.equal(outcome.registeredNow, false)
    assert.equal(outcome.appointment.start, offer.start)

    const read = await session.readAppointment(outcome.appointment.id)
    assert.ok(read.kind === 'read')
    assert.equal(read.appointment.description, 'Sore throat')
  })

  test('CON-03 for a patient whom the practice does not have: registered as temporary first, then booked', async (t) => {
    const world = await givenHub(t)
    const session = await open(world, UNKNOWN)
    const found = await session.findFreeSlots(WEEK)
    assert.ok(found.kind === 'offers' && found.offers[0])

    const outcome = await session.book(found.offers[0], { description: 'Rash' })

    assert.ok(outcome.kind === 'booked', JSON.stringify(outcome))
    assert.equal(outcome.registeredNow, true)
    const rows = await world.db.query<{ registration_type: string }>(
      'select registration_type from patient where ods_code = $1 and nhs_number = $2',
      [world.practices[0]?.odsCode ?? '', UNKNOWN],
    )
    assert.deepEqual(rows, [{ registration_type: 'T' }])
  })

  test('CON-02 at a federation: each practice answers for itself, and one that fails hides no other', async (t) => {
    const world = await givenWorld(t, {
      people: [onPds(KNOWN)],
      practices: [{ slots: ['2026-03-02T09:00'] }, { slots: ['2026-03-02T10:00'] }, { slots: ['2026-03-02T11:00'], shared: false }],
    })

    const answers = new Map<string, string>()
    const search = { federation: world.practices, deadlineMs: 10_000, ...WEEK }
    for await (const { practice, outcome } of findFreeSlotsAcross(world.deps, world.asker, search)) {
      answers.set(
        practice.name,
        outcome.kind === 'offers' ? outcome.offers.map(({ start }) => start).join() : `${outcome.kind} by ${outcome.by}`,
      )
    }

    assert.deepEqual([...answers].sort(), [
      ['Surgery 1', '2026-03-02T09:00:00+00:00'],
      ['Surgery 2', '2026-03-02T10:00:00+00:00'],
      ['Surgery 3', 'refused by ssp'],
    ])
  })

  test('APT-05 two consumers want one slot: one books it, the other is told that it is no longer free', async (t) => {
    const world = await givenHub(t)
    const sessions = await Promise.all([open(world, KNOWN), open(world, UNKNOWN)])
    const found = await sessions[0].findFreeSlots(WEEK)
    assert.ok(found.kind === 'offers' && found.offers[0])
    const [offer] = found.offers
    assert.ok(offer)

    const outcomes = await Promise.all(sessions.map((session) => session.book(offer, { description: 'Cough' })))

    assert.deepEqual(outcomes.map(({ kind }) => kind).sort(), ['booked', 'no-longer-free'])
  })

  for (const transport of ['HTTP', 'TLS']) {
    test(`CON-04 CON-09 over ${transport}, for a sensitive patient, a deceased one or one under an old number nothing is sent to any practice`, async (t) => {
      const world = await givenWorld(t, {
        ...(transport === 'TLS' && { tls: {} }),
        practices: [{ slots: ['2026-03-02T09:00'] }],
        people: [
          onPds('9990000034', { confidentiality: 'restricted' as const }),
          onPds('9990000042', { deceased: { date: '2026-01-01' } }),
          onPds('9990000050', { supersededBy: KNOWN }),
          onPds(KNOWN),
        ],
      })
      for (const [nhsNumber, because] of [
        ['9990000034', 'sensitive'],
        ['9990000042', 'deceased'],
        ['9990000050', 'superseded'],
        ['9990000069', 'not-found'],
      ] as const) {
        const opened = await openSession(world.deps, {
          ...world.asker,
          nhsNumber: number(nhsNumber),
          practice: world.practices[0]?.odsCode,
        })
        assert.ok(opened.kind === 'stopped', JSON.stringify(opened))
        assert.equal(opened.because, because)
      }
      assert.deepEqual(world.sspAudit, [])
    })
  }

  test('CON-06 where the practice knows the patient otherwise than PDS, the user is shown how before anything is booked', async (t) => {
    const married = givenPatient(KNOWN, { family: 'Maiden' })
    const world = await givenWorld(t, {
      people: [onPds(KNOWN)],
      practices: [{ slots: ['2026-03-02T09:00'], file: { patients: [married] } }],
    })
    const session = await open(world, KNOWN)
    const found = await session.findFreeSlots(WEEK)
    assert.ok(found.kind === 'offers' && found.offers[0])

    const asked = await session.book(found.offers[0], { description: 'Cough' })
    assert.ok(asked.kind === 'demographics-differ', asked.kind)
    assert.deepEqual(asked.differences.map((difference) => ({ ...difference })).length, 1)

    const accepted = await session.book(found.offers[0], { description: 'Cough', differencesAccepted: true })
    assert.equal(accepted.kind, 'booked')
  })

  test('SEC-07 neither NHS number nor name is in the log of the provider or the SSP', async (t) => {
    const world = await givenHub(t)
    const session = await open(world, UNKNOWN)
    const found = await session.findFreeSlots(WEEK)
    assert.ok(found.kind === 'offers' && found.offers[0])
    assert.equal((await session.book(found.offers[0], { description: 'Private matter' })).kind, 'booked')

    const logged = `${world.log()} ${JSON.stringify(world.sspAudit)}`
    assert.ok(logged.includes('rest:create:appointment-1'))
    for (const secret of [UNKNOWN, 'Example', 'Handler', 'Private matter']) assert.ok(!logged.includes(secret), secret)
  })
})
