import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { bookingAppSettings } from '../../src/sandbox/booking-app.ts'
import { givenProviderRole } from '../given/provider-role.ts'
import { givenEmptyWebDatabase } from './given-database.ts'

/** What `npm run build` makes of it. */
const APP = fileURLToPath(new URL('../../dist/web/main.js', import.meta.url))

/** On PostgreSQL, in a role that owns nothing, with a Spine that nobody has started. */
async function givenBuiltApp(t: TestContext) {
  const directory = await mkdtemp(join(tmpdir(), 'built-app-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  const cis2KeyFile = join(directory, 'cis2.key')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  await writeFile(cis2KeyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const nobody = 'http://127.0.0.1:9'
  const { environment, spine } = bookingAppSettings({
    ...{ url: 'http://localhost:1/bookings', host: '127.0.0.1', port: 0, certificates: undefined },
    keys: { directory, cis2KeyFile, cis2PublicKey: { kty: 'RSA', n: '', e: '' }, sealingKey: randomBytes(32).toString('base64') },
    simulator: { apiUrl: nobody, sspUrl: nobody, cis2Issuer: 'https://cis2.example/openam' },
  })
  await writeFile(environment.WEB_SPINE ?? '', JSON.stringify(spine))
  const ownerUrl = await givenEmptyWebDatabase(t)
  const { DATABASE_URL } = await givenProviderRole(ownerUrl)
  const { WEB_DATA: _, ...settings } = environment
  const child = spawn(process.execPath, [APP], {
    env: { ...settings, WEB_DATABASE_URL: DATABASE_URL, WEB_DATABASE_OWNER_URL: ownerUrl, OPERATIONS_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  for await (const line of createInterface(child.stdout)) {
    const { port, operationsPort } = JSON.parse(line)
    return { child, home: `http://127.0.0.1:${port}/bookings`, operations: `http://127.0.0.1:${operationsPort}` }
  }
  throw new Error('The built app did not start: npm run build makes it')
}

describe('The booking app as it is built', () => {
  test('says whether it is ready and what it did, by the pages’ names and nothing that a browser sent', async (t) => {
    // Given
    const { home, operations } = await givenBuiltApp(t)
    const stranger = randomUUID()

    // When
    for (const path of ['sign-in', `patient/${stranger}`, stranger, `sign-in?${stranger}`]) await (await fetch(`${home}/${path}`)).text()
    const refused = await fetch(`${home}/${stranger}`, { method: 'DELETE', headers: { 'x-from': stranger } })

    // Then
    const ready = await fetch(`${operations}/health/ready`)
    assert.deepEqual([ready.status, await ready.text(), refused.status], [200, '{"ready":true}', 403])
    const metrics = await (await fetch(`${operations}/metrics`)).text()
    for (const line of [
      'gpa_web_requests_total{page="sign in",method="GET",status="200",refusal=""} 3',
      'gpa_web_requests_total{page="check who the patient is",method="GET",status="303",refusal="not-signed-in"} 1',
      'gpa_web_requests_total{page="none of ours",method="any",status="404",refusal="not-found"} 1',
      'gpa_web_request_duration_seconds_count{page="sign in",method="GET"} 3',
      'gpa_requests_in_flight 0',
    ])
      assert.ok(metrics.includes(`${line}\n`), `${line} in ${metrics}`)
    assert.ok(Number(/^gpa_database_connections_open (\d+)$/m.exec(metrics)?.[1]) > 0)
    assert.ok(!metrics.includes(stranger))
  })

  test('has its templates, styles and scripts, and ends when it is asked to', async (t) => {
    // Given
    const { child, home } = await givenBuiltApp(t)

    // When
    const page = await fetch(`${home}/sign-in`)
    const html = await page.text()

    // Then
    assert.equal(page.status, 200, html)
    assert.match(html, /Sign in with Care Identity/)
    const links = [...html.matchAll(/(?:href|src)="(\/bookings\/assets\/[^"]+\.(?:css|js))"/g)].map(([, path = '']) => path)
    assert.ok(links.some((path) => path.endsWith('/app.css')) && links.some((path) => path.endsWith('/app.js')), String(links))
    for (const path of links) assert.equal((await fetch(new URL(path, home))).status, 200, path)

    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    assert.deepEqual(await ended, [0, null])
  })
})
