import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { givenTab, type Tab } from './browser.ts'
import { type GivenApp, givenApp, STAFF, signIn } from './given-app.ts'
import { at, bookElsewhere, elsewhere, givenAppointments, openAppointment } from './given-appointments.ts'

/** `npm run screenshots`: each page as people see it, for docs/web.md. */

const FOLDER = process.env.SCREENSHOTS ?? 'docs/images/web'
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } }

async function find(tab: Tab, { url }: GivenApp, nhsNumber: string): Promise<void> {
  await tab.goto(`${url}/find-patient`)
  await tab.getByLabel('NHS number').fill(nhsNumber)
  await tab.keyboard.press('Enter')
  await tab.waitForURL(`${url}/patient/*`)
}

for (const [name, size] of Object.entries(SIZES)) {
  test(`screenshots, ${name}`, async (t) => {
    await mkdir(FOLDER, { recursive: true })
    const app = await givenApp(t)
    const shot = async (tab: Tab, page: string) => {
      await tab.screenshot({ path: join(FOLDER, `${page}-${name}.png`), fullPage: true })
    }

    const castle = await givenTab(t, size)
    await castle.goto(`${app.url}/`)
    await shot(castle, 'sign-in')
    await signIn(castle, app, STAFF.oluwaseun)
    await shot(castle, 'choose-role')

    const tab = await givenTab(t, size)
    await signIn(tab, app, STAFF.dev)
    await shot(tab, 'find-patient')
    await tab.getByLabel('NHS number').fill('999 000 0019')
    await tab.keyboard.press('Enter')
    await tab.getByRole('alert').waitFor()
    await shot(tab, 'find-patient-error')
    await tab.goto(`${app.url}/find-patient/by-details`)
    await shot(tab, 'find-by-details')
    await find(tab, app, '9990000018')
    await shot(tab, 'identity-check')
    await tab.getByRole('button', { name: 'Yes, this is the patient' }).click()
    await tab.getByRole('region', { name: 'Patient' }).waitFor()
    await shot(tab, 'patient')
    await find(tab, app, '9990000158')
    await shot(tab, 'restricted')
    await find(tab, app, '9990000271')
    await shot(tab, 'superseded')
    app.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { service: 'pds' }, what: { kind: 'status', status: 503 } }] })
    await find(tab, app, '9990000018')
    await tab.getByText('Details for support').click()
    await shot(tab, 'pds-down')
    await tab.goto(`${app.url}/no-such-page`)
    await shot(tab, 'not-found')
    await tab.clock.install()
    await tab.goto(`${app.url}/find-patient`)
    app.pass(18.5)
    await tab.clock.fastForward('18:30')
    await tab.getByRole('dialog').waitFor()
    await tab.screenshot({ path: join(FOLDER, `time-out-${name}.png`) })
  })

  test(`screenshots of appointments, ${name}`, async (t) => {
    await mkdir(FOLDER, { recursive: true })
    const practices = [{ slots: at('09:00', '10:00', '11:00', '14:00') }, { slots: at('08:30') }]
    const { app, tab, encounter, play, calm } = await givenAppointments(t, { ...size, practices, booked: ['09:00', '10:00'] })
    const shot = (page: string) => tab.screenshot({ path: join(FOLDER, `${page}-${name}.png`), fullPage: true })
    await bookElsewhere(app, '08:30', 1)
    const somebody = await elsewhere(app)
    const listed = await somebody.listAppointments()
    if (listed.kind !== 'listed') throw new Error('The practice does not list them')
    const [nine, ten] = listed.appointments
    if (ten) await somebody.cancel(ten, 'Feels better')
    await tab.goto(`${new URL(app.url).origin}${encounter}/appointments/where`)
    await tab.getByLabel('By ODS code').fill(app.practices[1]?.odsCode ?? '')
    await tab.getByRole('button', { name: 'Look at these' }).click()
    await tab.getByRole('heading', { name: 'All by day' }).waitFor()
    await shot('appointments')
    play(undefined, { kind: 'status', status: 503 })
    await tab.reload()
    await tab.getByText('Could not be asked: what').waitFor()
    await shot('appointments-practice-down')
    calm()
    await tab.goto(`${new URL(app.url).origin}${encounter}`)
    await openAppointment(tab, app)
    await shot('appointment')
    const page = tab.url()
    await tab.getByRole('button', { name: 'Change description or comment' }).click()
    await tab.getByLabel('Comment').fill('Needs an interpreter')
    await shot('amend')
    if (nine) await somebody.amend(nine, { description: 'Cough, a week now' })
    await tab.getByRole('button', { name: 'Change the appointment' }).click()
    await tab.getByRole('heading', { name: 'Somebody else has changed' }).waitFor()
    await shot('changed-meanwhile')
    await tab.goto(page)
    await tab.getByRole('button', { name: 'Cancel it' }).click()
    await tab.getByLabel('Reason').waitFor()
    await shot('cancel')
    await tab.goto(page)
    await tab.getByRole('button', { name: 'Move to another time' }).click()
    await tab.getByRole('button', { name: '11:00' }).waitFor()
    await shot('move-choose')
    await tab.getByRole('button', { name: '11:00' }).click()
    await tab.getByLabel('Why it is moved').fill('Cannot come that early')
    await shot('move-check')
    play('cancelAppointment', { kind: 'time-out' })
    await tab.getByRole('button', { name: 'Move the appointment' }).click()
    await tab.getByText(/Cancel the old one.*Being done/).waitFor()
    await shot('move-steps')
    await tab.getByRole('heading', { name: 'It is not known yet' }).waitFor({ timeout: 30_000 })
    await shot('move-old-uncertain')
    calm()
    await tab.getByRole('button', { name: 'Check again, and go on' }).click()
    await tab.getByRole('heading', { name: 'Moved' }).waitFor()
    await shot('moved')
  })
}
