import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { chooseRole } from './cis2/choose-role.ts'
import {
  CLAIRE,
  CLIENT_ID,
  DEFAULT_PORT_ISSUER,
  type GivenCis2,
  givenCis2,
  JUDE,
  OMAR,
  OMARS_ROLES,
  signedIn,
} from './cis2/given-sign-in.ts'

const assertionOf = (given: GivenCis2) => {
  const sent = given.requests.find(({ url }) => url.endsWith('/access_token'))
  return new URLSearchParams(sent?.body).get('client_assertion') ?? ''
}

describe('CIS2 sign-in', () => {
  test('CON-05 somebody signs in, and is who and where CIS2 says', async (t) => {
    // Given
    const given = await givenCis2(t)

    // When
    const outcome = await signedIn(given, { uid: CLAIRE })

    // Then
    assert.deepEqual(outcome.person, {
      uid: CLAIRE,
      family: 'Jones',
      given: ['Claire', 'Ann', 'Mary'],
      title: 'Dr',
      name: 'Dr Claire Jones',
    })
    assert.deepEqual(outcome.roles, [
      { roleId: '555000000201', odsCode: 'A20047', jobRoleCode: 'R8001', jobRole: 'Nurse Access Role', activityCodes: ['B0278'] },
    ])
    assert.deepEqual(outcome.organisations, [{ odsCode: 'A20047', name: 'DR JONES PRACTICE' }])
    assert.deepEqual(outcome.assurance, { authentication: 3, identity: 3, acr: 'AAL3_ANY', authenticators: ['N3_SMARTCARD'] })
    assert.equal(outcome.session.sub, CLAIRE)
    assert.ok(outcome.session.sid)
  })

  test('an issuer with :443 is kept letter by letter, in the assertion too', async (t) => {
    // Given
    const given = await givenCis2(t, { issuer: DEFAULT_PORT_ISSUER })

    // When
    const outcome = await signedIn(given, { uid: CLAIRE })

    // Then
    assert.equal(decodeJwt(outcome.session.idToken).iss, DEFAULT_PORT_ISSUER)
    const { aud, iss, sub, exp = 0, iat = 0, jti } = decodeJwt(assertionOf(given))
    assert.equal(aud, `${DEFAULT_PORT_ISSUER}/access_token`)
    assert.deepEqual([iss, sub], [CLIENT_ID, CLIENT_ID])
    assert.ok(exp - iat <= 300 && jti)
    assert.deepEqual(decodeProtectedHeader(assertionOf(given)), { alg: 'RS256', kid: 'app-1' })
  })

  test('an issuer that only a URL parser holds for the same is another', async (t) => {
    // Given
    const given = await givenCis2(t, { issuer: DEFAULT_PORT_ISSUER })
    const cis2 = given.another({ issuer: DEFAULT_PORT_ISSUER.replace(':443', '') })

    // When, Then
    assert.deepEqual(await cis2.startSignIn(), { kind: 'unavailable', reason: 'unexpected-answer' })
  })

  test('an application registered for RS512 signs so', async (t) => {
    const given = await givenCis2(t, { clientAlgorithm: 'RS512', settings: { algorithm: 'RS512' } })
    await signedIn(given, { uid: CLAIRE })
    assert.equal(decodeProtectedHeader(assertionOf(given)).alg, 'RS512')
  })

  test('an application that signs otherwise than registered is told so, and nobody signs in', async (t) => {
    const given = await givenCis2(t, { clientAlgorithm: 'RS512' })
    assert.deepEqual(await given.signIn({ uid: CLAIRE }), { kind: 'unavailable', reason: 'not-authorised' })
  })

  test('no, one and several roles', async (t) => {
    // Given
    const given = await givenCis2(t)

    // When
    const [none, one, several] = [
      await signedIn(given, { uid: JUDE }),
      await signedIn(given, { uid: CLAIRE }),
      await signedIn(given, { uid: OMAR }),
    ]

    // Then
    assert.deepEqual(chooseRole(none), { kind: 'no-role' })
    assert.deepEqual(chooseRole(one), { kind: 'role', role: one.roles[0] })
    assert.deepEqual(chooseRole(several), { kind: 'must-choose', roles: several.roles })
    assert.deepEqual(chooseRole(several, OMARS_ROLES[0]), { kind: 'role', role: several.roles[0] })
    assert.deepEqual(chooseRole(several, one.roles[0]?.roleId), { kind: 'not-theirs' })
  })

  test('a role that was picked at CIS2 is the one', async (t) => {
    // Given
    const given = await givenCis2(t)

    // When
    const outcome = await signedIn(given, { uid: OMAR, role: OMARS_ROLES[1], selectRole: true })

    // Then
    assert.equal(outcome.selectedRoleId, OMARS_ROLES[1])
    assert.deepEqual(chooseRole(outcome), { kind: 'role', role: outcome.roles[1] })
    assert.deepEqual(outcome.organisations, [{ odsCode: 'A20047', name: 'DR JONES PRACTICE' }])
  })

  test('somebody who is signed in at CIS2 already is not asked again, unless for a role or a fresh sign-in', async (t) => {
    // Given
    const given = await givenCis2(t)
    await signedIn(given, { uid: OMAR })

    // When, Then: without a page
    const again = await given.cis2.startSignIn()
    assert.ok(again.kind === 'ready')
    await given.browser.open(again.url)
    assert.ok(given.browser.arrived())
    assert.equal((await given.cis2.finishSignIn({ callbackUrl: given.browser.url(), kept: again.keep })).kind, 'signed-in')

    // And with one
    for (const request of [{ selectRole: true }, { fresh: true }]) {
      const asked = await given.cis2.startSignIn(request)
      assert.ok(asked.kind === 'ready')
      await given.browser.open(asked.url)
      assert.match(given.browser.page(), /Who are you\?/)
    }
  })

  test('keys are exchanged in the middle of a sign-in, and former ID tokens still serve for signing out', async (t) => {
    // Given
    const given = await givenCis2(t)
    const before = await signedIn(given, { uid: CLAIRE })
    const visit = await given.visit({ uid: CLAIRE })

    // When
    await given.simulator.rotateKeys()
    const after = await given.cis2.finishSignIn(visit)

    // Then
    assert.ok(after.kind === 'signed-in')
    const [oldKid, newKid] = [before, after].map(({ session }) => decodeProtectedHeader(session.idToken).kid)
    assert.notEqual(oldKid, newKid)
    const signOut = await given.cis2.signOutUrl({ idToken: before.session.idToken })
    assert.ok(signOut.kind === 'ready')
    await given.browser.open(signOut.url)
    assert.match(given.browser.page(), /Do you want to sign out/)
  })

  test('discovery and keys are asked for once an hour', async (t) => {
    // Given
    let clock = new Date()
    const given = await givenCis2(t, { now: () => clock })
    const asked = (what: RegExp) => given.requests.filter(({ url }) => what.test(url)).length

    // When
    await signedIn(given, { uid: CLAIRE })
    await signedIn(given, { uid: CLAIRE })
    const inTheHour = [asked(/openid-configuration/), asked(/jwk_uri/)]
    clock = new Date(clock.getTime() + 3_600_001)
    const later = await given.cis2.startSignIn()

    // Then
    assert.deepEqual(inTheHour, [1, 1])
    assert.equal(later.kind, 'ready')
    assert.equal(asked(/openid-configuration/), 2)
  })

  test('each sign-in has a state, a nonce, a code verifier and an assertion of its own', async (t) => {
    const given = await givenCis2(t)
    const [one, other] = [await given.cis2.startSignIn(), await given.cis2.startSignIn()]
    assert.ok(one.kind === 'ready' && other.kind === 'ready')
    const all = [one, other].flatMap(({ keep }) => [keep.state, keep.nonce, keep.codeVerifier])
    assert.equal(new Set(all).size, 6)
    const asked = new URL(one.url).searchParams
    assert.equal(asked.get('code_challenge_method'), 'S256')
    assert.equal(asked.get('acr_values'), 'AAL3_ANY')
    assert.ok(!one.url.includes(one.keep.codeVerifier))
  })
})
