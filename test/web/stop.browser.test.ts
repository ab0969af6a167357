import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { describe, test } from 'node:test'
import { givenTab } from './browser.ts'
import { givenApp, STAFF, signIn } from './given-app.ts'

describe('The booking app, asked to end', () => {
  test('finishes what is under way, and does not wait for browsers that keep their connections', async (t) => {
    // Given somebody who looks for a patient while PDS takes its time, on a connection that is kept
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.dev)
    const cookie = (await tab.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const formToken = await tab.locator('input[name=formToken]').first().inputValue()
    app.faults.replace({ kind: 'faults', seed: 1, rules: [{ where: { service: 'pds' }, what: { kind: 'delay', ms: 1_500 } }] })
    const agent = new Agent({ keepAlive: true })
    t.after(() => agent.destroy())
    const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
    const answered = new Promise<{ status: number | undefined; connection: string | undefined }>((resolve, reject) => {
      request(`${app.url}/find-patient`, { method: 'POST', agent, headers }, (response) => {
        response.resume()
        resolve({ status: response.statusCode, connection: response.headers.connection })
      })
        .on('error', reject)
        .end(String(new URLSearchParams({ formToken, nhsNumber: '9990000018' })))
    })
    while (app.faults.list()[0]?.played === 0) await new Promise((resolve) => setTimeout(resolve, 10))

    // When
    const restarted = app.restart()

    // Then
    assert.deepEqual(await answered, { status: 303, connection: 'close' })
    const waiting = new Promise((resolve) => setTimeout(resolve, 20_000, 'still waiting').unref())
    assert.equal(await Promise.race([restarted.then(() => 'ended'), waiting]), 'ended')
  })
})
