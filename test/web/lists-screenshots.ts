import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { givenTab, type Tab } from './browser.ts'
import { givenApp, STAFF, signIn } from './given-app.ts'

/** `npm run screenshots`: lists of practices, for docs/web.md. */

const FOLDER = process.env.SCREENSHOTS ?? 'docs/images/web'
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } }

for (const [name, size] of Object.entries(SIZES)) {
  test(`screenshots of lists, ${name}`, async (t) => {
    await mkdir(FOLDER, { recursive: true })
    const app = await givenApp(t)
    const tab = await givenTab(t, size)
    const shot = (of: Tab, page: string) => of.screenshot({ path: join(FOLDER, `${page}-${name}.png`), fullPage: true })
    const show = () => tab.getByRole('button', { name: 'Show what changes' }).click()
    const save = () => tab.getByRole('button', { name: 'Save', exact: true }).click()
    await signIn(tab, app, STAFF.dev)
    const list = `Evenings in north Leeds, ${name}`

    await tab.goto(`${app.url}/federations/import`)
    await tab.getByLabel('Name of a new list from CSV').fill(list)
    await tab
      .getByLabel('Or paste what is in it')
      .fill('ODS code,name,note\nB86013,North Leeds,Ring the bell after 18:00\nB86014,Oakwood Lane,')
    await shot(tab, 'list-import')
    await show()
    await save()
    await tab.getByRole('link', { name: 'Change', exact: true }).click()
    await tab.getByLabel('Add practices by ODS code').fill('B86675')
    await tab.getByLabel('From (for example 09:30)').fill('18:00')
    await tab.getByRole('button', { name: 'Add', exact: true }).click()
    await tab.getByText('3.').waitFor()
    await shot(tab, 'list-change')
    const other = await tab.context().newPage()
    await other.goto(tab.url())
    await other.getByLabel('Note for colleagues').first().fill('Bell broken: ring 0113')
    await other.getByRole('button', { name: 'Save the list' }).click()
    await other.getByRole('link', { name: 'Change', exact: true }).waitFor()
    await tab.getByRole('button', { name: 'Save the list' }).click()
    await tab.getByRole('alert').waitFor()
    await tab.screenshot({ path: join(FOLDER, `list-changed-meanwhile-${name}.png`) })
    await tab.getByRole('button', { name: 'Save mine instead' }).click()
    await tab.getByRole('heading', { name: list }).waitFor()
    await shot(tab, 'list')
    await tab.getByRole('link', { name: 'Import over it' }).click()
    await tab.getByLabel('Or paste what is in it').fill('ODS code,name,note\nB86014,Oakwood Lane,\nB86013,North Leeds,Use the side door')
    await show()
    await shot(tab, 'list-import-changes')
    await tab.goto(`${app.url}/federations`)
    await shot(tab, 'lists')
  })
}
