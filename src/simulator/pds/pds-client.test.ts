import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import type { SpineFileSource } from '../../dataset/spine-file.ts'
import { type NhsNumber, parseNhsNumber } from '../../nhs/nhs-number.ts'
import { parseOdsCode } from '../../nhs/ods-code.ts'
import { createAccessToken } from '../../spine/access-token.ts'
import type { Fetch } from '../../spine/http.ts'
import { createPds } from '../../spine/pds.ts'
import { API_KEY, type GivenKey, type GivenPlatform, givenKey, givenPlatform, registered } from '../given-platform.ts'

/** The client of PDS and the simulated one, which share no code, over HTTP. */

type Person = NonNullable<SpineFileSource['people']>[number]

const number = (text: string): NhsNumber => {
  const parsed = parseNhsNumber(text)
  assert.ok(parsed)
  return parsed
}
const ANN = number('9990000018')
const OLD_NUMBER = number('9990000034')
const NOBODY = number('9990000050')

const ann: Person = {
  nhsNumber: ANN,
  names: [{ use: 'usual', family: 'Smith', given: ['Ann', 'Jane'], prefix: ['Mrs'] }],
  gender: 'female',
  birthDate: '1980-10-22',
  addresses: [{ use: 'home', lines: ['1 Test Lane', 'Leeds'], postalCode: 'LS1 6AE' }],
  telecoms: [{ system: 'phone', value: '01632 960587' }],
  registeredPractice: 'ZZ001',
}
const ben: Person = { ...ann, nhsNumber: '9990000026', names: [{ use: 'usual', family: 'Smith', given: ['Ben'] }], gender: 'male' }

type Sent = { url: string; method: string; headers: Record<string, string> }

/** Real requests, seen on their way; nobody waits in real time. */
function clientOf(platform: GivenPlatform, token?: { key: GivenKey; kid?: string; apiKey?: string; tokenUrl?: string }) {
  const sent: Sent[] = []
  const watched: Fetch = (url, init) => {
    sent.push({ url, method: init.method, headers: init.headers })
    return fetch(url, init)
  }
  const common = { fetch: watched, now: platform.now, newId: randomUUID, timeoutMs: 5000 }
  const authorize =
    token &&
    createAccessToken({
      ...common,
      tokenUrl: token.tokenUrl ?? platform.tokenUrl,
      apiKey: token.apiKey ?? API_KEY,
      kid: token.kid ?? token.key.kid,
      privateKey: token.key.privateKey,
    })
  const wait = async (ms: number) => platform.move(Math.ceil(ms / 1000))
  const pds = createPds({ ...common, wait, baseUrl: platform.pdsUrl, ...(authorize && { authorize }) })
  return { pds, sent, tokenRequests: () => sent.filter(({ method }) => method === 'POST').length }
}

const given = async (t: TestContext, people: Person[], pds?: SpineFileSource['pds']) =>
  clientOf(await givenPlatform(t, { people, ...(pds && { pds }) }))

