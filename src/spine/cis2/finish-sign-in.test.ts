import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Cis2Faults } from '../../simulator/cis2/faults.ts'
import { CLAIRE, CLIENT_ID, type GivenCis2, givenCis2, NELL, OMAR, PAT, signedIn } from './given-sign-in.ts'

describe('CIS2 sign-in that is refused', () => {
  test('by the user', async (t) => {
    // Given
    const given = await givenCis2(t)
    const started = await given.cis2.startSignIn()
    assert.ok(started.kind === 'ready')

    // When
    await given.browser.open(started.url)
    await given.browser.submit({ cancel: 'yes' })

    // Then
    const outcome = await given.cis2.finishSignIn({ callbackUrl: given.browser.url(), kept: started.keep })
    assert.deepEqual(outcome, { kind: 'refused', because: 'denied-by-user' })
  })

  test('a callback that this browser has not asked for', async (t) => {
    const given = await givenCis2(t)
    const [mine, theirs] = [await given.visit({ uid: CLAIRE }), await given.visit({ uid: CLAIRE })]
    const refusal = { kind: 'refused', because: 'no-such-state' }
    assert.deepEqual(await given.cis2.finishSignIn({ callbackUrl: mine.callbackUrl, kept: undefined }), refusal)
    assert.deepEqual(await given.cis2.finishSignIn({ callbackUrl: mine.callbackUrl, kept: theirs.kept }), refusal)
    assert.deepEqual(await given.cis2.finishSignIn({ callbackUrl: '/auth/callback', kept: mine.kept }), refusal)
  })

  test('a code that was used, or that another browser began', async (t) => {
    // Given
    const given = await givenCis2(t)
    const [used, other] = [await given.visit({ uid: CLAIRE }), await given.visit({ uid: CLAIRE })]
    assert.equal((await given.cis2.finishSignIn(used)).kind, 'signed-in')

    // When, Then
    assert.deepEqual(await given.cis2.finishSignIn(used), { kind: 'refused', because: 'code-refused' })
    const stolen = { ...other.kept, codeVerifier: used.kept.codeVerifier }
    assert.deepEqual(await given.cis2.finishSignIn({ ...other, kept: stolen }), { kind: 'refused', because: 'code-refused' })
  })

  test('whoever signed in, or was identified, less surely than is demanded', async (t) => {
    const given = await givenCis2(t)
    assert.deepEqual(await given.signIn({ uid: NELL }), { kind: 'refused', because: 'assurance-too-low' })
    assert.deepEqual(await given.signIn({ uid: PAT }), { kind: 'refused', because: 'identity-assurance-too-low' })
  })

  test('level 2 is enough where it was allowed', async (t) => {
    const given = await givenCis2(t, { settings: { requiredAssurance: 2, acrValues: 'AAL2_OR_AAL3_ANY' } })
    assert.equal((await signedIn(given, { uid: NELL })).assurance.authentication, 2)
  })

  const soon = () => Math.floor(Date.now() / 1000)
  const invalid = (fault: string) => ({ because: 'token-invalid', fault })
  const hostile: [string, () => Cis2Faults, object][] = [
    ['no signature', () => ({ signature: 'none' }), invalid('algorithm')],
    ['an algorithm that was not asked for', () => ({ signature: 'RS512' }), invalid('algorithm')],
    ['a key that is not published', () => ({ signature: 'unpublished' }), invalid('unknown-key')],
    ['another key under a published id', () => ({ signature: 'wrong-key' }), invalid('signature')],
    ['another issuer', () => ({ claims: { iss: 'https://elsewhere.example.nhs.uk:443' } }), invalid('claim iss')],
    ['another audience', () => ({ claims: { aud: 'somebody.else' } }), invalid('claim aud')],
    ['a further audience', () => ({ claims: { aud: [CLIENT_ID, 'somebody.else'] } }), invalid('claim aud')],
    ['another authorised party', () => ({ claims: { azp: 'somebody.else' } }), invalid('claim azp')],
    ['another nonce', () => ({ claims: { nonce: 'another' } }), invalid('claim nonce')],
    ['no nonce', () => ({ withoutClaims: ['nonce'] }), invalid('claim nonce')],
    ['an expiry gone by', () => ({ claims: { exp: soon() - 60 } }), invalid('claim exp')],
    ['no expiry', () => ({ withoutClaims: ['exp'] }), invalid('claim exp')],
    ['a time to come', () => ({ claims: { iat: soon() + 120 } }), invalid('claim iat')],
    ['a time before which it is void', () => ({ claims: { nbf: soon() + 120 } }), invalid('claim nbf')],
    ['no subject', () => ({ withoutClaims: ['sub'] }), invalid('claim sub')],
    ['level 2', () => ({ claims: { authentication_assurance_level: '2' } }), { because: 'assurance-too-low' }],
    ['a level that is none', () => ({ claims: { authentication_assurance_level: '3.5x' } }), { because: 'assurance-too-low' }],
    ['a list of levels', () => ({ claims: { authentication_assurance_level: [3] } }), { because: 'assurance-too-low' }],
    ['no level', () => ({ withoutClaims: ['authentication_assurance_level'] }), { because: 'assurance-too-low' }],
    ['no level of identity', () => ({ withoutClaims: ['id_assurance_level'] }), { because: 'identity-assurance-too-low' }],
    ['userinfo of somebody else', () => ({ userinfo: { sub: OMAR } }), { because: 'subjects-differ' }],
    ['userinfo with the uid of somebody else', () => ({ userinfo: { uid: OMAR } }), { because: 'subjects-differ' }],
    ['userinfo with the user id of somebody else', () => ({ userinfo: { nhsid_useruid: OMAR } }), { because: 'subjects-differ' }],
    ['an ID token of somebody else', () => ({ claims: { sub: OMAR } }), { because: 'subjects-differ' }],
    ['nobody’s name', () => ({ userinfo: { family_name: ' ' } }), { because: 'person-incomplete' }],
  ]
  test('each ID token or userinfo that says what it must not', async (t) => {
    const given = await givenCis2(t)
    for (const [what, faults, refusal] of hostile) {
      given.simulator.setFaults(faults())
      assert.deepEqual(await given.signIn({ uid: CLAIRE }), { kind: 'refused', ...refusal }, what)
    }
    // And all of it was for that: without faults the same person signs in.
    given.simulator.setFaults({})
    assert.equal((await given.signIn({ uid: CLAIRE })).kind, 'signed-in')
  })

  test('a signature by an algorithm that CIS2 offers and this application is not registered for', async (t) => {
    const given = await givenCis2(t, { settings: { idTokenAlgorithm: 'RS512' } })
    assert.deepEqual(await given.signIn({ uid: CLAIRE }), { kind: 'refused', because: 'token-invalid', fault: 'algorithm' })
    await given.simulator.signOut(CLAIRE)
    assert.deepEqual(await given.cis2.checkBackChannelLogout(given.logoutTokens[0] ?? ''), { kind: 'refused', fault: 'algorithm' })
  })

  test('a sign-in long ago, where a fresh one was asked for', async (t) => {
    const given = await givenCis2(t)
    given.simulator.setFaults({ claims: { auth_time: soon() - 400 } })
    assert.deepEqual(await given.signIn({ uid: CLAIRE, fresh: true }), {
      kind: 'refused',
      because: 'token-invalid',
      fault: 'claim auth_time',
    })
    assert.equal((await given.signIn({ uid: CLAIRE })).kind, 'signed-in')
  })

  const harmless: [string, Cis2Faults][] = [
    ['levels as text', { claims: { authentication_assurance_level: '3', id_assurance_level: '3' } }],
    ['no acr', { withoutClaims: ['acr'] }],
    ['no azp', { withoutClaims: ['azp'] }],
    ['a clock that is fast by 20 seconds', { clockSkewSeconds: 20 }],
    ['claims that nobody knows', { claims: { something: { new: true } }, userinfo: { something: 'new' } }],
  ]
  test('but not for what CIS2 may say one way or the other', async (t) => {
    const given = await givenCis2(t)
    for (const [what, faults] of harmless) {
      given.simulator.setFaults(faults)
      assert.equal((await given.signIn({ uid: CLAIRE })).kind, 'signed-in', what)
    }
  })

  test('a CIS2 whose clock is slow by more than the assertion may be early takes no assertion', async (t) => {
    const given = await givenCis2(t)
    given.simulator.setFaults({ clockSkewSeconds: -7200 })
    assert.deepEqual(await given.signIn({ uid: CLAIRE }), { kind: 'unavailable', reason: 'not-authorised' })
  })

  test('a token that has expired by our own clock', async (t) => {
    let clock = new Date()
    const given = await givenCis2(t, { now: () => clock })
    const visit = await given.visit({ uid: CLAIRE })
    given.simulator.setFaults({ claims: { exp: soon() + 5 } })
    clock = new Date(clock.getTime() + 50_000)
    assert.deepEqual(await given.cis2.finishSignIn(visit), { kind: 'refused', because: 'token-invalid', fault: 'claim exp' })
  })
})

