import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { SignJWT } from 'jose'
import { decodeSpineValue } from '../../dataset/spine-file.ts'
import { givenServer } from '../given-simulator.ts'
import { startSimulator } from '../start-simulator.ts'
import { CIS2_REALM_PATH, createCis2Simulator } from './cis2.ts'

const CLIENT_ID = '999999999999.apps.national'
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const { n = '', e = '' } = publicKey.export({ format: 'jwk' })

function givenFile() {
  const decoded = decodeSpineValue({
    kind: 'spine',
    staff: [{ uid: '555000000001', family: 'O’Hara <b>', given: 'Bo' }],
    signInClients: [
      { clientId: CLIENT_ID, keys: [{ kty: 'RSA', kid: 'app-1', n, e }], redirectUrls: ['https://app.example.nhs.uk/callback'] },
    ],
  })
  assert.ok('file' in decoded, JSON.stringify(decoded))
  return decoded.file
}

async function givenIssuer(t: TestContext, issuer?: string) {
  const file = givenFile()
  let actual = issuer ?? ''
  const simulator = createCis2Simulator({
    now: () => new Date(),
    newId: randomUUID,
    fetch,
    file: () => file,
    issuer: () => actual,
    logFault: () => {},
  })
  const server = await givenServer(t, simulator.listener)
  actual ||= `${server}${CIS2_REALM_PATH}`
  const at = (path: string, init?: RequestInit) => fetch(`${server}${new URL(actual).pathname}${path}`, { redirect: 'manual', ...init })
  return { simulator, issuer: actual, at }
}

/** As text says it: JSON.parse knows no types. */
async function read<T>(answer: Response | Promise<Response>): Promise<T> {
  return JSON.parse(await (await answer).text())
}

type Key = { kid: string; n: string }

const seconds = () => Math.floor(Date.now() / 1000)