describe('PDS client and simulator: retrieve', () => {
  test('CON-04 somebody verified, and where they are registered', async (t) => {
    const { pds } = await given(t, [ann])
    const outcome = await pds.retrieve(ANN)
    assert.ok(outcome.kind === 'found')
    const { demographics, ...rest } = outcome
    assert.deepEqual(rest, { kind: 'found', registeredPractice: 'ZZ001', deceased: false, sensitive: false })
    assert.deepEqual(demographics.addresses, [{ use: 'home', lines: ['1 Test Lane', 'Leeds'], postalCode: 'LS1 6AE' }])
  })

  test('CON-09, PAT-10 sensitive, deceased, minimal: found, and told apart', async (t) => {
    const cases: [Partial<Person>, object][] = [
      [{ confidentiality: 'restricted' }, { sensitive: true, deceased: false, registeredPractice: undefined }],
      [{ confidentiality: 'very-restricted' }, { sensitive: true, deceased: false, registeredPractice: undefined }],
      [{ deceased: { date: '2025-10-02' } }, { sensitive: false, deceased: true, registeredPractice: 'ZZ001' }],
      [{ deceased: { notification: 'informal' } }, { sensitive: false, deceased: true, registeredPractice: 'ZZ001' }],
      [{ deceased: { notification: 'removed' } }, { sensitive: false, deceased: false, registeredPractice: 'ZZ001' }],
    ]
    for (const [more, expected] of cases) {
      const outcome = await (await given(t, [{ ...ann, ...more }])).pds.retrieve(ANN)
      assert.ok(outcome.kind === 'found')
      const { kind: _kind, demographics, ...flags } = outcome
      assert.deepEqual(flags, expected)
      if (outcome.sensitive) assert.deepEqual([demographics.addresses, demographics.telecom], [[], []])
    }
    const minimal = await (await given(t, [{ nhsNumber: ANN }])).pds.retrieve(ANN)
    assert.ok(minimal.kind === 'found' && minimal.demographics.birthDate === undefined)
  })

  test('REG-02 superseded, invalidated and unknown, each as itself', async (t) => {
    const { pds } = await given(t, [ann, { nhsNumber: OLD_NUMBER, supersededBy: ANN }, { ...ben, invalidated: true }])
    assert.deepEqual(await pds.retrieve(OLD_NUMBER), { kind: 'superseded', by: ANN })
    assert.deepEqual(await pds.retrieve(number('9990000026')), { kind: 'invalidated' })
    assert.deepEqual(await pds.retrieve(NOBODY), { kind: 'not-found' })
  })

  test('the headers are what PDS asks for, and a correlation id has no dots', async (t) => {
    const { pds, sent } = await given(t, [ann])
    await pds.retrieve(ANN, { correlationId: 'call 7.of.9', endUserOrganisation: parseOdsCode('ZZ001') })
    const { 'X-Request-ID': requestId, ...headers } = sent[0]?.headers ?? {}
    assert.match(requestId ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
    assert.deepEqual(headers, {
      Accept: 'application/fhir+json',
      'X-Correlation-ID': 'call-7-of-9',
      'NHSD-End-User-Organisation-ODS': 'ZZ001',
    })
  })

  test('too many calls: tried again with the same request id, and answered once there is room', async (t) => {
    const { pds, sent } = await given(t, [ann], { callsPerSecond: 1 })
    await pds.retrieve(ANN)
    assert.equal((await pds.retrieve(ANN)).kind, 'found')
    const [, refused, repeated] = sent
    assert.equal(sent.length, 3)
    assert.equal(refused?.headers['X-Request-ID'], repeated?.headers['X-Request-ID'])
  })

  test('too many calls for longer: said so, with advice of our own, for PDS gives none', async (t) => {
    const { pds, sent } = await given(t, [ann], { callsPerMinute: 1 })
    await pds.retrieve(ANN)
    assert.deepEqual(await pds.retrieve(ANN), { kind: 'unavailable', reason: 'rate-limited', backOffSeconds: 60 })
    assert.equal(sent.length, 4)
  })

  test('PDS that does not answer behind its gateway is one that timed out', async (t) => {
    const { pds } = await given(t, [ann], { backend: 'times-out' })
    assert.deepEqual(await pds.retrieve(ANN), { kind: 'unavailable', reason: 'timed-out' })
  })
})

describe('PDS client and simulator: search', () => {
  const smith = { family: 'Smith', birthDate: '1980-10-22' }

  test('one match is found, none is none, and several are too many', async (t) => {
    const { pds } = await given(t, [ann, ben])
    const found = await pds.search({ ...smith, given: ['Ann'], gender: 'female', postalCode: 'LS1 6AE' })
    assert.ok(found.kind === 'found')
    assert.deepEqual([found.demographics.nhsNumber, found.score, found.registeredPractice], [ANN, 1, 'ZZ001'])
    assert.deepEqual(await pds.search({ ...smith, family: 'Nobody' }), { kind: 'none' })
    assert.deepEqual(await pds.search(smith), { kind: 'too-many-matches' })
  })

  test('dates of birth are a day or a range with an open end', async (t) => {
    const { pds } = await given(t, [ann])
    const kinds = async (birthDate: Parameters<typeof pds.search>[0]['birthDate']) =>
      (await pds.search({ family: 'Smith', birthDate })).kind
    assert.equal(await kinds({ from: '1980-10-01', to: '1980-10-31' }), 'found')
    assert.equal(await kinds({ from: '1980-10-22' }), 'found')
    assert.equal(await kinds({ to: '1980-10-21' }), 'none')
  })

  test('a restricted person is found by name, without whereabouts, and not by place', async (t) => {
    const { pds } = await given(t, [{ ...ann, confidentiality: 'restricted' }])
    const found = await pds.search(smith)
    assert.ok(found.kind === 'found' && found.sensitive)
    assert.deepEqual([found.demographics.addresses, found.registeredPractice], [[], undefined])
    assert.deepEqual(await pds.search({ ...smith, postalCode: 'LS1 6AE' }), { kind: 'none' })
  })

  test('the dead are found as dead; sounds alike only by a fuzzy search, which says how well', async (t) => {
    const { pds } = await given(t, [{ ...ann, deceased: { notification: 'formal' } }])
    const dead = await pds.search(smith)
    assert.ok(dead.kind === 'found' && dead.deceased)
    const smyth = { family: 'Smyth', given: ['Ann'], birthDate: '1980-10-22' }
    assert.deepEqual(await pds.search(smyth), { kind: 'none' })
    const alike = await pds.search({ ...smyth, match: 'fuzzy' })
    assert.ok(alike.kind === 'found' && alike.score !== undefined && alike.score < 1)
  })

  test('what PDS cannot search for is told by its code alone', async (t) => {
    const { pds } = await given(t, [ann])
    assert.deepEqual(await pds.search({ ...smith, family: 'S*' }), { kind: 'invalid-search', code: 'INVALID_VALUE' })
  })
})

describe('PDS client and simulator: access tokens', () => {
  const KEY = givenKey('key-1')
  const NEW_KEY = givenKey('key-2')
  const data = (keys: readonly GivenKey[], more: Parameters<typeof registered>[1] = {}, people: Person[] = [ann]) => ({
    people,
    applications: [registered(keys, more)],
    pds: { requiresToken: true },
  })

  test('fifty calls at once need one token, which is used until it nears its end', async (t) => {
    // Given
    const platform = await givenPlatform(t, data([KEY]))
    const { pds, tokenRequests } = clientOf(platform, { key: KEY })

    // When
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => pds.retrieve(ANN)))

    // Then
    assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['found']))
    assert.equal(tokenRequests(), 1)
    platform.move(553)
    await pds.retrieve(ANN)
    assert.equal(tokenRequests(), 1)
    platform.move(2)
    await pds.retrieve(ANN)
    assert.equal(tokenRequests(), 2)
  })

  test('a token that PDS does not take any more is asked for anew, once, within the same call', async (t) => {
    // Given a clock here that stands still while the platform's moves on
    const platform = await givenPlatform(t, data([KEY]))
    const standing = platform.now()
    const { pds, sent, tokenRequests } = clientOf({ ...platform, now: () => new Date(standing) }, { key: KEY })
    await pds.retrieve(ANN)
    platform.move(599)

    // When the platform has let the token end, and refuses the next assertion as expired
    const outcome = await pds.retrieve(ANN)

    // Then
    assert.equal(tokenRequests(), 2)
    assert.deepEqual(outcome, { kind: 'unavailable', reason: 'not-authorised', fault: 'assertion-expired' })
    platform.move(-599 + 1)
    const before = sent.length
    assert.equal((await pds.retrieve(ANN)).kind, 'found')
    assert.deepEqual(
      sent.slice(before).map(({ method }) => method),
      ['POST', 'GET'],
    )
  })

  test('where the token is taken for none again and again, it is asked for twice and not for ever', async (t) => {
    // Given a token endpoint of another environment
    const [platform, elsewhere] = await Promise.all([givenPlatform(t, data([KEY])), givenPlatform(t, data([KEY]))])
    const { pds, sent, tokenRequests } = clientOf(platform, { key: KEY, tokenUrl: elsewhere.tokenUrl })
    assert.deepEqual(await pds.retrieve(ANN), { kind: 'unavailable', reason: 'not-authorised', fault: 'token-refused' })
    assert.equal(tokenRequests(), 2)
    const ids = sent.flatMap(({ method, headers }) => (method === 'GET' ? [headers['X-Request-ID']] : []))
    assert.deepEqual([ids.length, new Set(ids).size], [2, 1])
  })

  test('keys are rotated: an unknown key id is named, and a registered one works from then on', async (t) => {
    // Given
    const platform = await givenPlatform(t, data([KEY]))
    const { pds } = clientOf(platform, { key: NEW_KEY })
    assert.deepEqual(await pds.retrieve(ANN), { kind: 'unavailable', reason: 'not-authorised', fault: 'key-id-unknown' })

    // When both are registered, and then only the new one
    platform.change(data([KEY, NEW_KEY]))
    assert.equal((await pds.retrieve(ANN)).kind, 'found')
    platform.change(data([NEW_KEY]))

    // Then the token of the new key is as good as before, and the old key is worth nothing
    assert.equal((await pds.retrieve(ANN)).kind, 'found')
    const late = await clientOf(platform, { key: KEY }).pds.retrieve(ANN)
    assert.ok(late.kind === 'unavailable' && late.fault === 'key-id-unknown')
  })

  test('what is wrong with the registration or the settings is named, each by its own name', async (t) => {
    const platform = await givenPlatform(t, data([KEY]))
    const withoutAsid = registered([KEY])
    delete withoutAsid.asid
    const cases: [Parameters<GivenPlatform['change']>[0], Parameters<typeof clientOf>[1], string][] = [
      [data([KEY]), undefined, 'token-missing'],
      [data([KEY]), { key: KEY, apiKey: 'unknown' }, 'api-key-unknown'],
      [data([KEY]), { key: NEW_KEY, kid: 'key-1' }, 'signature-refused'],
      [data([KEY]), { key: KEY, tokenUrl: `${platform.tokenUrl}?x` }, 'audience-refused'],
      [data([KEY], { status: 'revoked' }), { key: KEY }, 'not-approved'],
      [data([KEY], { apis: [] }), { key: KEY }, 'api-not-granted'],
      [data([]), { key: KEY }, 'public-key-missing'],
      [data([], { publicKeys: 'unreachable' }), { key: KEY }, 'public-key-unreachable'],
      [{ ...data([KEY]), applications: [withoutAsid] }, { key: KEY }, 'asid-missing'],
    ]
    for (const [changed, token, fault] of cases) {
      platform.change(changed)
      assert.deepEqual(await clientOf(platform, token).pds.retrieve(ANN), { kind: 'unavailable', reason: 'not-authorised', fault })
    }
  })

  test('a clock that is fast or slow is named', async (t) => {
    const platform = await givenPlatform(t, data([KEY]))
    const by = (seconds: number) => ({ ...platform, now: () => new Date(platform.now().getTime() + seconds * 1000) })
    const faults = await Promise.all(
      [-300, 120, -120, 60].map(async (seconds) => {
        const outcome = await clientOf(by(seconds), { key: KEY }).pds.retrieve(ANN)
        return outcome.kind === 'unavailable' ? outcome.fault : outcome.kind
      }),
    )
    assert.deepEqual(faults, ['assertion-expired', 'expiry-refused', 'found', 'found'])
  })
})
