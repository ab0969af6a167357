import assert from 'node:assert/strict'
import { createPrivateKey, randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { SignJWT } from 'jose'
import type { SpineFileSource } from '../../dataset/spine-file.ts'
import { API_KEY, type GivenPlatform, givenKey, givenPlatform, registered, START } from '../given-platform.ts'

const KEY = givenKey('key-1')
const REQUEST_ID = '60e0b220-8136-4ca5-ae46-1d97ef59d068'
const NUMBER = '9990000018'
const people: SpineFileSource['people'] = [{ nhsNumber: NUMBER }]

async function tokenOf({ tokenUrl }: GivenPlatform): Promise<string> {
  const assertion = await new SignJWT({ iss: API_KEY, sub: API_KEY, aud: tokenUrl, jti: randomUUID(), exp: START / 1000 + 300 })
    .setProtectedHeader({ alg: 'RS512', typ: 'JWT', kid: KEY.kid })
    .sign(createPrivateKey(KEY.privateKey))
  const form = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  }
  const reply = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) })
  const { access_token } = JSON.parse(await reply.text())
  return access_token
}

async function ask({ pdsUrl }: GivenPlatform, headers: Record<string, string>, path = `/Patient/${NUMBER}`, method = 'GET') {
  const reply = await fetch(`${pdsUrl}${path}`, { method, headers })
  const body = JSON.parse(await reply.text())
  const [issue] = body.issue ?? []
  const coding = issue?.details.coding[0]
  return {
    status: reply.status,
    type: reply.headers.get('content-type'),
    retryAfter: reply.headers.get('retry-after'),
    requestId: reply.headers.get('x-request-id'),
    told: [coding?.code, issue?.code, issue?.severity, coding?.display, issue?.diagnostics],
  }
}

const given = (t: TestContext, more: Partial<SpineFileSource> = {}) =>
  givenPlatform(t, { people, applications: [registered([KEY])], pds: { requiresToken: true }, ...more })

describe('PDS gateway', () => {
  test('each way of having no token is told apart, and as application/json', async (t) => {
    const platform = await given(t)
    const cases: [Record<string, string>, string][] = [
      [{}, 'Missing Authorization header'],
      [{ Authorization: '' }, 'Empty Authorization header'],
      [{ Authorization: 'Bearer' }, 'Missing access token'],
      [{ Authorization: 'Basic abc' }, "Invalid token type 'Basic', must be 'Bearer'"],
      [{ Authorization: 'Bearer abc' }, 'Invalid Access Token'],
    ]
    for (const [headers, diagnostics] of cases) {
      const { status, type, told, requestId } = await ask(platform, { 'X-Request-ID': REQUEST_ID, ...headers })
      assert.deepEqual([status, type, requestId], [401, 'application/json', REQUEST_ID])
      assert.deepEqual(told, ['ACCESS_DENIED', 'forbidden', 'error', 'Access Denied - Unauthorised', diagnostics])
    }
  })

  test('a token opens PDS until its time is over', async (t) => {
    const platform = await given(t)
    const headers = { 'X-Request-ID': REQUEST_ID, Authorization: `Bearer ${await tokenOf(platform)}` }
    assert.equal((await ask(platform, headers)).status, 200)
    platform.move(598)
    assert.equal((await ask(platform, headers)).status, 200)
    platform.move(1)
    assert.equal((await ask(platform, headers)).told.at(-1), 'Invalid Access Token')
  })

  test('token, rate, path, request id, access mode, ASID, and PDS itself: the first that fails is told', async (t) => {
    // Given an application without ASID, of which nothing else is wrong
    const withoutAsid = registered([KEY])
    delete withoutAsid.asid
    const platform = await given(t, { applications: [withoutAsid], pds: { requiresToken: true, callsPerSecond: 5, backend: 'times-out' } })
    const Authorization = `Bearer ${await tokenOf(platform)}`
    const steps: [headers: Record<string, string>, path: string, method: string, status: number, code: string][] = [
      [{ 'X-Request-ID': 'x' }, '/Nothing', 'POST', 401, 'ACCESS_DENIED'],
      [{ 'X-Request-ID': 'x', Authorization }, '/Nothing', 'POST', 400, 'UNSUPPORTED_REQUEST'],
      [{ 'X-Request-ID': 'x', Authorization }, '/Patient', 'POST', 400, 'INVALID_VALUE'],
      [{ Authorization }, '/Patient', 'POST', 403, 'INVALID_METHOD'],
      [{ Authorization }, '/Patient?_max-results=2', 'GET', 403, 'INVALID_VALUE'],
      [{ Authorization }, '/Patient?family=A', 'GET', 400, 'MISSING_VALUE'],
      [{ 'X-Request-ID': 'x', Authorization }, '/Nothing', 'POST', 429, 'TOO_MANY_REQUESTS'],
    ]
    for (const [headers, path, method, status, code] of steps) {
      const answer = await ask(platform, headers, path, method)
      assert.deepEqual([answer.status, answer.told[0]], [status, code], `${method} ${path}`)
    }
    platform.move(1)
    assert.match(String((await ask(platform, { Authorization })).told.at(-1)), /^No ASID is associated with your app/)

    // With an ASID, the request id is missed by PDS itself, and then it does not answer
    platform.change({ people, applications: [registered([KEY])], pds: { requiresToken: true, backend: 'times-out' } })
    assert.match(String((await ask(platform, { Authorization })).told.at(-1)), /X-Request-ID header must be supplied/)
    const silent = await ask(platform, { Authorization, 'X-Request-ID': REQUEST_ID })
    assert.deepEqual([silent.status, silent.type, silent.told[0]], [408, 'application/fhir+json', 'UNABLE_TO_CALL_SERVICE'])
  })

  test('calls above the rate are refused without Retry-After, and time makes room again', async (t) => {
    const platform = await givenPlatform(t, { people, pds: { callsPerSecond: 2, callsPerMinute: 3 } })
    const statuses = async (calls: number) => {
      const answers = []
      for (let call = 0; call < calls; call += 1) answers.push(await ask(platform, { 'X-Request-ID': REQUEST_ID }))
      return answers
    }
    const [, , spike] = await statuses(3)
    assert.deepEqual([spike?.status, spike?.type, spike?.retryAfter], [429, 'application/json', null])
    assert.deepEqual(spike?.told.slice(0, 4), ['TOO_MANY_REQUESTS', 'value', 'error', 'Too many requests'])
    assert.match(String(spike?.told[4]), /at once/)
    platform.move(1)
    const [third, quota] = await statuses(2)
    assert.equal(third?.status, 200)
    assert.match(String(quota?.told[4]), /quota/)
    platform.move(60)
    assert.equal((await statuses(1))[0]?.status, 200)
  })

  test('without requiresToken no token is looked at', async (t) => {
    const platform = await givenPlatform(t, { people })
    assert.equal((await ask(platform, { 'X-Request-ID': REQUEST_ID, Authorization: 'Bearer abc' })).status, 200)
  })
})
