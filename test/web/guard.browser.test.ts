import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { givenTab } from './browser.ts'
import { type GivenApp, givenApp, STAFF, signIn } from './given-app.ts'

/** What a browser holds of somebody who has signed in, for requests that no browser would send. */
async function givenSignedIn(t: TestContext, app: GivenApp) {
  const tab = await givenTab(t)
  await signIn(tab, app, STAFF.dev)
  await tab.waitForURL(`${app.url}/find-patient`)
  const cookies = (await tab.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const formToken = await tab.locator('input[name=formToken]').first().inputValue()
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${app.url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookies, ...headers },
      body: new URLSearchParams(fields),
    })
  return { tab, cookies, formToken, post }
}

const where = (response: Response) => new URL(response.headers.get('location') ?? '', response.url).pathname

describe('The booking app is closed to', () => {
  test('whoever is not signed in, on every page that is not for signing in', async (t) => {
    const app = await givenApp(t)
    const id = '00000000-0000-4000-8000-000000000000'
    const withoutPatient = [
      '/federations',
      '/federations/new',
      '/federations/import',
      '/federations/hub/list.csv',
      '/recent-work',
      '/help',
      '/help/pds',
    ]
    const ofAppointments = ['amend', 'cancel', 'outcome'].map((what) => `/patient/${id}/appointments/0123456789abcdef/${what}`)
    const toLook = ['appointments', 'appointments/where', 'appointments/0123456789abcdef', 'move', 'move/state'].map(
      (what) => `/patient/${id}/${what}`,
    )
    for (const path of [
      '/',
      '/find-patient',
      '/find-patient/by-details',
      `/patient/${id}`,
      '/choose-role',
      ...withoutPatient,
      ...ofAppointments,
      ...toLook,
    ]) {
      const response = await fetch(`${app.url}${path}`, { redirect: 'manual' })
      assert.deepEqual([response.status, where(response)], [303, '/sign-in'], path)
    }
    for (const path of [
      '/find-patient',
      '/find-patient/by-details',
      `/patient/${id}`,
      `/patient/${id}/again`,
      `/patient/${id}/finish`,
      '/choose-role',
      '/sign-out',
      ...ofAppointments,
      ...['appointments/where', 'appointments/0123456789abcdef/move', 'move', 'move/again', 'move/choose', 'move/leave'].map(
        (what) => `/patient/${id}/${what}`,
      ),
    ]) {
      const response = await fetch(`${app.url}${path}`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ nhsNumber: '9990000018' }),
      })
      assert.deepEqual([response.status, where(response)], [303, '/sign-in'], path)
    }
    assert.equal((await fetch(`${app.url}/session`)).status, 401)
    assert.equal((await fetch(`${app.url}/session`, { method: 'POST' })).status, 403)
  })

  test('a form that is sent too late, and the page to go on from is one that there is', async (t) => {
    const app = await givenApp(t)
    for (const [path, page] of [
      ['/patient/1/slots/choose', '/patient/1/slots'],
      ['/patient/1/book/register', '/patient/1/book'],
      ['/patient/1/again', '/patient/1'],
      ['/patient/1/appointments/0123456789abcdef/move', '/patient/1/appointments/0123456789abcdef'],
      ['/recent-work/1/find-out', '/recent-work'],
      ['/sign-out', '/'],
    ] as const) {
      const response = await fetch(`${app.url}${path}`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ a: 'b' }) })
      const to = new URL(response.headers.get('location') ?? '', app.url)
      assert.deepEqual([to.searchParams.get('next'), to.searchParams.get('late')], [page, 'yes'], path)
    }
  })

  test('a form that is not of this session, or comes from another site', async (t) => {
    const app = await givenApp(t)
    const { formToken, post } = await givenSignedIn(t, app)
    const nhsNumber = '9990000018'
    const refused = [
      await post('/find-patient', { nhsNumber }),
      await post('/find-patient', { nhsNumber, formToken: '' }),
      await post('/find-patient', { nhsNumber, formToken: `${formToken.slice(0, -1)}!` }),
      await post('/find-patient', { nhsNumber, formToken }, { 'sec-fetch-site': 'cross-site' }),
      await post('/find-patient', { nhsNumber, formToken }, { 'sec-fetch-site': 'same-site' }),
    ]
    for (const response of refused) {
      assert.equal(response.status, 403)
      assert.match(await response.text(), /too old to be sent/)
    }
    assert.equal((await post('/find-patient', { nhsNumber, formToken })).status, 303)
  })

  test('a form that was shown in another role, so that nothing is done for the wrong organisation', async (t) => {
    // Given
    const app = await givenApp(t)
    const tab = await givenTab(t)
    await signIn(tab, app, STAFF.oluwaseun)
    await tab.getByRole('radio').first().check()
    await tab.getByRole('button', { name: 'Continue' }).click()
    await tab.waitForURL(`${app.url}/find-patient`)
    const other = await tab.context().newPage()
    await other.goto(`${app.url}/choose-role`)

    // When the role is changed in another tab
    await other.getByRole('radio').last().check()
    await other.getByRole('button', { name: 'Continue' }).click()
    await other.waitForURL(`${app.url}/find-patient`)
    await tab.getByLabel('NHS number').fill('9990000018')
    await tab.keyboard.press('Enter')

    // Then
    await tab.getByText('changed your role').waitFor()
    assert.match(tab.url(), /find-patient$/)
    await other.getByLabel('NHS number').fill('9990000018')
    await other.keyboard.press('Enter')
    await other.getByRole('button', { name: 'Yes, this is the patient' }).waitFor()
  })

  test('a way back that leads elsewhere', async (t) => {
    const app = await givenApp(t)
    const { formToken, post } = await givenSignedIn(t, app)
    for (const next of ['//evil.example', 'https://evil.example/', '/\\evil.example', '/find-patient?nhs=1', 'javascript:alert(1)']) {
      const page = await (await fetch(`${app.url}/sign-in?next=${encodeURIComponent(next)}`)).text()
      assert.doesNotMatch(page, /evil|nhs=1|alert/)
      const response = await post('/choose-role', { role: '555000002001', next, formToken })
      assert.equal(where(response), '/')
    }
  })

  test('a cookie that somebody made up', async (t) => {
    const app = await givenApp(t)
    const response = await fetch(`${app.url}/find-patient`, {
      redirect: 'manual',
      headers: { cookie: 'booking=made-up; signing-in=made-up' },
    })
    assert.equal(where(response), '/sign-in')
    const back = await fetch(`${app.url}/sign-in/callback?code=a&state=b`, { headers: { cookie: 'signing-in=made-up' } })
    assert.equal(back.status, 400)
    assert.match(await back.text(), /no longer good/)
  })

  test('a sign-out that CIS2 did not sign', async (t) => {
    const app = await givenApp(t)
    const response = await fetch(`${app.url}/sign-in/back-channel`, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: 'made.up.token' }),
    })
    assert.equal(response.status, 400)
  })

  test('more than a person can ask, who is told so', async (t) => {
    const app = await givenApp(t)
    const { cookies } = await givenSignedIn(t, app)
    const ask = () => fetch(`${app.url}/session`, { headers: { cookie: cookies } })
    let last = await ask()
    for (let asked = 0; asked < 320 && last.status === 200; asked += 1) {
      await last.text()
      last = await ask()
    }
    assert.equal(last.status, 429)
    assert.match(await last.text(), /Too many requests/)
    // Somebody else at the same address is not held up.
    assert.equal((await fetch(`${app.url}/sign-in`)).status, 200)
  })
})

