import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { SpineFileSource } from '../../dataset/spine-file.ts'
import { INTERACTION_IDS } from '../../nhs/interaction-ids.ts'
import { givenSimulator } from '../given-simulator.ts'

const ODS = 'https://fhir.nhs.uk/Id/ods-organization-code'
const INTERACTION = 'https://fhir.nhs.uk/Id/nhsServiceInteractionId'
const PARTY_KEY = 'https://fhir.nhs.uk/Id/nhsMhsPartyKey'
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const CORRELATION_ID = '60e0b220-8136-4ca5-ae46-1d97ef59d068'
const slots = INTERACTION_IDS.searchFreeSlots

const organisations: NonNullable<SpineFileSource['organisations']> = [
  {
    // Provides, and has a consumer system of another supplier: listed first, so that the wrong ASID is the one at hand.
    odsCode: 'ZZ001',
    name: 'Elm Surgery',
    systems: [
      { asid: '999000000012', partyKey: 'ZZX02-820001', manufacturer: 'ZZX02', interactions: [slots] },
      {
        asid: '999000000011',
        partyKey: 'ZZ001-820001',
        manufacturer: 'ZZX01',
        interactions: [slots, INTERACTION_IDS.readPatient],
        endpoint: { serviceRoot: 'https://provider.example.org/ZZ001/STU3/1/gpconnect' },
      },
    ],
  },
  {
    odsCode: 'ZZ002',
    name: 'Oak Surgery',
    systems: [{ asid: '999000000021', partyKey: 'ZZ002-820001', interactions: [slots], endpoint: {} }],
  },
]

type Query = [name: string, value: string][]
type Answer = { status: number; headers: Headers; body: { [element: string]: unknown } }

async function givenSds(t: TestContext) {
  const { apiUrl } = await givenSimulator(t, { organisations })
  const ask = async (path: string, query: Query, headers: Record<string, string> = { apikey: 'key' }, method = 'GET'): Promise<Answer> => {
    const reply = await fetch(`${apiUrl}/spine-directory/FHIR/R4${path}?${new URLSearchParams(query)}`, { headers, method })
    return { status: reply.status, headers: reply.headers, body: JSON.parse(await reply.text()) }
  }
  return { ask, apiUrl }
}

function resourcesIn({ status, body }: Answer): { [element: string]: unknown }[] {
  assert.equal(status, 200)
  assert.ok(Array.isArray(body.entry))
  assert.equal(body.total, body.entry.length)
  return body.entry.map(({ resource }) => resource)
}

const asidsIn = (answer: Answer): string[] =>
  resourcesIn(answer).map(({ identifier }) => {
    assert.ok(Array.isArray(identifier))
    return identifier.find(({ system }) => system === 'https://fhir.nhs.uk/Id/nhsSpineASID').value
  })

function outcomeOf({ status, headers, body }: Answer): object {
  assert.equal(body.resourceType, 'OperationOutcome')
  assert.equal(body.id, headers.get('x-correlation-id'))
  assert.ok(Array.isArray(body.issue))
  const [{ severity, code, details, diagnostics }] = body.issue
  const [coding] = details.coding
  assert.equal(coding.system, 'https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1')
  assert.equal(severity, 'error')
  return { status, issue: code, code: coding.code, display: coding.display, diagnostics }
}

const badRequest = (words: string) => ({
  status: 400,
  issue: 'required',
  code: 'BAD_REQUEST',
  display: 'Bad request',
  diagnostics: `HTTP 400: Bad Request (${words})`,
})

const organization = (odsCode: string): [string, string] => ['organization', `${ODS}|${odsCode}`]
const interaction = (id: string): [string, string] => ['identifier', `${INTERACTION}|${id}`]
const partyKey = (key: string): [string, string] => ['identifier', `${PARTY_KEY}|${key}`]

