import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { SpineFileSource } from '../../dataset/spine-file.ts'
import { type OdsCode, parseOdsCode } from '../../nhs/ods-code.ts'
import type { Fetch } from '../../spine/http.ts'
import { createOrganisations } from '../../spine/organisations.ts'
import { createFindNear } from '../../spine/organisations-near.ts'
import { givenPlatform } from '../given-platform.ts'

/** The client of ODS and the simulated one, which share no code, over HTTP. */

type Organisation = NonNullable<SpineFileSource['organisations']>[number]

const code = (text: string): OdsCode => {
  const parsed = parseOdsCode(text)
  assert.ok(parsed)
  return parsed
}

const practice = (odsCode: string, postalCode?: string, more: Partial<Organisation> = {}): Organisation => ({
  odsCode,
  name: `Surgery ${odsCode}`,
  roles: ['RO177', 'RO76'],
  ...(postalCode && { address: { lines: ['1 Test Lane'], postalCode } }),
  ...more,
})

async function given(t: TestContext, organisations: Organisation[], { apiKey = 'k', fetch: send = fetch as Fetch } = {}) {
  const { odsUrl, now } = await givenPlatform(t, { organisations })
  const asked: URL[] = []
  const watched: Fetch = (url, init) => {
    asked.push(new URL(url))
    return send(url, init)
  }
  const client = createOrganisations({ fetch: watched, baseUrl: odsUrl, apiKey, timeoutMs: 5000, now, wait: async () => undefined })
  return { ...client, ...createFindNear(client), asked }
}

describe('Organisations: by code', () => {
  test('name, address, kind, and whether it is open', async (t) => {
    const { find } = await given(t, [
      practice('ZZ001', 'LS1 6AE', { telecoms: [{ system: 'phone', value: '0113 4960000' }] }),
      practice('ZZ002', undefined, { active: false }),
      { odsCode: 'ZZT', name: 'Test Trust', roles: ['RO197'] },
      { odsCode: 'ZZI', name: 'Test Board', roles: ['RO318'] },
      { odsCode: 'ZZX', name: 'Test Shop', roles: ['RO177'] },
    ])
    assert.deepEqual(await find(code('ZZ001')), {
      kind: 'found',
      organisation: {
        odsCode: 'ZZ001',
        name: 'SURGERY ZZ001',
        kind: 'gp-practice',
        roles: ['RO177', 'RO76'],
        isOpen: true,
        address: { lines: ['1 TEST LANE'], postalCode: 'LS1 6AE' },
        telecom: [{ system: 'phone', value: '0113 4960000' }],
      },
    })
    const kinds = await Promise.all(
      ['ZZ002', 'ZZT', 'ZZI', 'ZZX'].map(async (odsCode) => {
        const outcome = await find(code(odsCode))
        return outcome.kind === 'found'
          ? [outcome.organisation.kind, outcome.organisation.isOpen, outcome.organisation.address.lines]
          : outcome
      }),
    )
    assert.deepEqual(kinds, [
      ['gp-practice', false, []],
      ['nhs-trust', true, []],
      ['integrated-care-board', true, []],
      ['other', true, []],
    ])
  })

  test('unknown is not found; without a key it is a fault of ours; a page that is no FHIR is no answer', async (t) => {
    assert.deepEqual(await (await given(t, [])).find(code('ZZ999')), { kind: 'not-found' })
    assert.deepEqual(await (await given(t, [], { apiKey: '' })).find(code('ZZ999')), {
      kind: 'unavailable',
      reason: 'not-authorised',
      fault: 'api-key-refused',
    })
    const cases: [Response, object][] = [
      [new Response('<html>', { status: 404 }), { kind: 'unavailable', reason: 'unexpected-answer' }],
      [new Response('{}', { status: 200 }), { kind: 'unavailable', reason: 'unexpected-answer' }],
      [
        new Response('', { status: 429, headers: { 'Retry-After': '60' } }),
        { kind: 'unavailable', reason: 'rate-limited', retryAfterSeconds: 60 },
      ],
      [new Response('', { status: 500 }), { kind: 'unavailable', reason: 'failed' }],
    ]
    for (const [answer, expected] of cases) {
      const { find } = await given(t, [], { fetch: async () => answer.clone() })
      assert.deepEqual(await find(code('ZZ001')), expected)
    }
  })
})

