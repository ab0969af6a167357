import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenTab, type Tab } from './browser.ts'
import { type GivenApp, givenApp, STAFF, signIn } from './given-app.ts'
import { sealedRows, webAuditEntries } from './given-rows.ts'

async function find(tab: Tab, { url }: GivenApp, nhsNumber: string): Promise<void> {
  await tab.goto(`${url}/find-patient`)
  await tab.getByLabel('NHS number').fill(nhsNumber)
  await tab.keyboard.press('Enter')
  await tab.waitForURL(`${url}/patient/*`)
}

const isFound = async (tab: Tab) => assert.equal(await tab.innerText('h1'), 'Check who you are speaking to')

describe('Finding a patient in the booking app', () => {
  for (const javaScript of [true, false]) {
    test(`CON-04 by NHS number with spaces, to the identity check and the banner (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given
      const app = await givenApp(t)
      const tab = await givenTab(t, { javaScript })
      await signIn(tab, app, STAFF.dev)

      // When
      await find(tab, app, '999 000 0018')

      // Then
      await isFound(tab)
      const details = await tab.innerText('main')
      for (const fact of ['Margaret Ann Ashworth', '999 000 0018', 'LS17', 'NORTH LEEDS', 'B86013', 'aged'])
        assert.ok(details.includes(fact), fact)
      await tab.checkPage()

      // When it is confirmed
      await tab.getByRole('button', { name: 'Yes, this is the patient' }).click()

      // Then the banner says who it is
      const banner = tab.getByRole('region', { name: 'Patient' })
      assert.match(await banner.innerText(), /Ashworth[\s\S]*999 000 0018/)
      await tab.checkPage()

      // And nothing of the patient is in an address, a cookie, the browser's storage or the log
      const storage = javaScript ? await tab.evaluate('JSON.stringify([localStorage, sessionStorage])') : ''
      const kept = [tab.url(), JSON.stringify(await tab.context().cookies()), storage, app.log()].join()
      assert.doesNotMatch(kept, /9990000018|999 000 0018|Ashworth|Ackroyd/i)
    })
  }

  test('by name, date of birth and postcode', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)

    // When
    await tab.goto(`${app.url}/find-patient/by-details`)
    await tab.checkPage()
    await tab.getByLabel('Last name').fill('Ashworth')
    await tab.getByLabel('Day').fill('17')
    await tab.getByLabel('Month').fill('3')
    await tab.getByLabel('Year').fill('1948')
    await tab.getByLabel('Postcode').fill('ls175dh')
    await tab.getByRole('button', { name: 'Find patient' }).click()

    // Then
    await tab.waitForURL(`${app.url}/patient/*`)
    await isFound(tab)
    assert.match(await tab.innerText('main'), /999 000 0018/)
  })

  test('what is missing or cannot be read is said at the field, and what was typed is kept', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)

    // When, Then: a number with a wrong check digit
    await tab.getByLabel('NHS number').fill('999 000 0019')
    await tab.getByRole('button', { name: 'Find patient' }).click()
    assert.match(await tab.getByRole('alert').innerText(), /a digit is wrong or missing/)
    assert.equal(await tab.getByLabel('NHS number').inputValue(), '999 000 0019')
    await tab.checkPage()

    // And details
    await tab.goto(`${app.url}/find-patient/by-details`)
    await tab.getByLabel('Last name').fill('<b>O’Neill*')
    await tab.getByLabel('Day').fill('31')
    await tab.getByLabel('Month').fill('2')
    await tab.getByLabel('Year').fill('1980')
    await tab.getByLabel('Postcode').fill('LS')
    await tab.getByRole('button', { name: 'Find patient' }).click()
    const said = await tab.getByRole('alert').innerText()
    for (const fault of ['last name in full', 'real date of birth', 'whole postcode']) assert.match(said, new RegExp(fault))
    assert.equal(await tab.getByLabel('Last name').inputValue(), '<b>O’Neill*')
    await tab.checkPage()
  })

  const stops: [what: string, nhsNumber: string, title: string][] = [
    ['deceased', '9990000131', 'This person is recorded as having died'],
    ['sensitive', '9990000158', 'This record is restricted'],
    ['unknown to PDS', '9990000204', 'No patient was found'],
    ['withdrawn', '9990000336', 'This NHS number is no longer valid'],
  ]
  for (const [what, nhsNumber, title] of stops) {
    test(`CON-09 nothing goes on for a patient who is ${what}, and nothing of them is shown`, async (t) => {
      // Given
      const app = await givenApp(t)
      const tab = await givenTab(t)
      await signIn(tab, app, STAFF.dev)

      // When
      await find(tab, app, nhsNumber)

      // Then
      assert.equal(await tab.innerText('h1'), title)
      assert.equal(await tab.getByRole('button', { name: 'Yes, this is the patient' }).count(), 0)
      assert.equal(await tab.getByRole('region', { name: 'Patient' }).count(), 0)
      await tab.checkPage()
    })
  }

  test('CON-09 a number that was replaced leads to the one that replaced it', async (t) => {
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    await find(tab, app, '9990000271')
    assert.equal(await tab.innerText('h1'), 'This patient has another NHS number now')
    await tab.checkPage()
    await tab.getByRole('button', { name: 'Look up 999 000 0352' }).click()
    await isFound(tab)
  })

  test('PDS that does not answer is told as what it is, with what support needs and nothing of the patient', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    app.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { service: 'pds' }, what: { kind: 'status', status: 503 } }] })

    // When
    await find(tab, app, '9990000018')

    // Then
    assert.equal(await tab.innerText('h1'), 'PDS cannot be asked')
    await tab.getByText('Details for support').click()
    const support = await tab.innerText('#support-details')
    assert.match(support, /Said by: pds[\s\S]*Trace id: [0-9a-f-]{36}[\s\S]*Request: [0-9a-f-]{36}/)
    assert.doesNotMatch(await tab.innerText('main'), /999 ?000 ?0018|Ashworth/)
    await tab.checkPage()

    // And once it answers again nothing has to be typed
    app.faults.replace({ kind: 'faults', seed: 1, rules: [] })
    await tab.getByRole('button', { name: 'Ask again' }).click()
    await isFound(tab)
  })

  test('by keyboard alone, and at 320 pixels without scrolling sideways', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t, { width: 320, height: 640 })
    const fits = async () => assert.ok(Number(await tab.evaluate('document.documentElement.scrollWidth')) <= 320, tab.url())
    await tab.goto(`${app.url}/`)
    await fits()
    await signIn(tab, app, STAFF.dev)
    await tab.waitForURL(`${app.url}/find-patient`)
    await fits()

    // When: the field has the focus, and the button of the next page is reached with the Tab key
    await tab.locator('input:focus').waitFor()
    await tab.keyboard.type('9990000018')
    await tab.keyboard.press('Enter')
    await tab.waitForURL(`${app.url}/patient/*`)
    await fits()
    const focused = () => tab.evaluate('document.activeElement?.textContent?.trim()')
    for (let presses = 0; presses < 20 && (await focused()) !== 'Yes, this is the patient'; presses += 1) await tab.keyboard.press('Tab')
    await tab.keyboard.press('Enter')

    // Then
    await tab.getByRole('region', { name: 'Patient' }).waitFor()
    await fits()
    await tab.goto(`${app.url}/find-patient/by-details`)
    await fits()
  })

  test('two tabs are two patients, and neither sees the other’s', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    await find(tab, app, '9990000018')
    const first = tab.url()

    // When another patient is looked up meanwhile
    await find(tab, app, '9990000026')
    await tab.goto(first)

    // Then
    assert.match(await tab.innerText('main'), /Ashworth/)
    await tab.getByRole('button', { name: 'Yes, this is the patient' }).click()
    assert.match(await tab.getByRole('region', { name: 'Patient' }).innerText(), /Ashworth/)
  })

  test('a patient’s page is nobody else’s, and in no other role', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    await find(tab, app, '9990000018')

    // When somebody else opens its address
    const other = await givenTab(t)
    await signIn(other, app, STAFF.oluwaseun)
    await other
      .getByLabel(/Yorkshire/i)
      .first()
      .check()
    await other.getByRole('button', { name: 'Continue' }).click()
    await other.goto(tab.url())

    // Then
    assert.equal(await other.innerText('h1'), 'Page not found')
    await other.checkPage()
  })

  test('AUD-01 each request is in the audit trail with user, organisation and patient, and the rest of the database does not say who', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    await find(tab, app, '9990000026')

    // When
    const entries = (await webAuditEntries(app.db, 'RX8')).filter(({ target }) => target?.endsWith(new URL(tab.url()).pathname))

    // Then
    const [entry] = entries
    assert.equal(entry?.interactionId, 'check who the patient is')
    assert.equal(entry?.nhsNumber, '9990000026')
    assert.equal(entry?.status, 200)
    assert.equal(entry?.user?.name, STAFF.dev.name)
    assert.equal(entry?.user?.sdsUserId, STAFF.dev.uid)
    assert.equal(entry?.organisation?.odsCode, 'RX8')
    assert.doesNotMatch(await sealedRows(app.db), /9990000026|Bello|Ackroyd/)
  })

  test('browsers keep nothing of what is typed of a patient, to offer it to whoever comes next', async (t) => {
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    for (const path of ['/find-patient', '/find-patient/by-details']) {
      await tab.goto(`${app.url}${path}`)
      const fields = tab.locator('main input:not([type=hidden], [type=radio], [type=checkbox])')
      assert.notEqual(await fields.count(), 0)
      for (const field of await fields.all())
        assert.equal(await field.getAttribute('autocomplete'), 'off', (await field.getAttribute('name')) ?? '')
    }
  })
})