describe('SDS /Endpoint', () => {
  test('SDS step 1, organisation and interaction: service root and party key, in a Bundle with a decoded self link', async (t) => {
    // Given
    const { ask, apiUrl } = await givenSds(t)

    // When
    const { status, headers, body } = await ask('/Endpoint', [organization('ZZ001'), interaction(slots)])

    // Then
    assert.equal(status, 200)
    assert.equal(headers.get('content-type'), 'application/fhir+json')
    assert.match(headers.get('x-correlation-id') ?? '', UUID)
    const { id, entry, ...bundle } = body
    assert.match(String(id), UUID)
    assert.deepEqual(bundle, {
      resourceType: 'Bundle',
      type: 'searchset',
      total: 1,
      link: [
        {
          relation: 'self',
          url: `${apiUrl}/spine-directory/FHIR/R4/Endpoint?organization=${ODS}|ZZ001&identifier=${INTERACTION}|${slots}`,
        },
      ],
    })
    assert.ok(Array.isArray(entry))
    const [{ fullUrl, resource, search }] = entry
    assert.equal(fullUrl, `${apiUrl}/spine-directory/FHIR/R4/Endpoint/${resource.id}`)
    assert.deepEqual(search, { mode: 'match' })
    assert.deepEqual(
      { ...resource, id: 'random' },
      {
        resourceType: 'Endpoint',
        id: 'random',
        status: 'active',
        connectionType: {
          system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type',
          code: 'hl7-fhir-msg',
          display: 'HL7 FHIR Messaging',
        },
        payloadType: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/endpoint-payload-type', code: 'any', display: 'Any' }] }],
        address: 'https://provider.example.org/ZZ001/STU3/1/gpconnect',
        managingOrganization: { identifier: { system: ODS, value: 'ZZ001' } },
        identifier: [
          { system: 'https://fhir.nhs.uk/Id/nhsMhsFQDN', value: 'provider.example.org' },
          { system: PARTY_KEY, value: 'ZZ001-820001' },
          { system: 'https://fhir.nhs.uk/Id/nhsMhsCPAId', value: 'S999000000011A000001' },
          { system: 'https://fhir.nhs.uk/Id/nhsMHSId', value: 'S999000000011A000001' },
        ],
        extension: [
          {
            url: 'https://fhir.nhs.uk/StructureDefinition/Extension-SDS-ReliabilityConfiguration',
            extension: [{ url: 'nhsMHSSyncReplyMode', valueString: 'None' }],
          },
          {
            url: 'https://fhir.nhs.uk/StructureDefinition/Extension-SDS-NhsServiceInteractionId',
            valueReference: { identifier: { system: INTERACTION, value: slots } },
          },
        ],
      },
    )
  })

  test('SDS one record for each interaction: party key without interaction finds them all', async (t) => {
    const { ask } = await givenSds(t)
    assert.equal(resourcesIn(await ask('/Endpoint', [organization('ZZ001'), partyKey('ZZ001-820001')])).length, 2)
    assert.equal(resourcesIn(await ask('/Endpoint', [interaction(slots), partyKey('ZZ001-820001')])).length, 1)
    assert.equal(resourcesIn(await ask('/Endpoint', [organization('ZZ001'), interaction(slots), partyKey('ZZX02-820001')])).length, 0)
  })

  test('SDS record without endpoint: the Endpoint has no address', async (t) => {
    const { ask } = await givenSds(t)
    const [endpoint] = resourcesIn(await ask('/Endpoint', [organization('ZZ002'), interaction(slots)]))
    assert.ok(endpoint)
    assert.equal('address' in endpoint, false)
  })

  test('SDS no match: 200, total 0 and an entry list that is there and empty', async (t) => {
    const { ask } = await givenSds(t)
    const { status, body } = await ask('/Endpoint', [organization('ZZ009'), interaction(slots)])
    assert.deepEqual([status, body.total, body.entry], [200, 0, []])
  })

  test('SDS too little asked for: 400 with the combinations', async (t) => {
    const { ask } = await givenSds(t)
    for (const query of [[], [organization('ZZ001')], [interaction(slots)], [partyKey('ZZ001-820001')]] satisfies Query[]) {
      const [o, i, p] = [`organization=${ODS}|value`, `identifier=${INTERACTION}|value`, `identifier=${PARTY_KEY}|value`]
      const words = `Missing or invalid query parameters. Should one of following combinations: ['${o}&${i}&${p}''${o}&${i}''${o}&${p}''${i}&${p}']`
      assert.deepEqual(outcomeOf(await ask('/Endpoint', query)), badRequest(words))
    }
  })
})

