import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { SpineFileSource } from '../../dataset/spine-file.ts'
import { ConfigError } from '../../nhs/config-error.ts'
import { givenPlatform } from '../given-platform.ts'
import { readNationalList } from './read-national-list.ts'

const PRACTICE = ['RO177', 'RO76']

const organisations: SpineFileSource['organisations'] = [
  {
    odsCode: 'ZZ001',
    name: 'Elm Surgery',
    roles: PRACTICE,
    address: { lines: ['1 Test Lane'], city: 'Leeds', postalCode: 'LS1 6AE' },
    telecoms: [{ system: 'phone', value: '0113 4960000' }],
  },
  { odsCode: 'ZZ002', name: 'Elmwood House', roles: PRACTICE, address: { lines: ['2 Test Lane'], postalCode: 'LS10 2AB' }, active: false },
  { odsCode: 'ZZT', name: 'The Test Trust', roles: ['RO197'] },
]

async function given(t: TestContext, listed?: Parameters<typeof givenPlatform>[2]) {
  const { odsUrl } = await givenPlatform(t, { organisations }, listed)
  const ask = async (path: string, { headers = { apikey: 'k' } as Record<string, string>, method = 'GET' } = {}) => {
    const reply = await fetch(`${odsUrl}${path}`, { method, headers })
    return { status: reply.status, type: reply.headers.get('content-type'), body: JSON.parse(await reply.text()) }
  }
  const codes = async (query: string): Promise<string[]> => {
    const { status, body } = await ask(`/Organization?${query}`)
    assert.equal(status, 200, JSON.stringify(body))
    return (body.entry ?? []).map((entry: { resource: { id: string } }) => entry.resource.id)
  }
  return { ask, codes }
}

/** A line of `epraccur.csv`. */
function line(changes: Record<number, string>): string {
  const columns: Record<number, string> = { 2: 'THE LISTED SURGERY', 5: '9 High Street', 10: 'LS1 6ZZ', 13: 'A', 26: '4', ...changes }
  return Array.from({ length: 27 }, (_, index) => `"${columns[index + 1] ?? ''}"`).join(',')
}

describe('ODS: one organisation', () => {
  test('it is written in capitals, its kind in the role extension and not in the type', async (t) => {
    const { ask } = await given(t)
    const { status, type, body } = await ask('/Organization/ZZ001')
    assert.deepEqual([status, type], [200, 'application/fhir+json;charset=UTF-8'])
    assert.equal(body.name, 'ELM SURGERY')
    assert.equal(body.active, true)
    assert.deepEqual(body.address, [{ line: ['1 TEST LANE'], city: 'LEEDS', postalCode: 'LS1 6AE' }])
    assert.deepEqual(body.telecom, [{ system: 'phone', value: '0113 4960000' }])
    const roles = body.extension.map(
      ({ extension }: { extension: { url: string; valueCodeableConcept?: { coding: { code: string }[] } }[] }) =>
        extension.find(({ url }) => url === 'roleCode')?.valueCodeableConcept?.coding[0]?.code,
    )
    assert.deepEqual(roles, PRACTICE)
    assert.doesNotMatch(JSON.stringify(body.type), /RO\d/)
  })

  test('without address or telephone, none is there', async (t) => {
    const { body } = await (await given(t)).ask('/Organization/ZZT')
    assert.equal('address' in body || 'telecom' in body, false)
  })

  test('unknown: 404 in HAPI’s words; another method: 405; no key: 401 from the platform', async (t) => {
    const { ask } = await given(t)
    const unknown = await ask('/Organization/ZZ999')
    assert.equal(unknown.status, 404)
    assert.match(unknown.body.issue[0].diagnostics, /^HAPI-2001: /)
    const deleted = await ask('/Organization/ZZ001', { method: 'DELETE' })
    assert.deepEqual([deleted.status, deleted.body.issue[0].diagnostics.slice(0, 9)], [405, 'HAPI-0427'])
    const keyless = await ask('/Organization/ZZ001', { headers: {} })
    assert.deepEqual([keyless.status, keyless.body.resourceType], [401, undefined])
  })
})

