import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { CONSUMERS } from '../../src/sandbox/dataset/spine-file.ts'
import { givenTab, type Tab } from './browser.ts'
import { type GivenApp, givenApp, STAFF, signIn } from './given-app.ts'

const csv = (...rows: string[]) => Buffer.from(['ODS code,name,note', ...rows].join('\r\n'))

const show = (tab: Tab) => tab.getByRole('button', { name: 'Show what changes' }).click()
const save = (tab: Tab) => tab.getByRole('button', { name: 'Save', exact: true }).click()
const practices = (tab: Tab) => tab.locator('main ol li').allInnerTexts()

/** Its address: imported by who is signed in. */
async function givenList(tab: Tab, { url }: GivenApp, { name, rows = ['B86013,One,', 'B86014,Two,'] }: { name: string; rows?: string[] }) {
  await tab.goto(`${url}/federations/import`)
  await tab.getByLabel('Name of a new list from CSV').fill(name)
  await tab.getByLabel('Or paste what is in it').fill(csv(...rows).toString())
  await show(tab)
  await save(tab)
  assert.equal(await tab.innerText('h1'), name)
  return tab.url()
}

/** A second tab of the same user, who renames it. */
async function renamed(tab: Tab, address: string, name: string): Promise<void> {
  const other = await tab.context().newPage()
  await other.goto(`${address}/edit`)
  await other.getByLabel('Name of the list').fill(name)
  await other.keyboard.press('Enter')
  await other.waitForURL(address)
  await other.close()
}

