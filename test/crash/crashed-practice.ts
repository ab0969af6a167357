import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import {
  type NhsNumber,
  type OdsCode,
  type Offer,
  openPractice,
  openSession,
  parseNhsNumber,
  type Session,
} from '../../src/consumer/index.ts'
import { givenPatient } from '../given/practice.ts'
import { givenWorld, type World } from '../given/world.ts'
import type { CrashCase } from './crash-case.ts'

/** A patient and three slots that no other case uses. */
export type Stage = { world: World; practice: OdsCode; nhsNumber: NhsNumber; offers: readonly [Offer, Offer, Offer] }

export const NOW = new Date('2026-03-02T08:00:00Z')
/** When no request of then can still be under way. */
export const LATER = new Date('2026-03-02T08:06:00Z')
const [CASES_A_PRACTICE, SLOTS_A_CASE, SLOTS_A_DAY] = [40, 3, 48]

/** Practices with a stage for each case, behind one Spine. */
export async function layOut(t: TestContext, cases: readonly CrashCase[]): Promise<(index: number) => Promise<Stage>> {
  const people = Array.from({ length: cases.length * 12 }, (_, index) => parseNhsNumber(`${9_990_000_000 + index}`) ?? [])
    .flat()
    .slice(0, cases.length)
  const practices = Array.from({ length: Math.ceil(cases.length / CASES_A_PRACTICE) }, (_, practice) => {
    const [first, last] = [practice * CASES_A_PRACTICE, (practice + 1) * CASES_A_PRACTICE]
    const known = people.filter((_, index) => index >= first && index < last && cases[index]?.work !== 'register-and-book')
    return {
      slots: Array.from({ length: CASES_A_PRACTICE * SLOTS_A_CASE }, (_, slot) => startOf(slot)),
      file: { patients: known.map((nhsNumber) => givenPatient(nhsNumber)) },
    }
  })
  const names = [{ use: 'usual' as const, family: 'Example', given: ['Pat'] }]
  const person = { names, gender: 'female' as const, birthDate: '1980-04-05' }
  const world = await givenWorld(t, { people: people.map((nhsNumber) => ({ nhsNumber, ...person })), practices, now: NOW.toISOString() })
  const offers = await Promise.all(world.practices.map(({ odsCode }) => offersAt(world, odsCode)))

  return async (index) => {
    const practice = Math.floor(index / CASES_A_PRACTICE)
    const at = (index % CASES_A_PRACTICE) * SLOTS_A_CASE
    const [odsCode, nhsNumber] = [world.practices[practice]?.odsCode, people[index]]
    const [one, two, three] = offers[practice]?.slice(at, at + SLOTS_A_CASE) ?? []
    assert.ok(odsCode && nhsNumber && one && two && three)
    return { world, practice: odsCode, nhsNumber, offers: [one, two, three] }
  }
}

/** Local time: ten minutes each, from nine to five, from the day after. */
function startOf(slot: number): string {
  const [day, ofDay] = [Math.floor(slot / SLOTS_A_DAY), slot % SLOTS_A_DAY]
  const [hour, tens] = [9 + Math.floor(ofDay / 6), ofDay % 6]
  return `2026-03-0${3 + day}T${String(hour).padStart(2, '0')}:${tens}0`
}

async function offersAt(world: World, practice: OdsCode): Promise<readonly Offer[]> {
  const found = await openPractice(world.deps, { ...world.asker, practice }).findFreeSlots({ from: '2026-03-03', to: '2026-03-09' })
  assert.ok(found.kind === 'offers')
  return found.offers
}

export async function sessionOf({ world, practice, nhsNumber }: Stage, now: Date): Promise<Session> {
  const opened = await openSession({ ...world.deps, now: () => now }, { ...world.asker, nhsNumber, practice })
  assert.ok(opened.kind === 'open')
  return opened.session
}

/** What the practice's book says, whoever is told what. */
export type Truth = {
  records: number
  live: { id: string; version: number; description: string }[]
  cancelled: { id: string; version: number }[]
}

export async function truthOf({ world: { db }, practice, nhsNumber }: Stage): Promise<Truth> {
  const records = await db.query<{ id: string }>('select id from patient where ods_code = $1 and nhs_number = $2', [practice, nhsNumber])
  const held = await db.query<{ id: string; version: number; status: string; description: string }>(
    `select a.id, a.version, a.status, a.description
     from appointment a
     join patient p on p.ods_code = a.ods_code and p.id = a.patient_id
     where a.ods_code = $1 and p.nhs_number = $2`,
    [practice, nhsNumber],
  )
  const having = (status: string) => held.filter((appointment) => appointment.status === status)
  return { records: records.length, live: having('booked'), cancelled: having('cancelled') }
}

/** Until the practice has ended what reached it: it writes each request into its audit trail then. */
export async function untilEnded({ world: { db }, practice }: Stage, traceIds: readonly string[]): Promise<void> {
  // What broke off before it was whole there is in no trail.
  const longest = performance.now() + 1_500
  for (const traceId of traceIds) {
    const isEnded = async () =>
      (await db.query(`select 1 from audit_entry where ods_code = $1 and entry ->> 'traceId' = $2`, [practice, traceId])).length > 0
    while (!(await isEnded()) && performance.now() < longest) await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
