import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { givenTab } from './browser.ts'
import { givenApp, STAFF, signIn } from './given-app.ts'

const csv = (...rows: string[]) => Buffer.from(['ODS code,name,note', ...rows].join('\r\n'))

describe('Lists of practices in the booking app', () => {
  for (const javaScript of [true, false]) {
    test(`CON-02 one is made, put in order, changed, taken along, removed and brought back (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given
      const app = await givenApp(t)
      const tab = await givenTab(t, { javaScript })
      await signIn(tab, app, STAFF.dev)
      const name = `Hub ${javaScript ? 'one' : 'two'}`

      // When it is imported, with a fault first
      await tab.goto(`${app.url}/federations/import`)
      await tab.checkPage()
      await tab.getByLabel('Name of a new list from CSV').fill(name)
      await tab
        .getByLabel('File', { exact: true })
        .setInputFiles({ name: 'l.csv', mimeType: 'text/csv', buffer: csv('b86013,One,', 'B86014,,') })
      await tab.getByRole('button', { name: 'Show what changes' }).click()
      const faults = await tab.getByRole('alert').innerText()
      assert.match(faults, /line 2, ODS code must be an ODS code/)
      assert.match(faults, /line 3, name must not be blank/)
      await tab.checkPage()
      await tab
        .getByLabel('File', { exact: true })
        .setInputFiles({ name: 'l.csv', mimeType: 'text/csv', buffer: csv('B86013,One,', 'B86014,Two,Lift broken') })
      await tab.getByRole('button', { name: 'Show what changes' }).click()
      await tab.checkPage()
      await tab.getByRole('button', { name: 'Save', exact: true }).click()
      assert.equal(await tab.innerText('h1'), name)
      await tab.checkPage()
      const address = tab.url()

      // And put in another order, by keyboard
      await tab.getByRole('link', { name: 'Change', exact: true }).click()
      await tab.checkPage()
      await tab.getByRole('button', { name: 'Move down One' }).focus()
      await tab.keyboard.press('Enter')
      await tab.getByText('1. Two (B86014)').waitFor()
      await tab.checkPage()
      await tab.getByLabel('Least number of minutes').fill('20')
      await tab.getByRole('button', { name: 'Save the list' }).click()
      await tab.waitForURL(address)

      // Then
      assert.deepEqual(await tab.locator('main ol li').allInnerTexts(), ['Two (B86014): Lift broken', 'One (B86013)'])
      assert.match(await tab.innerText('main'), /20 minutes or longer/)
      const [download] = await Promise.all([tab.waitForEvent('download'), tab.getByRole('link', { name: /CSV/ }).click()])
      assert.match(await readFile(await download.path(), 'utf8'), /B86014,Two,Lift broken\r\nB86013,One/)

      // And removed and brought back
      await tab.getByRole('link', { name: 'Remove' }).click()
      await tab.checkPage()
      await tab.getByRole('button', { name: 'Remove' }).click()
      await tab.checkPage()
      assert.equal((await tab.goto(address))?.status(), 404)
      await tab.goto(`${app.url}/federations`)
      await tab.getByRole('button', { name: `Bring back ${name}` }).click()
      assert.equal(await tab.innerText('h1'), name)
    })
  }

  test('who saves after somebody else sees both versions, and decides', async (t) => {
    // Given two tabs on one list
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    await tab.goto(`${app.url}/federations/import`)
    await tab.getByLabel('Name of a new list from CSV').fill('Shared')
    await tab.getByLabel('Or paste what is in it').fill('ODS code,name\nB86013,One')
    await tab.getByRole('button', { name: 'Show what changes' }).click()
    await tab.getByRole('button', { name: 'Save', exact: true }).click()
    await tab.getByRole('link', { name: 'Change', exact: true }).click()
    const other = await tab.context().newPage()
    await other.goto(tab.url())
    await other.getByLabel('Name of the list').fill('Theirs')
    await other.keyboard.press('Enter')
    await other.waitForURL(/federations\/[a-z0-9-]+$/)

    // When
    await tab.getByLabel('Name of the list').fill('Mine')
    await tab.getByRole('button', { name: 'Save the list' }).click()

    // Then
    assert.match(await tab.getByRole('alert').innerText(), /Somebody else has changed this list[\s\S]*Their version: Theirs/)
    assert.equal(await tab.getByLabel('Name of the list').inputValue(), 'Mine')
    await tab.checkPage()
    await tab.getByRole('button', { name: 'Save mine instead' }).click()
    assert.equal(await tab.innerText('h1'), 'Mine')
  })

  test('who acts in a role without the right searches lists, and changes none', async (t) => {
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.oluwaseun)
    await tab.getByLabel(/Lincoln Green/i).check()
    await tab.getByRole('button', { name: 'Continue' }).click()
    await tab.goto(`${app.url}/federations`)
    assert.equal(await tab.getByRole('link', { name: 'Make a list' }).count(), 0)
    await tab.checkPage()
    assert.equal((await tab.goto(`${app.url}/federations/new`))?.status(), 403)
    await tab.checkPage()
  })
})