describe('ODS: search', () => {
  test('each parameter narrows, with its modifiers', async (t) => {
    const { codes } = await given(t)
    const cases: [string, string[]][] = [
      ['', ['ZZ001', 'ZZ002', 'ZZT']],
      ['name=elm', ['ZZ001', 'ZZ002']],
      ['name=Surgery', []],
      ['name:contains=surg', ['ZZ001']],
      ['name:exact=ELM SURGERY', ['ZZ001']],
      ['name:exact=Elm Surgery', []],
      ['address-postalcode=LS1', ['ZZ001', 'ZZ002']],
      ['address-postalcode=LS1 6', ['ZZ001']],
      ['address-postalcode:contains=2AB', ['ZZ002']],
      ['address-city=leeds', ['ZZ001']],
      ['active=true', ['ZZ001', 'ZZT']],
      ['roleCode=RO76', ['ZZ001', 'ZZ002']],
      ['roleCode=RO76,RO197', ['ZZ001', 'ZZ002', 'ZZT']],
      ['roleCode=RO76&roleCode=RO197', []],
      ['roleCode:not=RO76', ['ZZT']],
      ['activeRoleCode=RO76', ['ZZ001']],
      ['identifier=https://fhir.nhs.uk/Id/ods-organization-code|ZZT', ['ZZT']],
      ['identifier=ZZT', ['ZZT']],
      ['identifier=https://elsewhere|ZZT', []],
      ['_id=ZZT,ZZ001', ['ZZ001', 'ZZT']],
    ]
    for (const [query, expected] of cases) assert.deepEqual(await codes(query), expected, query)
  })

  test('pages by _count and _offset, and tells of a next one', async (t) => {
    const { ask } = await given(t)
    const { body: first } = await ask('/Organization?_count=2')
    assert.deepEqual([first.total, first.entry.length], [3, 2])
    const next = first.link.find(({ relation }: { relation: string }) => relation === 'next')
    assert.equal(new URL(next.url).searchParams.get('_offset'), '2')
    const { body: last } = await ask('/Organization?_count=2&_offset=2')
    assert.deepEqual([last.entry.length, last.link.length], [1, 1])
    const { body: count } = await ask('/Organization?_summary=count')
    assert.deepEqual([count.total, count.entry], [3, undefined])
  })

  test('what is unknown, too short or no number is refused, and what is not simulated says so', async (t) => {
    const { ask } = await given(t)
    const unknown = await ask('/Organization?colour=red')
    assert.equal(unknown.status, 400)
    assert.match(unknown.body.issue[0].diagnostics, /^HAPI-0524: Unknown search parameter "colour"/)
    for (const query of ['name=el', `name=${'e'.repeat(101)}`, 'address-postalcode=L', 'active=perhaps', '_count=x', 'name:near=elm']) {
      assert.equal((await ask(`/Organization?${query}`)).status, 400, query)
    }
    assert.equal((await ask('/Organization?lastChangeDate=gt2020-01-01')).status, 501)
  })
})

describe('ODS: the national list', () => {
  test('its entries are known, open or closed, and the Spine file’s word stands before it', async (t) => {
    // Given
    const listed = readNationalList(
      [
        line({ 1: 'ZZ001' }),
        line({ 1: 'ZZ010', 10: 'nonsense' }),
        line({ 1: 'ZZ011', 13: 'C', 12: '20200101' }),
        line({ 1: 'ZZ012', 26: '1' }),
      ].join('\r\n'),
    )
    const { ask, codes } = await given(t, listed)

    // Then
    assert.deepEqual(await codes('roleCode=RO76&active=true'), ['ZZ001', 'ZZ010'])
    assert.deepEqual(await codes('roleCode=RO177&roleCode:not=RO76'), ['ZZ012'])
    assert.equal((await ask('/Organization/ZZ001')).body.name, 'ELM SURGERY')
    assert.deepEqual((await ask('/Organization/ZZ010')).body.address, [{ line: ['9 HIGH STREET'] }])
    assert.equal((await ask('/Organization/ZZ011')).body.active, false)
  })

  test('a list that is none is refused with the places of its faults', () => {
    assert.throws(
      () => readNationalList(`${line({ 1: 'ZZ001' })}\n"a","b"\n${line({ 1: '?' })}`),
      (error) =>
        error instanceof ConfigError &&
        error.faults.some((fault) => fault.startsWith('line 2')) &&
        error.faults.some((fault) => fault.startsWith('line 3')),
    )
    assert.throws(() => readNationalList('"a'), ConfigError)
  })
})
