import assert from 'node:assert/strict'
import { createSign, randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { API_KEY, type GivenPlatform, givenKey, givenPlatform, registered, START } from '../given-platform.ts'

const NOW = START / 1000
const KEY = givenKey('key-1')
const OTHER_KEY = givenKey('key-1')

type Parts = { header?: Record<string, unknown>; claims?: Record<string, unknown>; privateKey?: string }

/** An assertion as the platform wants it, but for what is changed; undefined takes a member out. */
function assertion({ tokenUrl }: GivenPlatform, { header = {}, claims = {}, privateKey = KEY.privateKey }: Parts = {}): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = [
    encode({ alg: 'RS512', typ: 'JWT', kid: 'key-1', ...header }),
    encode({ iss: API_KEY, sub: API_KEY, aud: tokenUrl, jti: randomUUID(), exp: NOW + 300, ...claims }),
  ].join('.')
  return `${signed}.${createSign('RSA-SHA512').update(signed).sign(privateKey).toString('base64url')}`
}

async function ask({ tokenUrl }: GivenPlatform, form: Record<string, string>, contentType = 'application/x-www-form-urlencoded') {
  const reply = await fetch(tokenUrl, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: new URLSearchParams(form).toString(),
  })
  const body: Record<string, unknown> = JSON.parse(await reply.text())
  return { status: reply.status, body }
}

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const formWith = (text: string) => ({ grant_type: 'client_credentials', client_assertion_type: JWT_BEARER, client_assertion: text })

const refusalOf = ({ status, body }: Awaited<ReturnType<typeof ask>>) => {
  assert.equal(typeof body.message_id, 'string')
  assert.equal(body.access_token, undefined)
  return [status, body.error, body.error_description]
}

const given = (t: TestContext) => givenPlatform(t, { applications: [registered([KEY])] })

