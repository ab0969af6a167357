import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenTab } from './browser.ts'
import { givenApp, STAFF, signIn } from './given-app.ts'

describe('Help and recent work in the booking app', () => {
  for (const javaScript of [true, false]) {
    test(`CON-11 a refusal leads to what it means (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given
      const app = await givenApp(t)
      const tab = await givenTab(t, { javaScript })
      await signIn(tab, app, STAFF.dev)
      app.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { service: 'pds' }, what: { kind: 'status', status: 503 } }] })
      await tab.getByLabel('NHS number').fill('9990000018')
      await tab.keyboard.press('Enter')
      await tab.waitForURL(`${app.url}/patient/*`)
      // When
      await tab.getByRole('link', { name: /What this means/ }).click()
      // Then
      await tab.waitForURL(/\/help\/pds#failed$/)
      await tab.locator('h2#failed').waitFor()
      await tab.checkPage()
      for (const page of ['', '/provider', '/ssp', '/sds', '/consumer', '/unknown']) {
        await tab.goto(`${app.url}/help${page}`)
        await tab.checkPage()
      }
    })

    test(`CON-11 what is not known yet comes first, is found out about, and leads to its patient (${javaScript ? 'with' : 'without'} JavaScript)`, async (t) => {
      // Given work of somebody whose process ended before anything was kept, so before anything was sent
      const app = await givenApp(t)
      const tab = await givenTab(t, { javaScript })
      await signIn(tab, app, STAFF.dev)
      await tab.goto(`${app.url}/recent-work`)
      await tab.checkPage()
      await app.beginWork(STAFF.dev, 'booking')
      // When
      await tab.reload()
      await tab.checkPage()
      assert.deepEqual((await tab.locator('main h2').allInnerTexts())[0], 'Not known yet')
      await tab
        .getByRole('button', { name: /Find out now/ })
        .first()
        .click()
      // Then nobody says too early that it was not sent
      assert.match(await tab.getByRole('alert').innerText(), /still being sent/)
      app.pass(3)
      await tab.goto(`${app.url}/recent-work`)
      await tab
        .getByRole('button', { name: /Find out now/ })
        .first()
        .click()
      await tab
        .getByRole('heading', { name: /Not booked: Margaret Ashworth/ })
        .first()
        .waitFor()
      await tab
        .getByRole('button', { name: /Open the patient/ })
        .first()
        .click()
      await tab.waitForURL(`${app.url}/patient/*`)
    })
  }
})
