import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { bookAtOnePractice } from '../examples/book-at-one-practice.ts'
import { bookInAFederation } from '../examples/book-in-a-federation.ts'
import { bookWithoutARecord } from '../examples/book-without-a-record.ts'
import { manageAppointments } from '../examples/manage-appointments.ts'
import { moveAnAppointment } from '../examples/move-an-appointment.ts'
import { bookNoting, resume } from '../examples/resume-after-a-crash.ts'
import { type NhsNumber, openPractice, openSession, parseNhsNumber } from '../src/consumer/index.ts'
import { givenPatient } from './given/practice.ts'
import { givenWorld, type World } from './given/world.ts'

const KNOWN = number('9990000018')
const UNKNOWN = number('9990000026')
const WEEK = { from: '2026-03-02', to: '2026-03-08' }

function number(text: string): NhsNumber {
  const nhsNumber = parseNhsNumber(text)
  assert.ok(nhsNumber)
  return nhsNumber
}

const onPds = (nhsNumber: string) => ({
  nhsNumber,
  names: [{ use: 'usual' as const, family: 'Example', given: ['Pat'] }],
  gender: 'female' as const,
  birthDate: '1980-04-05',
})

const givenPractices = (t: TestContext, slots: readonly string[][]) =>
  givenWorld(t, {
    people: [onPds(KNOWN), onPds(UNKNOWN)],
    practices: slots.map((starts) => ({ slots: starts, file: { patients: [givenPatient(KNOWN)] } })),
  })

function practiceOf(world: World) {
  const [practice] = world.practices
  assert.ok(practice)
  return practice.odsCode
}

describe('The examples', () => {
  test('each is short enough to be read at a glance', () => {
    const folder = new URL('../examples/', import.meta.url)
    const examples = readdirSync(folder).filter((name) => name.endsWith('.ts'))
    assert.ok(examples.length >= 3)
    for (const name of examples) {
      const lines = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n')
      assert.ok(lines.length < 30, `${name} has ${lines.length} lines`)
    }
  })

  test('CON-01 book at one practice, until nothing is free', async (t) => {
    const world = await givenPractices(t, [['2026-03-02T09:00']])
    const wish = { nhsNumber: KNOWN, practice: practiceOf(world), ...WEEK }
    assert.equal(await bookAtOnePractice(world.deps, world.asker, wish), 'Booked for 2026-03-02T09:00:00+00:00.')
    assert.equal(await bookAtOnePractice(world.deps, world.asker, wish), 'Nothing is free.')
  })

  test('CON-02 book the soonest in a federation', async (t) => {
    const world = await givenPractices(t, [['2026-03-03T09:00'], ['2026-03-02T11:00', '2026-03-02T11:10']])
    const shown: string[] = []
    const wish = { nhsNumber: KNOWN, federation: world.practices, ...WEEK, show: (line: string) => void shown.push(line) }
    assert.equal(await bookInAFederation(world.deps, world.asker, wish), 'Booked at Surgery 2.')
    assert.deepEqual(shown.sort(), ['Surgery 1: 1 free', 'Surgery 2: 2 free'])
  })

  test('CON-03 book without a record: nothing is written unless it is agreed to', async (t) => {
    // Given a slot
    const world = await givenPractices(t, [['2026-03-02T09:00', '2026-03-02T09:10']])
    const found = await openPractice(world.deps, { ...world.asker, practice: practiceOf(world) }).findFreeSlots(WEEK)
    assert.ok(found.kind === 'offers')
    const [first, second] = found.offers
    assert.ok(first && second)
    const book = (nhsNumber: NhsNumber, agreed: boolean, offer = first) =>
      bookWithoutARecord(world.deps, world.asker, { nhsNumber, offer, agrees: () => agreed })

    // When, Then
    assert.equal(await book(UNKNOWN, false), 'Not registered, not booked.')
    assert.equal(await book(UNKNOWN, true), 'Registered as temporary, and booked.')
    assert.equal(await book(KNOWN, false, second), 'Booked.')
  })

  test('CON-10 move an appointment to a day without another', async (t) => {
    const world = await givenPractices(t, [['2026-03-02T09:00', '2026-03-03T09:00', '2026-03-03T11:00', '2026-03-04T09:00']])
    const wish = { nhsNumber: KNOWN, practice: practiceOf(world), from: '2026-03-03', to: '2026-03-08' }
    assert.equal(await moveAnAppointment(world.deps, world.asker, wish), 'Nothing is booked from today on.')

    await bookAtOnePractice(world.deps, world.asker, { ...wish, ...WEEK })
    await bookAtOnePractice(world.deps, world.asker, wish)
    assert.equal(await moveAnAppointment(world.deps, world.asker, wish), 'Moved to 2026-03-04T09:00:00+00:00.')
  })

  test('CON-08 APT-09 APT-10 manage what a patient has', async (t) => {
    const world = await givenPractices(t, [['2026-03-02T09:00']])
    const wish = { nhsNumber: KNOWN, practice: practiceOf(world) }
    await bookAtOnePractice(world.deps, world.asker, { ...wish, ...WEEK })
    const manage = (change: { comment: string } | { reason: string }) =>
      manageAppointments(world.deps, world.asker, {
        ...wish,
        choose: ([appointment]) => {
          assert.ok(appointment)
          return { appointment, ...change }
        },
      })
    assert.equal(await manage({ comment: 'Lift needed' }), 'Amended: Lift needed.')
    assert.equal(await manage({ reason: 'Better' }), 'Cancelled: Better.')
    assert.equal(await manage({ comment: 'Stairs are fine' }), 'This appointment has been cancelled. Book another.')
  })

  test('CON-11 resume after a crash: what was noted is enough', async (t) => {
    // Given a booking whose answer is lost before it has reached the practice
    const world = await givenPractices(t, [['2026-03-02T09:00']])
    const practice = practiceOf(world)
    world.faults.replace({
      kind: 'faults',
      seed: 1,
      rules: [{ where: { practice, interaction: 'bookAppointment' }, what: { kind: 'reset-before' } }],
    })
    const opened = await openSession(world.deps, { ...world.asker, nhsNumber: KNOWN, practice })
    assert.ok(opened.kind === 'open')
    const found = await opened.session.findFreeSlots(WEEK)
    assert.ok(found.kind === 'offers' && found.offers[0])
    const directory = mkdtempSync(join(tmpdir(), 'gp-example-'))
    t.after(() => rmSync(directory, { recursive: true }))
    const file = join(directory, 'booking.json')

    // When, Then
    assert.equal(await bookNoting(opened.session, file, found.offers[0]), 'uncertain')
    assert.match(await resume(world.deps, world.asker, file), /Do not book again/)
    const later = { ...world.deps, now: () => new Date('2026-03-02T08:05:00Z') }
    assert.match(await resume(later, world.asker, file), /Nothing was booked/)
    assert.equal(existsSync(file), false)
  })
})
