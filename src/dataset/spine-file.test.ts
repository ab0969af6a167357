import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { INTERACTION_IDS } from '../nhs/interaction-ids.ts'
import { decodeSpineFile, decodeSpineValue, spineFileJsonSchema } from './spine-file.ts'

const provider = {
  asid: '999000000011',
  partyKey: 'ZZ001-820001',
  manufacturer: 'ZZX01',
  interactions: 'appointment-management',
  endpoint: { serviceRoot: 'https://provider.example.org/ZZ001/STU3/1/gpconnect' },
}
const consumer = { asid: '999000000021', partyKey: 'ZZ001-820002', interactions: [INTERACTION_IDS.searchFreeSlots] }
const practice = { odsCode: 'ZZ001', name: 'Elm Surgery', systems: [provider, consumer] }

function faultsOf(file: object): string[] {
  const decoded = decodeSpineValue({ kind: 'spine', ...file })
  return 'faults' in decoded ? decoded.faults.map(({ place, message }) => `${place} ${message}`) : []
}

describe('Spine data file', () => {
  test('a whole file is read, with what it leaves out filled in', () => {
    // Given
    const text = JSON.stringify({
      kind: 'spine',
      people: [
        {
          nhsNumber: '9990000026',
          names: [{ use: 'usual', family: 'Testing', given: ['Ann'], period: { start: '2001-02-03' } }],
          birthDate: '1980-02',
          addresses: [{ use: 'home', lines: ['1 Test Lane', 'Leeds'], postalCode: 'LS1 6AE' }],
          deceased: { notification: 'informal' },
        },
        { nhsNumber: '9990000034', supersededBy: '9990000026' },
      ],
      organisations: [practice],
      dataSharing: [{ from: 'any', to: ['999000000011'] }],
    })

    // When
    const decoded = decodeSpineFile(text)

    // Then
    assert.ok('file' in decoded)
    const [person] = decoded.file.people
    assert.deepEqual([person?.version, person?.confidentiality, person?.telecoms], [1, 'unrestricted', []])
    assert.deepEqual(decoded.file.organisations[0]?.systems[0]?.interactions, Object.values(INTERACTION_IDS))
  })

  test('every fault is reported with its place, between entries as well as within them', () => {
    // Given
    const file = {
      people: [
        { nhsNumber: '9990000027', birthDate: '1980-02-30', surname: 'Testing' },
        { nhsNumber: '9990000026', addresses: [{ lines: ['1 Test Lane'], city: 'Leeds' }], deceased: {} },
        { nhsNumber: '9990000026', names: [{ use: 'official', family: ' ', period: { start: '2002-01-01', end: '2001-01-01' } }] },
        { nhsNumber: '9990000034', supersededBy: '9990000042' },
        { nhsNumber: '9990000042', supersededBy: '9990000026', invalidated: true },
      ],
      organisations: [
        { ...practice, systems: [provider, { ...consumer, asid: provider.asid, partyKey: provider.partyKey }] },
        {
          odsCode: 'ZZ002',
          name: 'Oak Surgery',
          systems: [{ ...provider, asid: '999000000031', partyKey: 'ZZ002-820001' }],
        },
        {
          odsCode: 'ZZ002',
          name: 'Oak Surgery',
          systems: [
            { asid: '12', partyKey: 'none', interactions: 'everything' },
            {
              asid: '999000000041',
              partyKey: 'ZZ002-820002',
              interactions: [INTERACTION_IDS.readPatient],
              endpoint: { serviceRoot: 'https://provider.example.org/ZZ002?x', interactions: [INTERACTION_IDS.searchFreeSlots] },
            },
            {
              asid: '999000000051',
              partyKey: 'ZZ002-820003',
              interactions: 'appointment-management',
              endpoint: { interactions: [INTERACTION_IDS.searchFreeSlots] },
            },
          ],
        },
      ],
      dataSharing: [{ from: ['999000000099'], to: 'all' }],
    }

    // When
    const faults = faultsOf(file)

    // Then
    assert.deepEqual(faults.toSorted(), [
      'dataSharing[0].from[0] is no ASID of this file',
      'dataSharing[0].to must be "any" or a list of ASIDs',
      'organisations[0].systems[0].partyKey of a system with an endpoint must be its alone',
      'organisations[0].systems[1].asid is also that of organisations[0].systems[0]',
      'organisations[1].systems[0].endpoint.serviceRoot is also that of organisations[0].systems[0].endpoint',
      "organisations[1].systems[0].endpoint.serviceRoot must have the organisation's ODS code in its path",
      'organisations[2].odsCode is also that of organisations[1]',
      'organisations[2].systems[0].asid must be an ASID: twelve digits',
      'organisations[2].systems[0].interactions must be "appointment-management", for all of Foundations and Appointment Management, or a list of interaction ids',
      'organisations[2].systems[0].partyKey must be a party key: an ODS code, a hyphen and six to nine digits',
      "organisations[2].systems[1].endpoint.interactions must all be among the system's own interactions",
      'organisations[2].systems[1].endpoint.serviceRoot must be a service root URL without query: https://{host}/{ODS code}/STU3/1/{segment}',
      "organisations[2].systems[1].endpoint.serviceRoot must have the organisation's ODS code in its path",
      'organisations[2].systems[2].endpoint answers an interaction that another system of the organisation answers',
      'people[0].birthDate must be a day or month of the calendar',
      'people[0].nhsNumber must be an NHS number: ten digits with a correct check digit',
      'people[0].surname is not a property that this format knows',
      'people[1].addresses[0].city is not a property that this format knows',
      'people[1].deceased must have a date, a notification or both',
      'people[2].names[0].family must be one line of text, and not blank',
      'people[2].names[0].period must not end before it starts',
      'people[2].names[0].use must be one of "usual", "temp", "nickname", "old", "maiden"',
      'people[2].nhsNumber is also that of people[1]',
      'people[3].supersededBy must be someone in this file who is neither superseded nor invalidated',
      'people[4].supersededBy cannot be given with invalidated',
    ])
  })

  test('staff and applications are checked like the rest', () => {
    // Given
    const role = { roleId: '555000000201', odsCode: 'ZZ001', code: 'S8000:G8000:R8001', name: ['Clinical', 'Clinical Provision', 'Nurse'] }
    const client = { clientId: 'app', jwksUrl: 'https://app.example.org/jwks', redirectUrls: ['https://app.example.org/callback'] }
    const file = {
      staff: [
        { uid: '555000000001', family: 'Testing', roles: [role] },
        { uid: '555000000001', family: 'Testing', roles: [role, { ...role, roleId: '1', code: 'R8001', name: ['Nurse'] }] },
        { uid: '555000000003', family: 'Testing', authenticator: 'GUESS', identityAssurance: 4 },
      ],
      signInClients: [client, { ...client, keys: [{ kty: 'RSA', kid: 'a', n: 'short', e: 'AQAB' }], redirectUrls: ['app:callback'] }],
    }

    // When, Then
    assert.deepEqual(
      faultsOf(file)
        .map((fault) => fault.replace(/ must .*$/, ''))
        .toSorted(),
      [
        'signInClients[1]',
        'signInClients[1].clientId is also that of signInClients[0]',
        'signInClients[1].keys[0].n',
        'signInClients[1].redirectUrls[0]',
        'staff[1].roles[0].roleId is also that of staff[0].roles[0]',
        'staff[1].roles[1].code',
        'staff[1].roles[1].name',
        'staff[1].roles[1].roleId',
        'staff[1].uid is also that of staff[0]',
        'staff[2].authenticator',
        'staff[2].identityAssurance',
      ],
    )
    assert.deepEqual(
      faultsOf({
        signInClients: [
          { ...client, keys: [] },
          { clientId: 'b', redirectUrls: client.redirectUrls },
        ],
      }).length,
      3,
    )
  })

  test('no fault repeats an NHS number or a name', () => {
    // Given
    const people = [
      { nhsNumber: '9990000026', names: [{ use: 'Testing', family: 'Testing\n' }] },
      { nhsNumber: '9990000026', supersededBy: '9990000034' },
    ]

    // When
    const faults = faultsOf({ people }).join('\n')

    // Then
    assert.notEqual(faults, '')
    assert.doesNotMatch(faults, /99900000|Testing/)
  })

  test('text that is not JSON, or not a Spine file, is a fault and never an exception', () => {
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      '7',
      '{"kind":"practice"}',
      '{"kind":"spine","people":{},"organisations":[null],"dataSharing":["x"]}',
    ]) {
      const decoded = decodeSpineFile(text)
      assert.ok('faults' in decoded && decoded.faults.length > 0, text)
    }
  })

  test('the published JSON Schema describes the file as it is written', () => {
    // When
    const schema = JSON.parse(JSON.stringify(spineFileJsonSchema()))

    // Then only the kind is required, identifiers are text with a pattern, and unknown keys are refused
    assert.deepEqual(schema.required, ['kind'])
    assert.equal(schema.additionalProperties, false)
    assert.deepEqual(schema.properties.people.items.required, ['nhsNumber'])
    assert.equal(schema.properties.people.items.properties.nhsNumber.pattern, '^\\d{10}$')
  })

  test('applications have public keys and no private ones, and nothing twice', () => {
    // Given
    const key = { kty: 'RSA' as const, kid: 'key-1', n: 'AQAB', e: 'AQAB' }
    const applications = [
      { apiKey: 'one', publicKeys: [key, key] },
      { apiKey: 'one', publicKeys: 'unreachable' },
      { apiKey: 'two', publicKeys: [{ ...key, d: 'AQAB' }] },
    ]

    // When, Then
    assert.deepEqual(faultsOf({ applications: applications.slice(0, 2) }), [
      'applications[1].apiKey is also that of applications[0]',
      'applications[0].publicKeys[1].kid is also that of applications[0].publicKeys[0]',
    ])
    assert.equal(faultsOf({ applications: applications.slice(2) }).length, 1)
    assert.deepEqual(
      faultsOf({ applications: [{ apiKey: 'one', publicKeys: [key] }], pds: { requiresToken: true, callsPerSecond: 5 } }),
      [],
    )
  })
})