describe('CIS2 that cannot be reached', () => {
  const at = (path: RegExp, given: GivenCis2, answer: () => Promise<Response>) =>
    given.another({ timeoutMs: 200, fetch: (url, init) => (path.test(url) ? answer() : given.fetch(url, init)) })
  const silent = (signal?: AbortSignal) =>
    new Promise<Response>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))

  for (const path of [/access_token/, /jwk_uri/, /userinfo/]) {
    test(`a sign-in ends in time where ${path.source} is silent, fails or talks nonsense`, async (t) => {
      const given = await givenCis2(t)
      const reasons: unknown[] = []
      for (const answer of [
        undefined,
        () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })),
        async () => new Response('{}', { status: 503, headers: { 'content-type': 'application/json' } }),
        async () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
      ]) {
        const visit = await given.visit({ uid: CLAIRE })
        const cis2 = answer
          ? at(path, given, answer)
          : given.another({ timeoutMs: 200, fetch: (url, init) => (path.test(url) ? silent(init.signal) : given.fetch(url, init)) })
        const outcome = await cis2.finishSignIn(visit)
        reasons.push(outcome.kind === 'unavailable' ? outcome.reason : outcome)
      }
      assert.deepEqual(reasons, ['timed-out', 'no-connection', 'failed', 'unexpected-answer'])
    })
  }

  test('a sign-in does not begin without discovery, and does once it is back', async (t) => {
    const given = await givenCis2(t)
    let down = true
    const cis2 = given.another({
      fetch: async (url, init) => (down ? new Response('', { status: 500 }) : given.fetch(url, init)),
    })
    assert.deepEqual(await cis2.startSignIn(), { kind: 'unavailable', reason: 'failed' })
    assert.deepEqual(await cis2.signOutUrl({ idToken: 'x' }), { kind: 'unavailable', reason: 'failed' })
    assert.deepEqual(await cis2.checkBackChannelLogout('x.y.z'), { kind: 'unavailable', reason: 'failed' })
    down = false
    assert.equal((await cis2.startSignIn()).kind, 'ready')
  })
})