describe('SDS /Device', () => {
  test('SDS step 2, with the party key: the provider and its ASID', async (t) => {
    // Given
    const { ask } = await givenSds(t)

    // When
    const answer = await ask('/Device', [organization('ZZ001'), interaction(slots), partyKey('ZZ001-820001')])

    // Then
    const [device] = resourcesIn(answer)
    const extension = (name: string, system: string, value: string) => ({
      url: `https://fhir.nhs.uk/StructureDefinition/Extension-SDS-${name}`,
      valueReference: { identifier: { system, value } },
    })
    assert.deepEqual(
      { ...device, id: 'random' },
      {
        resourceType: 'Device',
        id: 'random',
        identifier: [
          { system: 'https://fhir.nhs.uk/Id/nhsSpineASID', value: '999000000011' },
          { system: PARTY_KEY, value: 'ZZ001-820001' },
        ],
        extension: [
          extension('ManufacturingOrganisation', ODS, 'ZZX01'),
          extension('NhsServiceInteractionId', INTERACTION, slots),
          extension('NhsServiceInteractionId', INTERACTION, INTERACTION_IDS.readPatient),
        ],
        owner: { identifier: { system: ODS, value: 'ZZ001' } },
      },
    )
  })

  test('SDS party-key trap: without it a consumer of the same practice comes first', async (t) => {
    const { ask } = await givenSds(t)
    assert.deepEqual(asidsIn(await ask('/Device', [organization('ZZ001'), interaction(slots)])), ['999000000012', '999000000011'])
  })

  test('SDS own ASID: by own organisation, interaction and manufacturer', async (t) => {
    const { ask } = await givenSds(t)
    const query: Query = [organization('ZZ001'), interaction(slots), ['manufacturing-organization', `${ODS}|ZZX02`]]
    assert.deepEqual(asidsIn(await ask('/Device', query)), ['999000000012'])
  })

  test('SDS parameters: exact names and systems, and the interaction id always', async (t) => {
    // Given
    const { ask } = await givenSds(t)
    const organizationWords = `Missing or invalid 'organization' query parameter. Should be 'organization=${ODS}|value'`
    const identifierWords = `Missing or invalid 'identifier' query parameter. Should be one or both of: ['identifier=${INTERACTION}|value', 'identifier=${PARTY_KEY}|value'`
    const cases: [path: string, query: Query, words: string][] = [
      ['/Device', [interaction(slots)], organizationWords],
      ['/Device', [['organization', 'ZZ001'], interaction(slots)], organizationWords],
      ['/Device', [['organization', `${ODS}|`], interaction(slots)], organizationWords],
      ['/Device', [organization('ZZ001')], `Missing or invalid 'identifier' query parameter. Should be 'identifier=${INTERACTION}|value'`],
      [
        '/Device',
        [organization('ZZ001'), partyKey('ZZ001-820001')],
        `Missing or invalid 'identifier' query parameter. Should be 'identifier=${INTERACTION}|value'`,
      ],
      ['/Device', [organization('ZZ001'), ['identifier', `${ODS}|x`]], identifierWords],
      [
        '/Device',
        [organization('ZZ001'), interaction(slots), ['manufacturing-organization', 'ZZX02']],
        `Missing or invalid 'manufacturing-organization' query parameter. Should be 'manufacturing-organization=${ODS}|value'`,
      ],
      ['/Device', [organization('ZZ001'), interaction(slots), ['_format', 'json']], "Illegal query parameter '_format'"],
      ['/Endpoint', [['manufacturing-organization', `${ODS}|ZZX02`]], "Illegal query parameter 'manufacturing-organization'"],
    ]

    // When, Then
    for (const [path, query, words] of cases) assert.deepEqual(outcomeOf(await ask(path, query)), badRequest(words))
  })
})

