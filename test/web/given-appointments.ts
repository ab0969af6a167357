import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import {
  type Appointment,
  connectToSpine,
  openSession,
  parseAsid,
  parseNhsNumber,
  parseOdsCode,
  type Session,
} from '../../src/consumer/index.ts'
import { addDays, localDateOf } from '../../src/nhs/local-time.ts'
import { CONSUMERS } from '../../src/sandbox/dataset/spine-file.ts'
import type { FaultRule } from '../../src/simulator/faults/fault-script.ts'
import { givenTab, type Tab, type TabOptions } from './browser.ts'
import { STAFF, signIn } from './given-app.ts'
import { confirmPatient } from './given-patient.ts'
import { ASHWORTH, type GivenPractices, givenPractices, type WebPractice } from './given-practices.ts'

export const TOMORROW = addDays(localDateOf(new Date()), 1)
export const at = (...clocks: string[]) => clocks.map((clock) => `${TOMORROW}T${clock}`)

/** The patient's appointments as the practices' own database has them. */
export async function heldAt({ book }: Pick<GivenPractices, 'book'>, odsCode: string): Promise<string[]> {
  const rows = await book.query<{ text: string }>(
    `select to_char(start_at at time zone 'Europe/London', 'HH24:MI') || ' ' || status || ' ' || version as text
     from appointment where ods_code = $1 order by 1`,
    [odsCode],
  )
  return rows.map(({ text }) => text)
}

/** Somebody else's consumer of the same organisation, at one of the practices: books, and changes what others look at. */
export async function elsewhere(app: GivenPractices, index = 0): Promise<Session> {
  const [nhsNumber, odsCode, asid] = [parseNhsNumber(ASHWORTH), parseOdsCode(CONSUMERS.nhs111.odsCode), parseAsid(CONSUMERS.nhs111.asid)]
  const practice = app.practices[index]?.odsCode
  assert.ok(nhsNumber && odsCode && asid && practice)
  const spine = connectToSpine({
    ...{ fetch, now: () => new Date(), newId: randomUUID, timeoutMs: 5_000 },
    application: {
      issuer: 'https://elsewhere.example/',
      device: { system: 'https://elsewhere.example/Id/device', value: 'test', model: 'Elsewhere', version: '1' },
    },
    pdsUrl: `${app.spine.apiUrl}/personal-demographics/FHIR/R4`,
    sdsUrl: `${app.spine.apiUrl}/spine-directory/FHIR/R4`,
    sdsApiKey: 'test',
    sspUrl: app.spine.sspUrl,
  })
  const opened = await openSession(spine, {
    ...{ nhsNumber, practice },
    user: { id: 'somebody', family: 'Else', localIdentifier: { system: 'https://elsewhere.example/Id/user', value: 'somebody' } },
    organisation: { ...CONSUMERS.nhs111, odsCode, asid, telecom: [{ system: 'phone', value: '111' }] },
  })
  assert.ok(opened.kind === 'open', JSON.stringify(opened))
  return opened.session
}

export async function bookElsewhere(app: GivenPractices, clock: string, index = 0, description = 'Cough'): Promise<Appointment> {
  const session = await elsewhere(app, index)
  const found = await session.findFreeSlots({ from: TOMORROW, to: TOMORROW })
  assert.ok(found.kind === 'offers', JSON.stringify(found))
  const offer = found.offers.find(({ start }) => start.slice(11, 16) === clock)
  assert.ok(offer)
  const booked = await session.book(offer, { description, comment: 'Prefers mornings', differencesAccepted: true })
  assert.ok(booked.kind === 'booked', JSON.stringify(booked))
  return booked.appointment
}

type Wish = TabOptions & { practices?: readonly WebPractice[]; booked?: readonly string[]; root?: string }

/** A user with a confirmed patient, who has appointments at the first practice. */
export async function givenAppointments(
  t: TestContext,
  { practices = [{ slots: at('09:00', '10:00', '11:00') }], booked = ['09:00'], root, ...tabOptions }: Wish = {},
) {
  const given = await givenPractices(t, { practices, ...(root !== undefined && { root }) })
  const app = { ...given, formerWork: (await given.db.query<{ id: string }>('select id from work_item')).map(({ id }) => id) }
  for (const clock of booked) await bookElsewhere(app, clock)
  const tab = await givenTab(t, tabOptions)
  await signIn(tab, app, STAFF.dev)
  await confirmPatient(tab, app, ASHWORTH)
  const encounter = new URL(tab.url()).pathname
  const odsCode = app.practices[0]?.odsCode ?? ''
  const play = (interaction: string | undefined, what: FaultRule['what'], when?: FaultRule['when']) => {
    const where = { practice: odsCode, ...(interaction && { interaction }) }
    app.faults.replace({ kind: 'faults', seed: 1, rules: [{ where, what, ...(when && { when }) } as FaultRule] })
  }
  const calm = () => app.faults.replace({ kind: 'faults', seed: 1, rules: [] })
  const held = () => heldAt(app, odsCode)
  return { app, tab, odsCode, encounter, play, calm, held }
}

export async function openAppointment(tab: Tab, app: Pick<GivenPractices, 'url'>, clock = '09:00'): Promise<void> {
  await tab.getByRole('button', { name: 'See appointments' }).click()
  await tab.getByRole('link', { name: clock }).first().click()
  await tab.getByRole('heading', { name: 'Appointment', level: 1 }).waitFor()
  assert.ok(tab.url().startsWith(app.url))
}

/** A second tab of the same browser, on the same page. */
export async function secondTab(tab: Tab): Promise<Page> {
  const other = await tab.context().newPage()
  await other.goto(tab.url())
  return other
}

/** What the app keeps of what was asked for here, latest first. Tests of one process share its database, and some live in its future. */
export async function workOf({
  db,
  formerWork,
}: Pick<GivenPractices, 'db'> & { formerWork: readonly string[] }): Promise<{ kind: string; state: string }[]> {
  return db.query('select kind, state from work_item where id <> all($1) order by started_at desc', [formerWork])
}