async function actAs(tab: Tab, app: GivenApp, jobRole: RegExp): Promise<void> {
  await signIn(tab, app, STAFF.oluwaseun)
  await tab
    .getByRole('radio', { name: CONSUMERS.nhs111.name })
    .and(tab.getByRole('radio', { description: jobRole }))
    .check()
  await tab.getByRole('button', { name: 'Continue' }).click()
}

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

  for (const javaScript of [true, false]) {
    test(`CON-02 one that was taken along as JSON comes back whole, with its filter (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given a list that asks for something
      const app = await givenApp(t)
      const tab = await givenTab(t, { javaScript })
      await signIn(tab, app, STAFF.dev)
      const name = `Whole ${javaScript ? 'one' : 'two'}`
      const address = await givenList(tab, app, { name, rows: ['B86014,Two,Lift broken', 'B86013,One,'] })
      await tab.goto(`${address}/edit`)
      await tab.getByLabel('How the patient is seen').selectOption('Telephone')
      await tab.getByLabel('Gender of who sees them').selectOption('female')
      await tab.getByLabel('Saturday').check()
      await tab.getByLabel('From (for example 09:30)').fill('18:30')
      await tab.getByLabel('Least number of minutes').fill('20')
      await tab.getByLabel('Part of the place’s name or address').fill('LS1')
      await tab.getByRole('button', { name: 'Save the list' }).click()
      await tab.waitForURL(address)
      const asks = [
        'How: Telephone',
        'Time of day: from 18:30',
        'Seen by: A woman',
        'Days: Sat',
        'Place: LS1',
        'Length: 20 minutes or longer',
      ]
      assert.deepEqual(await tab.locator('main h2:has-text("asks for") + ul li').allInnerTexts(), asks)
      await tab.checkPage()

      // When
      const [download] = await Promise.all([tab.waitForEvent('download'), tab.getByRole('link', { name: /JSON/ }).click()])
      const json = await readFile(await download.path())
      assert.match(download.suggestedFilename(), /^whole-(one|two)\.json$/)
      await tab.goto(`${address}/remove`)
      await tab.getByRole('button', { name: 'Remove' }).click()
      await tab.goto(`${app.url}/federations/import`)
      await tab.getByLabel('File', { exact: true }).setInputFiles({ name: 'l.json', mimeType: 'application/json', buffer: json })
      await show(tab)
      assert.equal(await tab.innerText('h1'), `Make ${name}`)
      assert.match(await tab.innerText('main'), /Everybody in .* will be able to search it/)
      await tab.checkPage()
      await save(tab)

      // Then
      assert.equal(await tab.innerText('h1'), name)
      assert.deepEqual(await practices(tab), ['Two (B86014): Lift broken', 'One (B86013)'])
      assert.deepEqual(await tab.locator('main h2:has-text("asks for") + ul li').allInnerTexts(), asks)
      assert.equal(await (await tab.request.get(`${tab.url()}/list.json`)).text(), json.toString())

      // And once more beside the first it is another list of the same name
      const first = tab.url()
      await tab.goto(`${app.url}/federations/import`)
      await tab.getByLabel('Or paste what is in it').fill(json.toString())
      await show(tab)
      await save(tab)
      assert.equal(tab.url(), `${first}-2`)
    })
  }

  test('what a file changes in a list is told before it is saved', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    const address = await givenList(tab, app, { name: 'Told', rows: ['B86013,One,', 'B86014,Two,Lift broken', 'B86015,Three,'] })

    // When it is imported over, from the list’s own page
    await tab.getByRole('link', { name: 'Import over it' }).click()
    await tab
      .getByLabel('Or paste what is in it')
      .fill('note,Telephone,ODS code,name\nRing the bell,0113,B86015,Three\n,,B86014,Zwei\n,,B86016,Four')
    await show(tab)

    // Then
    assert.equal(await tab.innerText('h1'), 'What changes in Told')
    assert.match(await tab.innerText('main'), /Columns that a list has no place for are left out: Telephone/)
    assert.deepEqual(await tab.locator('main ul:not(.nhsuk-list) li').allInnerTexts(), [
      'Added: Four (B86016)',
      'Taken out: One (B86013)',
      'Note on Three (B86015): Ring the bell',
      'Two (B86014) is called Zwei',
      'No note on Zwei (B86014) any more',
      'The practices are in another order',
    ])
    await tab.checkPage()
    await save(tab)
    assert.equal(tab.url(), address)
    assert.deepEqual(await practices(tab), ['Three (B86015): Ring the bell', 'Zwei (B86014)', 'Four (B86016)'])

    // And the same once more changes nothing
    const again = await (await tab.request.get(`${address}/list.csv`)).text()
    await tab.getByRole('link', { name: 'Import over it' }).click()
    await tab.getByLabel('Or paste what is in it').fill(again)
    await show(tab)
    assert.match(await tab.innerText('main'), /Nothing: it says the same/)
  })

  test('a file that cannot be read says where, and what was pasted is kept', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    await tab.goto(`${app.url}/federations/import`)

    for (const [pasted, said] of [
      ['', /The file is missing, or empty/],
      [
        '{"kind": "federation", "name": "X", "practices": [{"odsCode": "?", "name": "One"}]}',
        /practices\[0\]\.odsCode must be an ODS code/,
      ],
      ['{"kind": "federation", ', /line 1, column 24 expected a key/],
      ['ODS code,name\nB86013,One\nB86013,Two', /B86013|line 3/],
    ] as const) {
      // When
      await tab.getByLabel('Name of a new list from CSV').fill('Unread')
      await tab.getByLabel('Or paste what is in it').fill(pasted)
      await show(tab)

      // Then
      assert.match(await tab.getByRole('alert').innerText(), said)
      assert.equal(await tab.getByLabel('Or paste what is in it').inputValue(), pasted)
      assert.equal(await tab.getByLabel('Name of a new list from CSV').inputValue(), 'Unread')
      await tab.checkPage()
    }
    await tab.goto(`${app.url}/federations`)
    assert.equal(await tab.getByRole('link', { name: 'Unread' }).count(), 0)
  })

  test('an import over a list that somebody has changed meanwhile is shown anew, and takes back nothing that the file does not say', async (t) => {
    // Given what a spreadsheet would change has been shown
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    const address = await givenList(tab, app, { name: 'Imported over' })
    await tab.getByRole('link', { name: 'Import over it' }).click()
    await tab.getByLabel('Or paste what is in it').fill('ODS code,name\nB86013,One\nB86016,Four')
    await show(tab)

    // When somebody gives the list another name, and then it is saved
    await renamed(tab, address, 'Renamed meanwhile')
    await save(tab)

    // Then nothing was, and what changes is told of the list as it is now
    assert.match(await tab.getByRole('alert').innerText(), /Somebody else has changed this list meanwhile, so nothing was saved/)
    assert.equal(await tab.innerText('h1'), 'What changes in Renamed meanwhile')
    assert.deepEqual(await tab.locator('main ul:not(.nhsuk-list) li').allInnerTexts(), ['Added: Four (B86016)', 'Taken out: Two (B86014)'])
    await tab.checkPage()
    await save(tab)
    assert.equal(await tab.innerText('h1'), 'Renamed meanwhile')
    assert.deepEqual(await practices(tab), ['One (B86013)', 'Four (B86016)'])

    // When a whole list is imported so, it says that the name would change, too
    const json = (await (await tab.request.get(`${address}/list.json`)).text()).replace('Renamed meanwhile', 'From the file')
    await tab.getByRole('link', { name: 'Import over it' }).click()
    await tab.getByLabel('Or paste what is in it').fill(json)
    await show(tab)
    await renamed(tab, address, 'Renamed again')
    await save(tab)
    assert.equal(await tab.innerText('h1'), 'What changes in Renamed again')
    assert.deepEqual(await tab.locator('main ul:not(.nhsuk-list) li').allInnerTexts(), ['The list is called From the file'])

    // And when it is removed before that is saved, saving makes a list again
    const other = await tab.context().newPage()
    await other.goto(`${address}/remove`)
    await other.getByRole('button', { name: 'Remove' }).click()
    await other.waitForURL(/federations#removed$/)
    await save(tab)
    assert.match(await tab.getByRole('alert').innerText(), /They have removed it, or keep it to themselves/)
    await tab.checkPage()
    await save(tab)
    assert.equal(await tab.innerText('h1'), 'From the file')
  })

  test('what one keeps to oneself no colleague sees, until it is shared', async (t) => {
    // Given a list of Dev’s alone
    const app = await givenApp(t)
    const [dev, colleague] = [await givenTab(t), await givenTab(t)]
    await signIn(dev, app, STAFF.dev)
    await actAs(colleague, app, /Admin/)
    const name = 'Kept to oneself'
    const address = await givenList(dev, app, { name })
    await dev.goto(`${address}/edit`)
    const theirs = await colleague.goto(`${address}/edit`)
    assert.equal(theirs?.status(), 200)
    await dev.getByLabel('I alone').check()
    await dev.getByRole('button', { name: 'Save the list' }).click()
    assert.match(await dev.innerText('main'), /You alone can see this list/)
    await dev.checkPage()

    // When a colleague saves what they had open, they are told, and it becomes a list of its own
    await colleague.getByLabel('Name of the list').fill('The colleague’s')
    await colleague.getByRole('button', { name: 'Save the list' }).click()
    assert.match(await colleague.getByRole('alert').innerText(), /removed it, or keep it to themselves/)
    await colleague.checkPage()
    await colleague.getByRole('button', { name: 'Save the list' }).click()
    assert.equal(await colleague.innerText('h1'), 'The colleague’s')
    assert.equal(colleague.url(), `${address}-2`)

    // Then Dev’s is nowhere to be seen
    for (const path of ['', '/edit', '/remove', '/list.csv', '/list.json'])
      assert.equal((await colleague.request.get(`${address}${path}`)).status(), 404, path)
    await colleague.goto(`${app.url}/federations`)
    assert.equal(await colleague.getByRole('link', { name }).count(), 0)

    // And when it is shared it is
    await dev.goto(`${address}/edit`)
    assert.ok(await dev.getByLabel('I alone').isChecked())
    await dev.getByLabel(/Everybody in/).check()
    await dev.getByRole('button', { name: 'Save the list' }).click()
    await dev.waitForURL(address)
    await colleague.reload()
    await colleague.getByRole('link', { name }).click()
    assert.deepEqual(await practices(colleague), ['One (B86013)', 'Two (B86014)'])

    // And in a role without the right it is seen, taken along, and not changed
    await colleague.goto(`${app.url}/choose-role`)
    await colleague
      .getByRole('radio', { name: CONSUMERS.nhs111.name })
      .and(colleague.getByRole('radio', { description: /Nurse/ }))
      .check()
    await colleague.getByRole('button', { name: 'Continue' }).click()
    await colleague.goto(address)
    assert.equal(await colleague.getByRole('link', { name: /^(Change|Import over it|Remove)$/ }).count(), 0)
    assert.equal((await colleague.request.get(`${address}/list.csv`)).status(), 200)
    for (const path of ['edit', 'remove']) assert.equal((await colleague.request.get(`${address}/${path}`)).status(), 403, path)
    await colleague.checkPage()
  })

  test('who removes a list that somebody has just changed sees it as it is now first', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    const address = await givenList(tab, app, { name: 'Not yet removed' })
    await tab.getByRole('link', { name: 'Remove' }).click()

    // When
    await renamed(tab, address, 'Of use to somebody')
    await tab.getByRole('button', { name: 'Remove' }).click()

    // Then
    assert.equal(await tab.innerText('h1'), 'Remove Of use to somebody?')
    assert.match(await tab.getByRole('alert').innerText(), /Somebody else has just changed it, so it was not removed/)
    await tab.checkPage()
    assert.equal((await tab.request.get(address)).status(), 200)
    await tab.getByRole('button', { name: 'Remove' }).click()
    await tab.waitForURL(/federations#removed$/)
    assert.equal((await tab.request.get(address)).status(), 404)
  })

  test('a list is made by hand, and what cannot be one is said at its field', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    await tab.goto(`${app.url}/federations/new`)
    await tab.checkPage()
    const add = async (codes: string) => {
      await tab.getByLabel('Add practices by ODS code').fill(codes)
      await tab.getByRole('button', { name: 'Add', exact: true }).click()
    }
    const said = () => tab.getByRole('alert').innerText()

    // When, Then
    await tab.getByRole('button', { name: 'Save the list' }).click()
    assert.match(await said(), /The name of the list/)
    await tab.checkPage()
    await tab.getByLabel('Name of the list').fill('By hand')
    await add('B86013 ?')
    assert.match(await said(), /\? is no ODS code/)
    await add('ZZZZZ')
    assert.match(await said(), /No organisation has the ODS code ZZZZZ/)
    await add(Array.from({ length: 21 }, (_, index) => `B${86000 + index}`).join(' '))
    assert.match(await said(), /Add 20 ODS codes at a time at most: 21 were typed/)
    await add('b86013')
    await add('B86013')
    assert.match(await said(), /B86013 is in the list already/)
    await tab.checkPage()
    await tab.getByLabel('Add practices by ODS code').fill('')
    await tab.getByLabel('Name to show').fill('')
    await tab.getByLabel('From (for example 09:30)').fill('half nine')
    await tab.getByRole('button', { name: 'Save the list' }).click()
    assert.match(await said(), /Practice 1: its name[\s\S]*‘From’ of the filter must be/)
    await tab.checkPage()
    await tab.getByLabel('Name to show').fill('One')
    await tab.getByLabel('From (for example 09:30)').fill('09:30')
    await tab.getByRole('button', { name: 'Save the list' }).click()
    assert.equal(await tab.innerText('h1'), 'By hand')
    assert.deepEqual(await practices(tab), ['One (B86013)'])

    // And without its practice it is one that a search cannot do with
    await tab.getByRole('link', { name: 'Change', exact: true }).click()
    await tab.getByRole('button', { name: 'Take out One' }).click()
    await tab.getByText('There is none yet.').waitFor()
    await tab.checkPage()
  })
})
