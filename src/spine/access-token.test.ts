import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'
import { jwtVerify } from 'jose'
import { ConfigError } from '../nhs/config-error.ts'
import { type AccessTokenDeps, createAccessToken } from './access-token.ts'
import { UnavailableError } from './unavailable.ts'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const TOKEN_URL = 'https://platform.test/oauth2/token'
const NOW = Date.parse('2026-03-02T08:00:00Z')

type Answer = () => Response | Promise<Response>

/** A token endpoint that gives `token-1`, `token-2` and so on, unless `answers` says otherwise. */
function given(answers: readonly (Answer | undefined)[] = [], more: Partial<AccessTokenDeps> = {}) {
  const sent: { url: string; body: URLSearchParams; headers: Record<string, string> }[] = []
  let [moment, ids] = [NOW, 0]
  const authorize = createAccessToken({
    fetch: async (url, { body, headers }) => {
      sent.push({ url, body: new URLSearchParams(body), headers })
      const answer = answers[sent.length - 1]
      return answer?.() ?? Response.json({ access_token: `token-${sent.length}`, expires_in: '599', token_type: 'Bearer' })
    },
    tokenUrl: TOKEN_URL,
    apiKey: 'an-api-key',
    kid: 'key-1',
    privateKey: PEM,
    timeoutMs: 1000,
    now: () => new Date(moment),
    newId: () => {
      ids += 1
      return `id-${ids}`
    },
    ...more,
  })
  const move = (seconds: number) => {
    moment += seconds * 1000
  }
  return { authorize, sent, move }
}

const refusal = (status: number, error: string, error_description: string) => () => Response.json({ error, error_description }, { status })

async function failureOf(promise: Promise<unknown>): Promise<UnavailableError> {
  const error = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  assert.ok(error instanceof UnavailableError)
  return error
}

describe('Access token', () => {
  test('the assertion is signed by RS512, addressed to the endpoint, and lasts under five minutes', async () => {
    // When
    const { authorize, sent } = given()
    assert.equal(await authorize(), 'token-1')

    // Then
    const [request] = sent
    assert.ok(request)
    assert.equal(request.url, TOKEN_URL)
    assert.equal(request.headers['Content-Type'], 'application/x-www-form-urlencoded')
    assert.equal(request.body.get('grant_type'), 'client_credentials')
    assert.equal(request.body.get('client_assertion_type'), 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    const { payload, protectedHeader } = await jwtVerify(request.body.get('client_assertion') ?? '', createPublicKey(privateKey), {
      currentDate: new Date(NOW),
    })
    assert.deepEqual(protectedHeader, { alg: 'RS512', typ: 'JWT', kid: 'key-1' })
    assert.deepEqual(payload, { iss: 'an-api-key', sub: 'an-api-key', aud: TOKEN_URL, jti: 'id-1', exp: NOW / 1000 + 240 })
  })

  test('fifty callers at once are served by one request', async () => {
    // Given an endpoint that takes its time
    let answer = () => {}
    const slow = new Promise<Response>((resolve) => {
      answer = () => resolve(Response.json({ access_token: 'token-1', expires_in: '599' }))
    })
    const { authorize, sent } = given([() => slow])

    // When
    const callers = Promise.all(Array.from({ length: 50 }, () => authorize()))
    answer()

    // Then
    assert.deepEqual(new Set(await callers), new Set(['token-1']))
    assert.equal(sent.length, 1)
  })

  test('it is kept until 45 seconds before its end, and the next has an assertion of its own', async () => {
    const { authorize, sent, move } = given()
    await authorize()
    move(553)
    assert.equal(await authorize(), 'token-1')
    move(1)
    assert.equal(await authorize(), 'token-2')
    const assertions = sent.map(({ body }) => body.get('client_assertion'))
    assert.equal(new Set(assertions).size, 2)
  })

  test('one that lasts for less than that is used for half its time', async () => {
    const { authorize, move } = given([() => Response.json({ access_token: 'short', expires_in: 20 })])
    await authorize()
    move(9)
    assert.equal(await authorize(), 'short')
    move(1)
    assert.equal(await authorize(), 'token-2')
  })

  test('a refused token is dropped, once for all who were refused with it', async () => {
    const { authorize, sent } = given()
    const refused = await authorize()
    const renewed = await Promise.all([authorize(refused), authorize(refused), authorize()])
    assert.deepEqual(renewed, ['token-2', 'token-2', 'token-2'])
    // Somebody who comes late with the same complaint gets the new one.
    assert.equal(await authorize(refused), 'token-2')
    assert.equal(sent.length, 2)
  })

  test('a failure is kept for nobody: all who wait for it hear it, and the next asks anew', async () => {
    const { authorize, sent } = given([refusal(401, 'public_key error', 'JWT signature verification failed')])
    const failures = await Promise.all([failureOf(authorize()), failureOf(authorize())])
    for (const { outcome } of failures) {
      assert.deepEqual(outcome, { kind: 'unavailable', reason: 'not-authorised', fault: 'signature-refused' })
    }
    assert.equal(await authorize(), 'token-2')
    assert.equal(sent.length, 2)
  })

  test('trouble on the way or at the other end is told as such, and a success that cannot be read', async () => {
    const cases: [Answer, object][] = [
      [() => new Response('', { status: 503, headers: { 'Retry-After': '5' } }), { reason: 'failed', retryAfterSeconds: 5 }],
      [() => new Response('', { status: 429 }), { reason: 'rate-limited' }],
      [() => Promise.reject(new TypeError('x', { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) })), { reason: 'no-connection' }],
      [() => Response.json({ access_token: 'a' }), { reason: 'unexpected-answer' }],
      [() => Response.json({ expires_in: '599' }), { reason: 'unexpected-answer' }],
      [() => new Response('<html>', { status: 404 }), { reason: 'unexpected-answer' }],
    ]
    for (const [answer, expected] of cases) {
      assert.deepEqual((await failureOf(given([answer]).authorize())).outcome, { kind: 'unavailable', ...expected })
    }
  })

  test('no key, assertion or token is in an error', async () => {
    let assertion = ''
    const { authorize, sent } = given([refusal(401, 'invalid_request', 'echo: an-api-key')])
    const error = await failureOf(authorize())
    assertion = sent[0]?.body.get('client_assertion') ?? ''
    const shown = inspect(error, { depth: 10, showHidden: true })
    for (const secret of ['an-api-key', assertion, PEM.slice(40, 90)]) assert.equal(shown.includes(secret), false)
    assert.equal(error.outcome.fault, 'token-request-refused')
  })

  test('keys of another kind, too short or unreadable are refused at once, without a word of them', () => {
    const pemOf = (key: { export: (as: { type: 'pkcs8'; format: 'pem' }) => string | Buffer }) =>
      String(key.export({ type: 'pkcs8', format: 'pem' }))
    const cases: [string, RegExp][] = [
      ['-----BEGIN NOTHING-----', /no PEM/],
      [pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey), /RSA/],
      [pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey), /2048 bits/],
      [String(privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })), /not encrypted/],
    ]
    for (const [pem, told] of cases) {
      assert.throws(
        () => given([], { privateKey: pem }),
        (error) => error instanceof ConfigError && told.test(error.message) && !error.message.includes(pem.split('\n')[1] ?? 'NOTHING'),
      )
    }
    // PKCS#1, as older tools write it
    given([], { privateKey: String(privateKey.export({ type: 'pkcs1', format: 'pem' })) })
  })
})