describe('Organisations: search', () => {
  const many = Array.from({ length: 250 }, (_, index) => practice(`Y${String(index).padStart(5, '0')}`, 'LS1 6AE'))

  test('by name and postcode, open practices only where that is asked', async (t) => {
    const { search } = await given(t, [
      practice('ZZ001', 'LS1 6AE'),
      practice('ZZ002', 'LS1 6AB', { active: false }),
      practice('ZZ003', 'M1 1AA'),
    ])
    const codes = async (of: Parameters<typeof search>[0]) => {
      const outcome = await search(of)
      return outcome.kind === 'found' ? outcome.organisations.map(({ odsCode }) => odsCode) : outcome
    }
    assert.deepEqual(await codes({ name: 'surgery zz', postalCode: 'ls1' }), ['ZZ001', 'ZZ002'])
    assert.deepEqual(await codes({ postalCode: 'LS1', openOnly: true }), ['ZZ001'])
    assert.deepEqual(await codes({ name: 'Surgery', roles: ['RO197'] }), [])
  })

  test('no more than is asked for, over as many pages as it takes, and whether there are more', async (t) => {
    const { search, asked } = await given(t, many)
    const count = async (most?: number) => {
      const before = asked.length
      const outcome = await search({ postalCode: 'LS1', ...(most !== undefined && { most }) })
      assert.ok(outcome.kind === 'found')
      return [outcome.organisations.length, outcome.more, asked.length - before]
    }
    assert.deepEqual(await count(), [20, true, 1])
    assert.deepEqual(await count(150), [150, true, 2])
    assert.deepEqual(await count(250), [250, false, 3])
    assert.deepEqual(await count(1000), [250, false, 3])
  })

  test('what the API would refuse is not sent', async (t) => {
    const { search, asked } = await given(t, [])
    assert.deepEqual(await search({}), { kind: 'invalid-search', because: 'nothing-asked' })
    assert.deepEqual(await search({ name: 'ab' }), { kind: 'invalid-search', because: 'name-length' })
    assert.deepEqual(await search({ postalCode: 'L' }), { kind: 'invalid-search', because: 'postcode-length' })
    assert.equal(asked.length, 0)
  })
})

describe('Organisations: near a postcode', () => {
  const around = [
    practice('ZZ001', 'LS1 6AE'),
    practice('ZZ002', 'LS1 2AA'),
    // Begins alike, and lies elsewhere.
    practice('ZZ003', 'LS16 6AA'),
    practice('ZZ004', 'LS10 1AA'),
    practice('ZZ005', 'L1 6AE'),
    practice('ZZ006', 'LS1 6AF', { active: false }),
    practice('ZZ007', 'LS1 6AG', { roles: ['RO197'] }),
  ]
  async function near(t: TestContext, postcode: string, enough?: number) {
    const { near, asked } = await given(t, around)
    const outcome = await near(postcode, enough === undefined ? {} : { enough })
    assert.ok(outcome.kind === 'found')
    const { organisations, nearness, isWhole } = outcome
    return { found: organisations.map((one) => [one.odsCode, one.nearness]), nearness, isWhole, asked: asked.length }
  }

  test('the same sector first, then the district, then the area, until there are enough', async (t) => {
    assert.deepEqual(await near(t, 'ls16ad', 1), { found: [['ZZ001', 'sector']], nearness: 'sector', isWhole: true, asked: 1 })
    const two = [
      ['ZZ001', 'sector'],
      ['ZZ002', 'district'],
    ]
    assert.deepEqual(await near(t, 'LS1 6AD', 2), { found: two, nearness: 'district', isWhole: true, asked: 2 })
    assert.deepEqual(await near(t, 'LS1 6AD'), {
      found: [...two, ['ZZ003', 'area'], ['ZZ004', 'area']],
      nearness: 'area',
      isWhole: true,
      asked: 3,
    })
  })

  test('an area of one letter is not every area that begins with it', async (t) => {
    const { found, nearness } = await near(t, 'L9 9ZZ')
    assert.deepEqual([found, nearness], [[['ZZ005', 'area']], 'area'])
  })

  test('what is no postcode is asked of nobody; trouble further away leaves what was found nearer', async (t) => {
    const { near, asked } = await given(t, around)
    assert.deepEqual(await near('Leeds'), { kind: 'invalid-postcode' })
    assert.equal(asked.length, 0)

    let calls = 0
    const failing: Fetch = (url, init) => {
      calls += 1
      return calls === 1 ? fetch(url, init) : Promise.resolve(new Response('', { status: 500 }))
    }
    const outcome = await (await given(t, around, { fetch: failing })).near('LS1 6AD')
    assert.ok(outcome.kind === 'found')
    assert.deepEqual([outcome.organisations.length, outcome.isWhole], [1, false])
    const down = await given(t, around, { fetch: async () => new Response('', { status: 500 }) })
    assert.deepEqual(await down.near('LS1 6AD'), { kind: 'unavailable', reason: 'failed' })
  })
})
