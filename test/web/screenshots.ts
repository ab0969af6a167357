import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { givenTab, type Tab } from './browser.ts'
import { type GivenApp, givenApp, STAFF, signIn } from './given-app.ts'

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
}
