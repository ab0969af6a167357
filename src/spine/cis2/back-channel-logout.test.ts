import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { exchange } from '../http.ts'
import { CLAIRE, CLIENT_ID, DEFAULT_PORT_ISSUER, type GivenCis2, givenCis2, SIGNED_OUT_URI, signedIn } from './given-sign-in.ts'

describe('CIS2 sign-out', () => {
  test('by the user: the session ends there, and the browser comes back', async (t) => {
    // Given
    const given = await givenCis2(t)
    const { session } = await signedIn(given, { uid: CLAIRE })

    // When
    const signOut = await given.cis2.signOutUrl({ idToken: session.idToken, state: 'later' })
    assert.ok(signOut.kind === 'ready')
    await given.browser.open(signOut.url)
    await given.browser.submit({ logout: 'yes' })

    // Then
    assert.equal(given.browser.url(), `${SIGNED_OUT_URI}?state=later`)
    const again = await given.cis2.startSignIn()
    assert.ok(again.kind === 'ready')
    await given.browser.open(again.url)
    assert.match(given.browser.page(), /Who are you\?/)
    const [token = ''] = given.logoutTokens
    assert.equal((await given.cis2.checkBackChannelLogout(token)).kind, 'end')
  })

  test('by a smartcard that is taken out: the application is told which session ends, once', async (t) => {
    // Given
    const given = await givenCis2(t)
    const { session } = await signedIn(given, { uid: CLAIRE })

    // When
    const told = await given.simulator.signOut(CLAIRE)

    // Then
    assert.equal(told, 1)
    const [token = ''] = given.logoutTokens
    const outcome = await given.cis2.checkBackChannelLogout(token)
    assert.ok(outcome.kind === 'end')
    assert.deepEqual([outcome.sid, outcome.sub], [session.sid, CLAIRE])
    assert.ok(outcome.issuedAt >= session.signedInAt)
    assert.deepEqual(await given.cis2.checkBackChannelLogout(token), { kind: 'refused', fault: 'used-twice' })
  })

  test('a logout token whose sessions could not be ended is not used up: it may be posted again', async (t) => {
    // Given
    const given = await givenCis2(t)
    await signedIn(given, { uid: CLAIRE })
    await given.simulator.signOut(CLAIRE)
    const [token = ''] = given.logoutTokens

    // When
    const fail = async () => {
      throw new Error('The database is away')
    }
    await assert.rejects(given.cis2.checkBackChannelLogout(token, fail), /away/)
    const named: unknown[] = []
    const again = await given.cis2.checkBackChannelLogout(token, async (of) => void named.push(of))

    // Then
    assert.equal(again.kind, 'end')
    assert.deepEqual(named, [again])
    assert.deepEqual(await given.cis2.checkBackChannelLogout(token), { kind: 'refused', fault: 'used-twice' })
  })

  test('a logout token by a key of which nothing was known is taken; keys are not fetched for every one that is made up', async (t) => {
    // Given
    let clock = new Date()
    const given = await givenCis2(t, { now: () => clock })
    await signedIn(given, { uid: CLAIRE })
    await given.simulator.rotateKeys()
    await given.simulator.signOut(CLAIRE)
    clock = new Date(clock.getTime() + 61_000)

    // When
    const [token = ''] = given.logoutTokens
    const outcome = await given.cis2.checkBackChannelLogout(token)
    const asked = () => given.requests.filter(({ url }) => url.endsWith('jwk_uri')).length
    const invented = await signLogout(given, { kid: 'invented' })
    const before = asked()
    for (let times = 0; times < 5; times += 1)
      assert.deepEqual(await given.cis2.checkBackChannelLogout(invented), { kind: 'refused', fault: 'unknown-key' })

    // Then
    assert.equal(outcome.kind, 'end')
    assert.equal(asked(), before)
  })

  const seconds = () => Math.floor(Date.now() / 1000)
  const event = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const hostile: [string, (given: GivenCis2) => Promise<string> | string, string][] = [
    ['another key', (given) => signLogout(given, {}), 'signature'],
    ['an ID token', async (given) => (await signedIn(given, { uid: CLAIRE })).session.idToken, 'claim nonce'],
    ['nonsense', () => 'nonsense', 'malformed'],
    ['much', () => 'x'.repeat(20_000), 'malformed'],
    ['another algorithm', (given) => signLogout(given, { alg: 'RS512' }), 'algorithm'],
  ]
  for (const [what, token, fault] of hostile) {
    test('keys are not fetched for each of many made-up ones at once, nor again and again where they cannot be had', async (t) => {
      // Given
      let clock = new Date()
      const given = await givenCis2(t, { now: () => clock })
      let [asked, failing] = [0, false]
      const cis2 = given.another({
        fetch: async (url, init) => {
          if (url.endsWith('jwk_uri')) {
            asked += 1
            if (failing) return new Response('', { status: 503 })
          }
          return given.fetch(url, init)
        },
      })
      const invented = await signLogout(given, { kid: 'invented' })
      await cis2.checkBackChannelLogout(invented)
      const askedIn = async (check: () => Promise<unknown>) => {
        clock = new Date(clock.getTime() + 61_000)
        asked = 0
        await check()
        return asked
      }
      // When, then
      const many = () => Promise.all(Array.from({ length: 20 }, () => cis2.checkBackChannelLogout(invented)))
      assert.equal(await askedIn(many), 1)
      failing = true
      const oneByOne = async () => {
        for (let time = 0; time < 5; time += 1) await cis2.checkBackChannelLogout(invented)
      }
      assert.equal(await askedIn(oneByOne), 1)
    })

    test(`a logout token that is ${what} ends nothing`, async (t) => {
      const given = await givenCis2(t)
      await signedIn(given, { uid: CLAIRE })
      assert.deepEqual(await given.cis2.checkBackChannelLogout(await token(given)), { kind: 'refused', fault })
    })
  }

  const claims: [string, Record<string, unknown>, string | undefined][] = [
    ['what it must have', {}, undefined],
    ['no jti', { jti: undefined }, undefined],
    ['no sid', { sid: undefined }, undefined],
    ['another issuer', { iss: DEFAULT_PORT_ISSUER }, 'claim iss'],
    ['another audience', { aud: 'somebody.else' }, 'claim aud'],
    ['an age of six minutes', { iat: seconds() - 360 }, 'claim iat'],
    ['a time to come', { iat: seconds() + 3_600 }, 'claim iat'],
    ['no time', { iat: undefined }, 'claim iat'],
    ['an expiry gone by', { exp: seconds() - 60 }, 'claim exp'],
    ['a nonce', { nonce: 'x' }, 'claim nonce'],
    ['no event', { events: undefined }, 'claim events'],
    ['another event', { events: { 'http://schemas.openid.net/event/other': {} } }, 'claim events'],
    ['an event that is text', { events: { 'http://schemas.openid.net/event/backchannel-logout': 'yes' } }, 'claim events'],
    ['nobody', { sid: undefined, sub: undefined }, 'claim sid'],
  ]
  test('a logout token ends a session only if it says all that it must, and once', async (t) => {
    // Given keys of our own, published where CIS2 publishes its keys
    const given = await givenCis2(t)
    const { privateKey, publicKey } = await generateKeyPair('RS256')
    const jwk = { ...(await exportJWK(publicKey)), kid: 'a/b+c=' }

    for (const [what, changes, fault] of claims) {
      // When
      const cis2 = given.another({
        fetch: async (url, init) => (url.endsWith('jwk_uri') ? Response.json({ keys: [jwk] }) : given.fetch(url, init)),
      })
      const whole = { iss: given.issuer, aud: CLIENT_ID, iat: seconds(), jti: 'j-1', sub: CLAIRE, sid: 's-1', events: event }
      const token = await new SignJWT({ ...whole, ...changes }).setProtectedHeader({ alg: 'RS256', kid: 'a/b+c=' }).sign(privateKey)
      const [first, second] = [await cis2.checkBackChannelLogout(token), await cis2.checkBackChannelLogout(token)]

      // Then
      if (fault) assert.deepEqual(first, { kind: 'refused', fault }, what)
      else assert.deepEqual([first.kind, second], ['end', { kind: 'refused', fault: 'used-twice' }], what)
    }
  })
})

/** By a key that CIS2 does not have, under an id that it has unless told otherwise. */
async function signLogout(given: GivenCis2, { kid, alg = 'RS256' }: { kid?: string; alg?: 'RS256' | 'RS512' }): Promise<string> {
  const { privateKey } = await generateKeyPair(alg)
  const published = await exchange(given, { method: 'GET', url: `${given.issuer}/connect/jwk_uri`, headers: {}, timeoutMs: 5_000 })
  assert.ok(published.body.kind === 'json')
  const { keys } = published.body.value as { keys: { kid: string }[] }
  const claims = { events: { 'http://schemas.openid.net/event/backchannel-logout': {} }, sub: CLAIRE, sid: 's-1', jti: 'j-1' }
  return new SignJWT(claims)
    .setProtectedHeader({ alg, kid: kid ?? keys[0]?.kid ?? '' })
    .setIssuer(given.issuer)
    .setAudience(CLIENT_ID)
    .setIssuedAt()
    .sign(privateKey)
}