describe('Token endpoint', () => {
  test('a right assertion is worth a token, with its numbers as text', async (t) => {
    const platform = await given(t)
    const { status, body } = await ask(platform, formWith(assertion(platform)))
    assert.equal(status, 200)
    const { access_token: token, ...rest } = body
    assert.match(String(token), /^\w{20,}$/)
    assert.deepEqual(rest, { expires_in: '599', token_type: 'Bearer', issued_at: String(START) })
  })

  // Each row has the faults of all the rows below it as well: so the first of them is what is told.
  const past = { exp: NOW - 1 }
  const IN_ORDER: [what: string, header: Record<string, unknown>, claims: Record<string, unknown>, description: string][] = [
    ['algorithm', { alg: 'RS256' }, past, "Invalid 'alg' header in client_assertion JWT - unsupported JWT algorithm - must be 'RS512'"],
    ['expiry in the past', {}, past, "Invalid 'exp' claim in client_assertion JWT - JWT has expired"],
    ['key id', { kid: undefined }, { exp: undefined }, "Missing 'kid' header in client_assertion JWT"],
    ['type', { typ: 'at+jwt' }, { exp: undefined }, "Invalid 'typ' header in client_assertion JWT - must be 'JWT'"],
    ['no expiry', {}, { exp: undefined }, "Missing 'exp' claim in client_assertion JWT"],
    ['expiry as text', {}, { exp: String(NOW + 60) }, "Invalid 'exp' claim in client_assertion JWT - must be an integer"],
    ['issuer', {}, { exp: NOW + 999, sub: 'other' }, "Missing or non-matching 'iss'/'sub' claims in client_assertion JWT"],
    ['no id', {}, { exp: NOW + 999, jti: undefined }, "Missing 'jti' claim in client_assertion JWT"],
    [
      'id as number',
      {},
      { exp: NOW + 999, jti: 7 },
      "Invalid 'jti' claim in client_assertion JWT - must be a unique string value such as a GUID",
    ],
    ['id used before', {}, { exp: NOW + 999, jti: 'used' }, "Non-unique 'jti' claim in client_assertion JWT"],
    ['expiry too far', {}, { exp: NOW + 311 }, "Invalid 'exp' claim in client_assertion JWT - more than 5 minutes in future"],
  ]
  test('the checks of an assertion come in their order, and the first that fails is told', async (t) => {
    // Given an id that has been used
    const platform = await given(t)
    assert.equal((await ask(platform, formWith(assertion(platform, { claims: { jti: 'used' } })))).status, 200)

    // When everything is wrong that is looked at from this check on
    for (const [index, [what, , , description]] of IN_ORDER.entries()) {
      const later = IN_ORDER.slice(index).toReversed()
      const wrong = {
        header: Object.assign({}, ...later.map(([, header]) => header)),
        claims: Object.assign({ iss: 'unknown', aud: 'elsewhere' }, ...later.map(([, , claims]) => claims)),
        privateKey: OTHER_KEY.privateKey,
      }
      // An id that was used is one only for its owner, and a pair of issuers that agree.
      if (what === 'id used before' || what === 'expiry too far') Object.assign(wrong.claims, { iss: API_KEY, sub: API_KEY })
      else if (index > 6) Object.assign(wrong.claims, { sub: 'unknown' })
      // Then
      const refused = await ask(platform, formWith(assertion(platform, wrong)))
      assert.deepEqual(refusalOf(refused), [400, 'invalid_request', description], what)
    }
  })

  test('ten seconds more than five minutes are taken, for clocks that disagree', async (t) => {
    const platform = await given(t)
    assert.equal((await ask(platform, formWith(assertion(platform, { claims: { exp: NOW + 310 } })))).status, 200)
  })

  test('whose it is, by which key, for whom and whether signed is looked at last, in this order', async (t) => {
    const platform = await given(t)
    const jwt = 'in client_assertion JWT'
    const cases: [Parts, string, string][] = [
      [{ claims: { iss: 'unknown', sub: 'unknown' }, header: { kid: 'key-2' } }, 'invalid_request', `Invalid 'iss'/'sub' claims ${jwt}`],
      [
        { claims: { aud: 'elsewhere' }, header: { kid: 'key-2' } },
        'invalid_request',
        `Invalid 'kid' header ${jwt} - no matching public key`,
      ],
      [
        { claims: { aud: `${platform.tokenUrl}/` }, privateKey: OTHER_KEY.privateKey },
        'invalid_request',
        `Missing or invalid 'aud' claim ${jwt}`,
      ],
      [{ privateKey: OTHER_KEY.privateKey }, 'public_key error', 'JWT signature verification failed'],
    ]
    for (const [parts, error, description] of cases) {
      assert.deepEqual(refusalOf(await ask(platform, formWith(assertion(platform, parts)))), [401, error, description])
    }
  })

  test('an assertion is taken once; one that was refused may be mended and sent again', async (t) => {
    const platform = await given(t)
    const claims = { jti: 'mine' }
    assert.equal((await ask(platform, formWith(assertion(platform, { claims, privateKey: OTHER_KEY.privateKey })))).status, 401)
    const text = assertion(platform, { claims })
    assert.equal((await ask(platform, formWith(text))).status, 200)
    assert.match(String((await ask(platform, formWith(text))).body.error_description), /^Non-unique 'jti'/)
  })

  test('the registration decides: approval, scope and public keys', async (t) => {
    const platform = await given(t)
    const cases = [
      [registered([KEY], { status: 'revoked' }), 401, 'access_denied'],
      [registered([KEY], { status: 'pending' }), 401, 'access_denied'],
      [registered([KEY], { apis: [] }), 401, 'unauthorized_client'],
      [registered([]), 403, 'public_key error'],
      [registered([], { publicKeys: 'unreachable' }), 403, 'public_key error'],
    ] as const
    for (const [application, status, error] of cases) {
      platform.change({ applications: [application] })
      assert.deepEqual(refusalOf(await ask(platform, formWith(assertion(platform)))).slice(0, 2), [status, error])
    }
  })

  test('the form is looked at before the assertion', async (t) => {
    const platform = await given(t)
    const text = assertion(platform)
    const cases: [Record<string, string>, unknown[]][] = [
      [{}, [400, 'invalid_request', 'grant_type is missing']],
      [{ grant_type: 'password' }, [400, 'unsupported_grant_type', 'grant_type is invalid']],
      [
        { grant_type: 'client_credentials', client_assertion: text },
        [400, 'invalid_request', `Missing or invalid client_assertion_type - must be '${JWT_BEARER}'`],
      ],
      [formWith(''), [400, 'invalid_request', 'Missing client_assertion']],
      [formWith('a.b'), [400, 'invalid_request', 'Malformed JWT in client_assertion']],
      [formWith(`${text}.`), [400, 'invalid_request', 'Malformed JWT in client_assertion']],
      [formWith(`${'x'.repeat(70_000)}`), [400, 'invalid_request', 'grant_type is missing']],
    ]
    for (const [form, expected] of cases) assert.deepEqual(refusalOf(await ask(platform, form)), expected)
    assert.deepEqual(refusalOf(await ask(platform, formWith(text), 'application/json')), [
      415,
      'invalid_request',
      'Content-Type header must be application/x-www-form-urlencoded',
    ])
    assert.equal((await fetch(platform.tokenUrl)).status, 405)
  })
})