describe('SDS headers, methods and paths', () => {
  const query: Query = [organization('ZZ001'), interaction(slots), partyKey('ZZ001-820001')]

  test('SDS no apikey: 401 ACCESS_DENIED from the gateway', async (t) => {
    const { ask } = await givenSds(t)
    const { status, headers, body } = await ask('/Device', query, {})
    assert.deepEqual([status, headers.get('content-type')], [401, 'application/json'])
    assert.partialDeepStrictEqual(body, {
      resourceType: 'OperationOutcome',
      issue: [
        {
          code: 'forbidden',
          details: { coding: [{ system: 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode', code: 'ACCESS_DENIED' }] },
        },
      ],
    })
  })

  test('SDS correlation id: echoed, and refused before all else if it is no UUID', async (t) => {
    const { ask } = await givenSds(t)
    const echoed = await ask('/Device', query, { apikey: 'key', 'X-Correlation-Id': CORRELATION_ID })
    assert.equal(echoed.headers.get('x-correlation-id'), CORRELATION_ID)

    const refused = await ask('/Device', [], { apikey: 'key', 'X-Correlation-Id': 'nonsense', Accept: 'text/html' })
    const pattern = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'
    assert.deepEqual(outcomeOf(refused), badRequest(`Invalid X-Correlation-ID header. Should be an UUIDv4 matching regex '${pattern}'`))
    assert.match(refused.headers.get('x-correlation-id') ?? '', UUID)
  })

  test('SDS Accept: the reply is labelled as asked, anything else is 406', async (t) => {
    const { ask } = await givenSds(t)
    for (const [accept, type] of [
      ['*/*', 'application/fhir+json'],
      ['application/fhir+json', 'application/fhir+json'],
      ['application/json', 'application/json'],
      ['text/html, Application/JSON', 'application/json'],
    ] as const) {
      assert.equal((await ask('/Device', query, { apikey: 'key', Accept: accept })).headers.get('content-type'), type)
    }
    assert.deepEqual(outcomeOf(await ask('/Device', query, { apikey: 'key', Accept: 'application/fhir+xml' })), {
      status: 406,
      issue: 'not-supported',
      code: 'MISSING_OR_INVALID_HEADER',
      display: 'There is a required header missing or invalid',
      diagnostics: 'Accept type not supported',
    })
  })

  test('SDS another path is 404, another method 405 with Allow', async (t) => {
    const { ask } = await givenSds(t)
    for (const path of ['/metadata', '/Device/1', '/']) {
      assert.deepEqual(outcomeOf(await ask(path, query)), {
        status: 404,
        issue: 'not-found',
        code: 'NO_RECORD_FOUND',
        display: 'No record found',
        diagnostics: 'HTTP endpoint not found',
      })
    }
    const refused = await ask('/Device', query, { apikey: 'key' }, 'POST')
    assert.equal(refused.headers.get('allow'), 'GET')
    assert.deepEqual(outcomeOf(refused), {
      status: 405,
      issue: 'not-supported',
      code: 'NOT_IMPLEMENTED',
      display: 'Not implemented',
      diagnostics: 'HTTP operation not supported',
    })
  })

  test("a path of neither API is the platform's own 404", async (t) => {
    const { apiUrl } = await givenSds(t)
    const reply = await fetch(`${apiUrl}/elsewhere`)
    assert.deepEqual([reply.status, reply.headers.get('content-type')], [404, 'application/json'])
    assert.match(await reply.text(), /UNKNOWN_ERROR/)
  })
})