describe('The simulated CIS2', () => {
  test('discovery gives every address with the issuer letter by letter', async (t) => {
    // Given
    const issuer = `https://am.nhsint.example.nhs.uk:443${CIS2_REALM_PATH}`
    const given = await givenIssuer(t, issuer)

    // When
    const said = await read<Record<string, unknown>>(given.at('/.well-known/openid-configuration'))

    // Then
    assert.equal(said.issuer, issuer)
    assert.equal(said.authorization_endpoint, `${issuer}/authorize`)
    assert.equal(said.token_endpoint, `${issuer}/access_token`)
    assert.equal(said.userinfo_endpoint, `${issuer}/userinfo`)
    assert.equal(said.jwks_uri, `${issuer}/connect/jwk_uri`)
    assert.equal(said.end_session_endpoint, `${issuer}/connect/endSession`)
    assert.deepEqual(said.token_endpoint_auth_methods_supported, ['private_key_jwt'])
    assert.deepEqual(said.id_token_signing_alg_values_supported, ['RS256'])
  })

  test('a new key is published first, the former with it, and no private part of either', async (t) => {
    // Given
    const given = await givenIssuer(t)
    const keys = async () => (await read<{ keys: Key[] }>(given.at('/connect/jwk_uri'))).keys
    const before = await keys()

    // When
    await given.simulator.rotateKeys()

    // Then
    const after = await keys()
    assert.deepEqual([before.length, after.length], [1, 2])
    assert.deepEqual(after[1], before[0])
    assert.notEqual(after[0]?.kid, before[0]?.kid)
    assert.match(after[0]?.kid ?? '', /[/=]/)
    assert.ok(after.every((key) => !('d' in key) && !('p' in key)))
  })

  test('an assertion that is not as CIS2 wants it is invalid_client, whatever is wrong with it', async (t) => {
    const given = await givenIssuer(t)
    const whole = () => ({
      iss: CLIENT_ID,
      sub: CLIENT_ID,
      aud: `${given.issuer}/access_token`,
      exp: seconds() + 240,
      iat: seconds(),
      jti: randomUUID(),
    })
    async function exchange(changes: object, { kid = 'app-1', alg = 'RS256' }: { kid?: string; alg?: string } = {}) {
      const assertion = await new SignJWT({ ...whole(), ...changes }).setProtectedHeader({ alg, ...(kid && { kid }) }).sign(privateKey)
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code: 'unknown',
        redirect_uri: 'https://app.example.nhs.uk/callback',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      })
      const answer = await given.at('/access_token', { method: 'POST', body })
      return [answer.status, await read<{ error: string }>(answer)] as const
    }

    // When, Then: a good one gets as far as the code
    const [, good] = await exchange({ jti: 'used' })
    assert.equal(good.error, 'invalid_grant')

    const faults: [string, object, object?][] = [
      ['used twice', { jti: 'used' }],
      ['for the issuer', { aud: given.issuer }],
      ['for the token endpoint and more', { aud: [`${given.issuer}/access_token`, 'https://elsewhere.example.nhs.uk'] }],
      ['for longer than five minutes', { exp: seconds() + 320 }],
      ['expired', { exp: seconds() - 1 }],
      ['without expiry', { exp: undefined }],
      ['without iat', { iat: undefined }],
      ['without jti', { jti: undefined }],
      ['about somebody else', { sub: 'somebody.else' }],
      ['by another algorithm than registered', {}, { alg: 'RS512' }],
      ['by an unknown key', {}, { kid: 'app-2' }],
      ['without key id', {}, { kid: '' }],
    ]
    for (const [what, changes, header] of faults) {
      assert.deepEqual(await exchange(changes, header), [401, { error: 'invalid_client', error_description: 'JWT is not valid' }], what)
    }
  })

  test('a sign-in without PKCE, or to an address that is not registered, is none', async (t) => {
    // Given
    const given = await givenIssuer(t)
    const authorise = (parameters: Record<string, string>) =>
      given.at(
        `/authorize?${new URLSearchParams({ client_id: CLIENT_ID, response_type: 'code', scope: 'openid', nonce: 'n', state: 's', ...parameters })}`,
      )
    const pkce = { code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' }

    // When
    const [good, withoutPkce, elsewhere] = [
      await authorise({ redirect_uri: 'https://app.example.nhs.uk/callback', ...pkce }),
      await authorise({ redirect_uri: 'https://app.example.nhs.uk/callback' }),
      await authorise({ redirect_uri: 'https://elsewhere.example.nhs.uk/callback', ...pkce }),
    ]

    // Then
    assert.match(good.headers.get('location') ?? '', /\/sign-in\//)
    assert.match(withoutPkce.headers.get('location') ?? '', /^https:\/\/app\.example\.nhs\.uk\/callback\?error=invalid_request/)
    assert.equal(elsewhere.status, 400)
    assert.equal(elsewhere.headers.get('location'), null)
  })

  test('the sign-in page lists the staff, takes nothing from elsewhere, and is for the browser that asked', async (t) => {
    // Given
    const given = await givenIssuer(t)
    const parameters = { client_id: CLIENT_ID, response_type: 'code', scope: 'openid', redirect_uri: 'https://app.example.nhs.uk/callback' }
    const pkce = { code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' }
    const asked = await given.at(`/authorize?${new URLSearchParams({ ...parameters, ...pkce })}`)
    const path = new URL(asked.headers.get('location') ?? '', given.issuer).pathname.slice(new URL(given.issuer).pathname.length)
    const cookie = asked.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')

    // When
    const page = await given.at(path, { headers: { cookie } })
    const stranger = await given.at(path)

    // Then
    const text = await page.text()
    assert.match(text, /Sign in as Bo O’Hara &lt;b&gt;</)
    assert.match(text, /<html lang="en-GB">/)
    assert.doesNotMatch(text, /<script|src=|href=/)
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assert.equal(stranger.status, 400)
  })

  test('started with the others, at an address of its own, it answers to the control API', async (t) => {
    // Given
    const simulator = await startSimulator({
      data: givenFile(),
      now: () => new Date(),
      newId: randomUUID,
      host: '127.0.0.1',
      apiPort: 0,
      sspPort: 0,
      cis2Port: 0,
      controlPort: 0,
      faults: undefined,
    })
    t.after(simulator.close)
    const keys = async () => (await read<{ keys: Key[] }>(fetch(`${simulator.cis2Issuer}/connect/jwk_uri`))).keys.length
    assert.equal(await keys(), 1)

    // When
    const answer = await fetch(`${simulator.controlUrl}/cis2/rotate-keys`, { method: 'POST' })

    // Then
    assert.equal(answer.status, 200)
    assert.equal(await keys(), 2)
  })
})
