import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenTab } from './browser.ts'
import { givenApp, passCis2, STAFF, signIn } from './given-app.ts'

describe('Signing in to the booking app', () => {
  for (const javaScript of [true, false]) {
    test(`CON-05 somebody of one role signs in, sees who and where they are, and signs out everywhere (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given
      const app = await givenApp(t)
      const tab = await givenTab(t, { javaScript })

      // When
      await tab.goto(`${app.url}/`)
      await tab.checkPage()
      await passCis2(tab, STAFF.dev)

      // Then
      await tab.waitForURL(`${app.url}/find-patient`)
      const header = tab.getByRole('banner')
      assert.match(await header.innerText(), /Mr Dev Ackroyd[\s\S]*Yorkshire Ambulance Service/i)
      await tab.checkPage()

      // And signing out ends at CIS2, and comes back
      await tab.getByRole('button', { name: 'Sign out' }).click()
      await tab.getByRole('button', { name: 'Sign out' }).click()
      await tab.waitForURL(`${app.url}/signed-out*`)
      await tab.checkPage()
      await tab.goto(`${app.url}/find-patient`)
      await tab.getByRole('button', { name: 'Sign in with Care Identity' }).click()
      assert.match(await tab.innerText('h1'), /Who are you/)
    })
  }

  test('CON-05 of several roles the one that is chosen books, and can be changed', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)

    // When nothing is chosen
    await signIn(tab, app, STAFF.oluwaseun)
    await tab.waitForURL(`${app.url}/choose-role*`)
    await tab.checkPage()
    await tab.getByRole('button', { name: 'Continue' }).click()

    // Then that is said, and nothing else can be done
    assert.match(await tab.getByRole('alert').innerText(), /Choose the role that you book in/)
    await tab.checkPage()
    await tab.goto(`${app.url}/find-patient`)
    await tab.waitForURL(`${app.url}/choose-role*`)

    // When one is
    await tab.getByLabel(/Lincoln Green/i).check()
    await tab.getByRole('button', { name: 'Continue' }).click()

    // Then it is who asks, until another one is
    await tab.waitForURL(`${app.url}/find-patient`)
    assert.match(await tab.getByRole('banner').innerText(), /Lincoln Green/i)
    await tab.getByRole('link', { name: /Lincoln Green/i }).click()
    await tab
      .getByLabel(/Yorkshire/i)
      .first()
      .check()
    await tab.getByRole('button', { name: 'Continue' }).click()
    assert.match(await tab.getByRole('banner').innerText(), /Yorkshire/i)
  })

  test('whoever signs in where somebody is signed in ends that session: its cookie is worth nothing any more', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    await tab.waitForURL(`${app.url}/find-patient`)
    const cookie = (await tab.context().cookies(app.url)).map(({ name, value }) => `${name}=${value}`).join('; ')
    const asks = () => fetch(`${app.url}/find-patient`, { headers: { cookie }, redirect: 'manual' }).then(({ status }) => status)
    assert.equal(await asks(), 200)
    // When
    await tab.goto(`${app.url}/sign-in/start`)
    const again = tab.getByRole('button', { name: `Sign in as ${STAFF.dev.name}` })
    if (!tab.url().startsWith(app.url)) await again.click()
    await tab.waitForURL(`${app.url}/find-patient`)
    // Then
    assert.equal(await asks(), 303)
  })

  test('who has no role is told why they cannot go on', async (t) => {
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.marek)
    assert.equal(await tab.innerText('h1'), 'You have no role to book in')
    await tab.checkPage()
  })

  test('who did not sign in surely enough is not signed in', async (t) => {
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.ruth)
    assert.equal(await tab.innerText('h1'), 'This way of signing in is not strong enough')
    await tab.checkPage()
    await tab.goto(`${app.url}/find-patient`)
    assert.match(tab.url(), /\/sign-in\?/)
  })

  test('who cancels is told so', async (t) => {
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await tab.goto(`${app.url}/`)
    await tab.getByRole('button', { name: 'Sign in with Care Identity' }).click()
    await tab.getByRole('button', { name: 'Cancel' }).click()
    await tab.waitForURL((address) => address.hostname === 'localhost')
    assert.equal(await tab.innerText('h1'), 'You cancelled signing in')
  })

  test('CON-05 an organisation whose ASID the directory does not know as its own cannot book', async (t) => {
    // Given an ASID of somebody else
    const app = await givenApp(t, {
      spine: (settings) => ({ ...settings, organisations: settings.organisations.map((one) => ({ ...one, asid: '200000000999' })) }),
    })
    const tab = await givenTab(t)

    // When
    await signIn(tab, app, STAFF.dev)

    // Then
    assert.equal(await tab.innerText('h1'), 'This service is not set up for your organisation')
    await tab.checkPage()
    assert.match(app.log(), /asid-of-another-organisation/)
  })

  test('a session survives a restart, and works below a path', async (t) => {
    // Given
    const app = await givenApp(t, { root: '/bookings/leeds' })
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    await tab.waitForURL(`${app.url}/find-patient`)

    // When
    await app.restart()
    await tab.reload()

    // Then
    assert.equal(await tab.innerText('h1'), 'Find a patient')
    await tab.checkPage()
  })

  test('after a time-out the same person goes on where they were', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t, { javaScript: false })
    await signIn(tab, app, STAFF.dev)
    await tab.getByRole('link', { name: /does not know/ }).click()

    // When
    app.pass(21)
    await tab.getByLabel('Last name').fill('Ashworth')
    await tab.getByRole('button', { name: 'Find patient' }).click()

    // Then nothing was sent, and signing in leads back
    assert.match(await tab.innerText('main'), /signed out before that was sent, so nothing was done/)
    await tab.checkPage()
    // CIS2's clock is the real one.
    app.pass(-21)
    await tab.getByRole('button', { name: 'Sign in with Care Identity' }).click()
    await tab.waitForURL(`${app.url}/find-patient/by-details`)
  })

  test('whoever does nothing is warned, can stay, and else is signed out with nothing left on the screen', async (t) => {
    // Given somebody with less than two minutes left
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    await tab.waitForURL(`${app.url}/find-patient`)
    await tab.clock.install()
    await tab.reload()
    const dialog = tab.getByRole('dialog', { name: 'You are about to be signed out' })

    // When
    app.pass(18.5)
    await tab.clock.fastForward('18:30')
    await dialog.waitFor()
    await dialog.getByRole('button', { name: 'Stay signed in' }).click()

    // Then
    await dialog.waitFor({ state: 'hidden' })
    app.pass(20.1)
    await tab.clock.fastForward('20:06')
    await tab.waitForURL(`${app.url}/timed-out*`)
    assert.equal(await tab.innerText('h1'), 'You were signed out')
  })

  test('whoever has been signed in for as long as is allowed is told so, once, and can finish', async (t) => {
    // Given a session that no asking makes longer
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    await tab.waitForURL(`${app.url}/find-patient`)
    await tab.route('**/session', (route) => route.fulfill({ json: { secondsLeft: 90 } }))
    await tab.clock.install()
    await tab.reload()
    const dialog = tab.getByRole('dialog', { name: 'You are about to be signed out' })
    await tab.clock.fastForward('18:30')
    await dialog.waitFor()

    // When
    await dialog.getByRole('button', { name: 'Stay signed in' }).click()

    // Then
    await dialog.getByText('as long as is allowed').first().waitFor()
    await dialog.getByRole('button', { name: 'Go on' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await tab.clock.fastForward('00:10')
    assert.equal(await dialog.isVisible(), false)
    await tab.getByLabel('NHS number').fill('999')
  })

  test('the warning, and the page after a time-out, can be read by everybody', async (t) => {
    // Given the clock as it is: what looks at a page needs its timers
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await tab.goto(`${app.url}/timed-out?from=/find-patient`)
    await tab.checkPage()
    await signIn(tab, app, STAFF.dev)
    await tab.waitForURL(`${app.url}/find-patient`)

    // When, Then
    await tab.evaluate("document.getElementById('time-out').showModal()")
    await tab.getByRole('dialog', { name: 'You are about to be signed out' }).waitFor()
    await tab.checkPage()
  })

  test('whoever signs out in one tab sees no patient on coming back to another', async (t) => {
    // Given two tabs, one with a page of the app
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    const other = await tab.context().newPage()
    await other.goto(`${app.url}/find-patient`)
    await other.getByRole('button', { name: 'Sign out' }).click()
    await other.getByRole('button', { name: 'Sign out' }).click()
    await other.waitForURL(`${app.url}/signed-out*`)

    // When
    await tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    // Then
    await tab.waitForURL(`${app.url}/timed-out*`)
    assert.match(await tab.innerText('main'), /sign out in another tab/)
  })

  test('whom CIS2 signs out is signed out here', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    await tab.waitForURL(`${app.url}/find-patient`)

    // When
    await app.signOutEverybodyAtCis2()

    // Then
    await tab.reload()
    assert.match(tab.url(), /\/sign-in\?/)
  })
})
