import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { PracticeFileSource } from '../../src/dataset/practice-file.ts'
import { addDays, localDateOf } from '../../src/nhs/local-time.ts'
import { SCHEDULE } from '../given/practice.ts'
import { givenTab, type Tab } from './browser.ts'
import { STAFF, signIn } from './given-app.ts'
import { confirmPatient } from './given-patient.ts'
import { ASHWORTH, BELLO, givenPractices } from './given-practices.ts'

/** `npm run screenshots`: from the search to a confirmation, and what may come instead, for docs/web.md. */

const FOLDER = process.env.SCREENSHOTS ?? 'docs/images/web'
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } }
const TODAY = localDateOf(new Date())

function surgeries(): NonNullable<PracticeFileSource['schedules']> {
  const slots = (day: string, hour: string, slotType: string, deliveryChannel: 'In-person' | 'Telephone') =>
    ['00', '10', '20', '30', '40'].map((minute) => ({
      start: `${day}T${hour}:${minute}`,
      minutes: 10,
      slotType,
      deliveryChannel,
      bookable: true,
    }))
  const nurse = { ...SCHEDULE, sessionName: 'Nurse calls', practitioner: 'reed', practitionerRole: 'R0700' } as const
  return [1, 2]
    .map((ahead) => addDays(TODAY, ahead))
    .flatMap((day) => [
      { ...SCHEDULE, key: `gp-${day}`, slots: slots(day, '09', 'GP appointment', 'In-person') },
      { ...nurse, key: `nurse-${day}`, slots: slots(day, '14', 'Nurse call', 'Telephone') },
    ])
}

for (const [name, size] of Object.entries(SIZES)) {
  test(`screenshots of booking, ${name}`, async (t) => {
    await mkdir(FOLDER, { recursive: true })
    const practices = [{ file: { schedules: surgeries() } }, { file: { schedules: surgeries() } }, {}]
    const app = await givenPractices(t, { practices })
    const [first, , third] = app.practices
    await app.db.query('delete from work_item') // of the size before
    const faulty = (practice: string | undefined, interaction: string, what: { kind: 'status'; status: 504 } | { kind: 'reset-before' }) =>
      app.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { ...(practice && { practice }), interaction }, what }] })
    const shot = async (tab: Tab, page: string) => {
      await tab.screenshot({ path: join(FOLDER, `${page}-${name}.png`), fullPage: true })
    }
    const open = async (nhsNumber: string) => {
      const tab = await givenTab(t, size)
      await signIn(tab, app, STAFF.dev)
      await confirmPatient(tab, app, nhsNumber)
      return tab
    }
    const choose = async (tab: Tab, time: string) => {
      await tab.goto(tab.url().replace(/(\/patient\/[^/]+).*$/, '$1/slots'))
      await tab.getByRole('button', { name: time }).first().click()
    }
    const bookIt = (tab: Tab) => tab.getByRole('button', { name: 'Book this appointment' }).click()

    const tab = await open(ASHWORTH)
    await tab.goto(`${tab.url()}/slots`)
    await shot(tab, 'slots')
    await tab.goto(`${tab.url()}/where`)
    await shot(tab, 'where')
    faulty(third?.odsCode, 'searchFreeSlots', { kind: 'status', status: 504 })
    await tab.getByLabel('By ODS code').fill(app.practices.map(({ odsCode }) => odsCode).join(' '))
    await tab.getByRole('button', { name: 'Look at these' }).click()
    await tab.getByText('Could not be asked.', { exact: true }).waitFor()
    await shot(tab, 'slots-across')
    if (name === 'phone') await tab.getByText('Filter', { exact: true }).first().click()
    await tab.getByLabel('Place').fill('York')
    await tab.getByRole('heading', { name: 'Nothing that is free fits the filter' }).waitFor()
    await shot(tab, 'slots-none-fits')
    await tab.getByRole('button', { name: 'Clear filter' }).first().click()
    await tab.goto(tab.url().replace(/(\/patient\/[^/]+).*$/, '$1/slots/where'))
    await tab.getByLabel('By ODS code').fill(first?.odsCode ?? '')
    await tab.getByRole('button', { name: 'Look at these' }).click()
    await tab.getByRole('button', { name: 'Next fortnight' }).first().click()
    await tab.getByRole('heading', { name: 'Nothing is free in these two weeks' }).waitFor()
    await shot(tab, 'slots-none-free')
    await Promise.all([tab.waitForEvent('load'), tab.getByRole('button', { name: 'Earlier fortnight' }).click()])
    await choose(tab, '09:10')
    await tab.getByLabel('What it is about').fill('Blood pressure check')
    await shot(tab, 'check')

    const other = await open(BELLO)
    await choose(other, '09:10')
    await shot(other, 'register')
    await other.getByRole('button', { name: 'They agree: go on' }).click()
    await other.getByLabel('What it is about').fill('Cough')
    await bookIt(other)
    await shot(other, 'booked')
    await bookIt(tab)
    await shot(tab, 'slot-taken')
    await tab.getByRole('button', { name: '09:' }).first().click()
    faulty(first?.odsCode, 'bookAppointment', { kind: 'reset-before' })
    await bookIt(tab)
    await shot(tab, 'not-known-yet')
    await tab.goto(`${app.url}/recent-work`)
    await shot(tab, 'recent-work')
    await tab.goto(`${app.url}/help`)
    await shot(tab, 'help')
    await tab.goto(`${app.url}/help/provider`)
    await tab.screenshot({ path: join(FOLDER, `help-codes-${name}.png`) })

    // A slot that went between the search and the choice
    app.faults.replace({ kind: 'faults', seed: 1, rules: [] })
    const late = await open(ASHWORTH)
    await late.goto(`${late.url()}/slots`)
    await late.getByRole('button', { name: '09:40' }).first().waitFor()
    await choose(other, '09:40')
    await other.getByLabel('What it is about').fill('Rash')
    await bookIt(other)
    await other.getByRole('heading', { name: 'Booked' }).waitFor()
    await late.getByRole('button', { name: '09:40' }).first().click()
    await shot(late, 'just-taken')
  })
}