describe('Whoever is not signed in', () => {
  for (const [method, path] of [
    ['GET', '/find-patient'],
    ['GET', '/no-such-page'],
    ['POST', '/no-such-page'],
    ['POST', '/find-patient'],
    ['GET', '/sign-in'],
  ] as const) {
    test(`is answered so often, and then told to wait: ${method} ${path}`, async (t) => {
      const app = await givenApp(t)
      const ask = () => fetch(`${app.url}${path}`, { method, redirect: 'manual' })
      const audited = async () => (await app.db.query("select number from audit_entry where ods_code = '-'")).length
      const before = await audited()
      let last = await ask()
      for (let asked = 0; asked < 320 && last.status !== 429; asked += 1) {
        await last.text()
        last = await ask()
      }
      assert.equal(last.status, 429)
      for (let more = 0; more < 20; more += 1) assert.equal((await ask()).status, 429)

      // And fills no audit trail beyond that
      assert.equal((await audited()) - before, 300)
    })
  }
})

describe('Every answer of the booking app', () => {
  test('is kept by nobody, embedded nowhere, and runs no script but its own', async (t) => {
    const app = await givenApp(t)
    for (const path of ['/sign-in', '/no-such-page', '/session', '/timed-out', '/%zz', `/patient/${'9'.repeat(200)}`]) {
      const { headers } = await fetch(`${app.url}${path}`, { redirect: 'manual' })
      assert.equal(headers.get('cache-control'), 'no-store', path)
      const policy = headers.get('content-security-policy') ?? ''
      assert.match(policy, /^default-src 'none'; script-src 'self' 'nonce-[^']{20,}'; style-src 'self';/)
      assert.doesNotMatch(policy, /unsafe/)
      assert.match(policy, /frame-ancestors 'none'/)
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
    }
  })

  test('that cannot be written into the audit trail tells nothing, not even of the database', async (t) => {
    // Given
    const app = await givenApp(t)
    t.after(() => app.db.query('alter table audit_elsewhere rename to audit_head'))
    await app.db.query('alter table audit_head rename to audit_elsewhere')

    // When
    const response = await fetch(`${app.url}/sign-in`)

    // Then
    const said = await response.text()
    assert.equal(response.status, 500)
    assert.match(said, /Something went wrong here/)
    assert.doesNotMatch(said, /audit|relation|Sign in with Care Identity/)
    assert.match(app.log(), /not in the audit trail/)
  })

  test('fetches less than 150 KB of styles and scripts, which may be kept for ever', async (t) => {
    const app = await givenApp(t)
    const page = await (await fetch(`${app.url}/sign-in`)).text()
    const names = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+\.(?:css|js))"/g)].map(([, name]) => name ?? '')
    const [script = ''] = names.filter((name) => name.endsWith('.js'))
    let size = 0
    for (const name of [...names, script.replace('app.js', 'nhsuk.js')]) {
      const response = await fetch(`${app.url}${name}`, { headers: { 'accept-encoding': 'gzip' } })
      assert.equal(response.status, 200, name)
      assert.match(response.headers.get('cache-control') ?? '', /immutable/)
      assert.equal(response.headers.get('content-encoding'), 'gzip')
      size += Number(response.headers.get('content-length'))
      assert.doesNotMatch(await response.text(), /assets\.nhs\.uk|sourceMappingURL/)
    }
    assert.ok(names.length >= 3 && size > 10_000 && size < 150_000, String(size))
    // While one version replaces another, pages of the other are styled all the same.
    const other = await fetch(`${app.url}/assets/x/app.css`)
    assert.deepEqual([other.status, other.headers.get('cache-control')], [200, 'no-store'])
    for (const path of ['/assets/x/other.css', `${script}/../../main.ts`, script.replace('app.js', '../main.ts')]) {
      assert.notEqual((await fetch(`${app.url}${path}`, { redirect: 'manual' })).status, 200, path)
    }
  })

  test('that could not be made says what support can find it by, and nothing else', async (t) => {
    // Given a session that cannot be found because the database is not as it should be
    const app = await givenApp(t)
    const { tab } = await givenSignedIn(t, app)
    t.after(() => app.db.query('alter table encounter_elsewhere rename to encounter'))
    await app.db.query('alter table encounter rename to encounter_elsewhere')

    // When
    await tab.getByLabel('NHS number').fill('9990000018')
    await tab.keyboard.press('Enter')

    // Then
    await tab.getByText('Something went wrong here').waitFor()
    const said = await tab.innerText('main')
    assert.match(said, /[0-9a-f]{8}-[0-9a-f]{4}/)
    assert.doesNotMatch(said, /relation|encounter|9990000018/)
    await tab.checkPage()
    assert.match(app.log(), /unexpected fault/)
    assert.doesNotMatch(app.log(), /9990000018/)
  })
})
