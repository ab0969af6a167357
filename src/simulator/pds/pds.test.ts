import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { SpineFileSource } from '../../dataset/spine-file.ts'
import { givenSimulator } from '../given-simulator.ts'

type Person = NonNullable<SpineFileSource['people']>[number]

const REQUEST_ID = '60e0b220-8136-4ca5-ae46-1d97ef59d068'

const ann: Person = {
  nhsNumber: '9990000018',
  version: 3,
  names: [
    { use: 'usual', family: 'Smith', given: ['Ann', 'Jane'], prefix: ['Mrs'], period: { start: '2020-01-01', end: '2021-12-31' } },
    { use: 'maiden', family: 'Zephyr', given: ['Ann'] },
  ],
  gender: 'female',
  birthDate: '1980-10-22',
  addresses: [
    { use: 'home', lines: ['1 Test Lane', 'Leeds'], postalCode: 'LS1 6AE', period: { start: '2020-01-01' } },
    { use: 'temp', lines: ['2 Test Lane'], postalCode: 'YO1 7EP' },
  ],
  telecoms: [{ system: 'phone', use: 'home', value: '01632 960587' }],
  registeredPractice: 'ZZ001',
  registeredSince: '2020-01-01',
}
const restricted: Person = { ...ann, nhsNumber: '9990000026', confidentiality: 'restricted' }

type Answer = {
  status: number
  headers: Headers
  body: { [element: string]: unknown } & { issue?: unknown; entry?: unknown; total?: unknown }
}

async function givenPds(t: TestContext, people: Person[]) {
  const { apiUrl } = await givenSimulator(t, { people }, { now: '2026-03-02T08:00:00Z' })
  const ask = async (path: string, headers: Record<string, string> = { 'X-Request-ID': REQUEST_ID }, method = 'GET'): Promise<Answer> => {
    const reply = await fetch(`${apiUrl}/personal-demographics/FHIR/R4${path}`, { headers, method })
    const body: Answer['body'] = JSON.parse(await reply.text())
    return { status: reply.status, headers: reply.headers, body }
  }
  return { ask, search: (query: Record<string, string> | [string, string][]) => ask(`/Patient?${new URLSearchParams(query)}`), apiUrl }
}

function outcomeOf({ status, headers, body }: Answer): object {
  assert.ok(Array.isArray(body.issue))
  const [{ severity, code, details, diagnostics }] = body.issue
  const [coding] = details.coding
  assert.deepEqual([coding.system, coding.version], ['https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode', '1'])
  return { status, type: headers.get('content-type'), code: coding.code, issue: code, severity, display: coding.display, diagnostics }
}

function foundIn({ status, body }: Answer): string[] {
  assert.equal(status, 200)
  assert.equal(body.resourceType, 'Bundle')
  return Array.isArray(body.entry) ? body.entry.map(({ resource }) => resource.id) : []
}

describe('PDS retrieval', () => {
  test('PDS known number: the whole record is returned with its version as ETag', async (t) => {
    // Given
    const { ask } = await givenPds(t, [ann])

    // When
    const { status, headers, body } = await ask('/Patient/9990000018', { 'X-Request-ID': REQUEST_ID, 'X-Correlation-ID': 'any thing' })

    // Then
    assert.equal(status, 200)
    assert.equal(headers.get('content-type'), 'application/fhir+json')
    assert.equal(headers.get('etag'), 'W/"3"')
    assert.equal(headers.get('x-request-id'), REQUEST_ID)
    assert.equal(headers.get('x-correlation-id'), 'any thing')
    assert.deepEqual(body, {
      resourceType: 'Patient',
      id: '9990000018',
      identifier: [
        {
          system: 'https://fhir.nhs.uk/Id/nhs-number',
          value: '9990000018',
          extension: [
            {
              url: 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus',
              valueCodeableConcept: {
                coding: [
                  {
                    system: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus',
                    version: '1.0.0',
                    code: '01',
                    display: 'Number present and verified',
                  },
                ],
              },
            },
          ],
        },
      ],
      meta: {
        versionId: '3',
        security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'U', display: 'unrestricted' }],
      },
      name: [
        {
          id: 'name1',
          use: 'usual',
          family: 'Smith',
          given: ['Ann', 'Jane'],
          prefix: ['Mrs'],
          period: { start: '2020-01-01', end: '2021-12-31' },
        },
        { id: 'name2', use: 'maiden', family: 'Zephyr', given: ['Ann'] },
      ],
      gender: 'female',
      birthDate: '1980-10-22',
      generalPractitioner: [
        {
          id: 'gp1',
          type: 'Organization',
          identifier: { system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'ZZ001', period: { start: '2020-01-01' } },
        },
      ],
      address: [
        { id: 'address1', use: 'home', line: ['1 Test Lane', 'Leeds'], postalCode: 'LS1 6AE', period: { start: '2020-01-01' } },
        { id: 'address2', use: 'temp', line: ['2 Test Lane'], postalCode: 'YO1 7EP' },
      ],
      telecom: [{ id: 'telecom1', system: 'phone', use: 'home', value: '01632 960587' }],
    })
  })

  test('PDS superseded number: the replacement record is returned under its own id', async (t) => {
    // Given
    const { ask } = await givenPds(t, [ann, { nhsNumber: '9990000034', supersededBy: '9990000018' }])

    // When
    const { status, headers, body } = await ask('/Patient/9990000034')

    // Then
    assert.deepEqual([status, headers.get('etag'), body.id], [200, 'W/"3"', '9990000018'])
  })

  test('PDS invalidated number: 404 INVALIDATED_RESOURCE', async (t) => {
    const { ask } = await givenPds(t, [{ ...ann, invalidated: true }])
    assert.deepEqual(outcomeOf(await ask('/Patient/9990000018')), {
      status: 404,
      type: 'application/fhir+json',
      code: 'INVALIDATED_RESOURCE',
      issue: 'processing',
      severity: 'error',
      display: 'Resource that has been marked as invalid was requested - invalid resources cannot be retrieved',
      diagnostics: undefined,
    })
  })

  test('PDS unknown number: 404 RESOURCE_NOT_FOUND, as information', async (t) => {
    const { ask } = await givenPds(t, [ann])
    assert.deepEqual(outcomeOf(await ask('/Patient/9990000026')), {
      status: 404,
      type: 'application/fhir+json',
      code: 'RESOURCE_NOT_FOUND',
      issue: 'not-found',
      severity: 'information',
      display: 'Resource not found',
      diagnostics: undefined,
    })
  })

  test('PDS bad check digit or format: 400 INVALID_RESOURCE_ID', async (t) => {
    const { ask } = await givenPds(t, [ann])
    for (const id of ['9990000019', '999000001', '99900000181', 'abc', '999%20000%200018', '%E0%A4%A']) {
      assert.deepEqual(outcomeOf(await ask(`/Patient/${id}`)), {
        status: 400,
        type: 'application/fhir+json',
        code: 'INVALID_RESOURCE_ID',
        issue: 'value',
        severity: 'error',
        display: 'Resource Id is invalid',
        diagnostics: undefined,
      })
    }
  })

  for (const [confidentiality, code] of [
    ['restricted', 'R'],
    ['very-restricted', 'V'],
  ] as const) {
    test(`PDS ${confidentiality} record: nothing of it says where the person is`, async (t) => {
      // Given
      const { ask } = await givenPds(t, [{ ...ann, confidentiality }])

      // When
      const { status, body } = await ask('/Patient/9990000018')

      // Then
      assert.equal(status, 200)
      assert.match(JSON.stringify(body.meta), new RegExp(`"code":"${code}"`))
      assert.deepEqual(Object.keys(body).toSorted(), ['birthDate', 'gender', 'id', 'identifier', 'meta', 'name', 'resourceType'])
    })
  }

  test('PDS deceased: by date, by notification, or by both', async (t) => {
    // Given
    const { ask } = await givenPds(t, [
      { ...ann, deceased: { date: '2010-10-22T00:00:00+00:00' } },
      { nhsNumber: '9990000026', deceased: { notification: 'informal' } },
      { nhsNumber: '9990000034', deceased: { date: '2010-10', notification: 'formal' } },
      { nhsNumber: '9990000042', deceased: { notification: 'removed' } },
    ])

    // When
    const [byDate, informal, formal, removed] = await Promise.all(
      ['9990000018', '9990000026', '9990000034', '9990000042'].map(async (number) => (await ask(`/Patient/${number}`)).body),
    )

    // Then
    assert.deepEqual([byDate?.deceasedDateTime, byDate?.extension], ['2010-10-22T00:00:00+00:00', undefined])
    assert.equal(informal?.deceasedDateTime, undefined)
    assert.match(JSON.stringify(informal?.extension), /UKCore-DeathNotificationStatus","version":"1.0.0","code":"1"/)
    assert.equal(formal?.deceasedDateTime, '2010-10')
    assert.match(JSON.stringify(formal?.extension), /"code":"2".*"systemEffectiveDate","valueDateTime":"2010-10"/)
    assert.match(JSON.stringify(removed?.extension), /"code":"U"/)
  })

  test('PDS minimal record and partial date of birth: what is not known is not there', async (t) => {
    // Given
    const { ask } = await givenPds(t, [{ nhsNumber: '9990000018' }, { nhsNumber: '9990000026', birthDate: '1980' }])

    // When
    const [minimal, partial] = await Promise.all([ask('/Patient/9990000018'), ask('/Patient/9990000026')])

    // Then
    assert.deepEqual(Object.keys(minimal.body).toSorted(), ['id', 'identifier', 'meta', 'resourceType'])
    assert.equal(partial.body.birthDate, '1980')
  })
})

describe('PDS request headers, methods and paths', () => {
  test('PDS missing X-Request-ID: 400 MISSING_VALUE from PDS itself', async (t) => {
    const { ask } = await givenPds(t, [ann])
    assert.deepEqual(outcomeOf(await ask('/Patient/9990000018', {})), {
      status: 400,
      type: 'application/fhir+json',
      code: 'MISSING_VALUE',
      issue: 'required',
      severity: 'error',
      display: 'Required value is missing',
      diagnostics: 'Invalid request with error - X-Request-ID header must be supplied to access this resource',
    })
  })

  test('PDS malformed X-Request-ID: 400 INVALID_VALUE from the gateway, which mirrors it', async (t) => {
    const { ask } = await givenPds(t, [ann])
    const reply = await ask('/Patient/9990000018', { 'X-Request-ID': '1234' })
    assert.equal(reply.headers.get('x-request-id'), '1234')
    assert.deepEqual(outcomeOf(reply), {
      status: 400,
      type: 'application/json',
      code: 'INVALID_VALUE',
      issue: 'value',
      severity: 'error',
      display: 'Provided value is invalid',
      diagnostics: "Invalid value - '1234' in header 'X-Request-ID'",
    })
  })

  test('PDS unsupported path: 400 UNSUPPORTED_REQUEST from the gateway, before it looks at X-Request-ID', async (t) => {
    const { ask } = await givenPds(t, [ann])
    for (const path of ['/HelloWorld', '/metadata', '/Patients', '']) {
      assert.deepEqual(outcomeOf(await ask(path, { 'X-Request-ID': 'nonsense' })), {
        status: 400,
        type: 'application/json',
        code: 'UNSUPPORTED_REQUEST',
        issue: 'value',
        severity: 'error',
        display: 'The request is not one that is supported.',
        diagnostics: `Unsupported path - '${path}'`,
      })
    }
  })

  test('PDS no NHS number, or no search parameters: 400 UNSUPPORTED_SERVICE', async (t) => {
    const { ask } = await givenPds(t, [ann])
    for (const path of ['/Patient', '/Patient?', '/Patient/', '/Patient/9990000018/Nothing']) {
      assert.deepEqual(outcomeOf(await ask(path)), {
        status: 400,
        type: 'application/fhir+json',
        code: 'UNSUPPORTED_SERVICE',
        issue: 'processing',
        severity: 'error',
        display: 'Unsupported Service',
        diagnostics: undefined,
      })
    }
  })

  test('PDS write: 403 INVALID_METHOD', async (t) => {
    const { ask } = await givenPds(t, [ann])
    for (const method of ['PATCH', 'POST', 'DELETE']) {
      const outcome = outcomeOf(await ask('/Patient/9990000018', { 'X-Request-ID': REQUEST_ID }, method))
      assert.partialDeepStrictEqual(outcome, { status: 403, code: 'INVALID_METHOD', issue: 'forbidden', severity: 'error' })
    }
  })
})

describe('PDS search', () => {
  const smith = { family: 'smith', birthdate: 'eq1980-10-22' }

  test('PDS single match: a Bundle of one, with its score, the home address and no former names', async (t) => {
    // Given
    const { search, apiUrl } = await givenPds(t, [ann, { ...ann, nhsNumber: '9990000042', birthDate: '1980-10-23' }])

    // When
    const { body } = await search(smith)

    // Then
    const { entry, ...bundle } = body
    assert.deepEqual(bundle, { resourceType: 'Bundle', type: 'searchset', timestamp: '2026-03-02T08:00:00+00:00', total: 1 })
    assert.ok(Array.isArray(entry))
    const [{ resource, ...found }] = entry
    assert.deepEqual(found, { fullUrl: `${apiUrl}/personal-demographics/FHIR/R4/Patient/9990000018`, search: { score: 1 } })
    assert.deepEqual(
      resource.name.map(({ use }: { use: string }) => use),
      ['usual'],
    )
    assert.deepEqual(
      resource.address.map(({ use }: { use: string }) => use),
      ['home'],
    )
  })

  test('PDS no match: total 0 and no entry at all', async (t) => {
    const { search } = await givenPds(t, [ann, { nhsNumber: '9990000026' }])
    const { status, body } = await search({ ...smith, family: 'Nobody' })
    assert.equal(status, 200)
    assert.deepEqual(body, { resourceType: 'Bundle', type: 'searchset', timestamp: '2026-03-02T08:00:00+00:00', total: 0 })
  })

  test('PDS several matches: 200 with an OperationOutcome TOO_MANY_MATCHES', async (t) => {
    const { search } = await givenPds(t, [ann, { ...ann, nhsNumber: '9990000026' }])
    for (const query of [smith, { ...smith, '_max-results': '1' }]) {
      assert.deepEqual(outcomeOf(await search(query)), {
        status: 200,
        type: 'application/fhir+json',
        code: 'TOO_MANY_MATCHES',
        issue: 'multiple-matches',
        severity: 'information',
        display: 'Too Many Matches',
        diagnostics: undefined,
      })
    }
  })

  test('PDS more than one result asked for: 403 from the gateway', async (t) => {
    const { search } = await givenPds(t, [ann])
    assert.deepEqual(outcomeOf(await search({ ...smith, '_max-results': '5' })), {
      status: 403,
      type: 'application/json',
      code: 'INVALID_VALUE',
      issue: 'token',
      severity: 'error',
      display: 'Cannot retrieve more than one result with application-restricted access token',
      diagnostics: 'Your app has insufficient permissions to perform this search. Please contact support.',
    })
  })

  test('PDS restricted person: found without whereabouts, and not at all when asked by place', async (t) => {
    // Given
    const { search } = await givenPds(t, [restricted])

    // When
    const byName = await search(smith)
    const byPostcode = await search({ ...smith, 'address-postalcode': 'LS1 6AE' })
    const byPractice = await search({ ...smith, 'general-practitioner': 'ZZ001' })

    // Then
    assert.deepEqual(foundIn(byName), ['9990000026'])
    assert.doesNotMatch(JSON.stringify(byName.body.entry), /address|telecom|generalPractitioner|LS1 6AE/)
    assert.deepEqual(foundIn(byPostcode), [])
    assert.deepEqual(foundIn(byPractice), [])
  })

  test('PDS invalidated person: not found; superseded: the replacement is', async (t) => {
    const gone: Person = { ...ann, nhsNumber: '9990000034', invalidated: true }
    const merged: Person = { ...ann, nhsNumber: '9990000042', supersededBy: '9990000050' }
    const current: Person = { nhsNumber: '9990000050', names: [{ use: 'usual', family: 'Jones' }], birthDate: '1980-10-22' }
    const { search } = await givenPds(t, [gone, merged, current])
    assert.deepEqual(foundIn(await search(smith)), ['9990000050'])
  })

  test('PDS deceased person: found, with the notification', async (t) => {
    const { search } = await givenPds(t, [{ ...ann, deceased: { date: '2020-05-06', notification: 'formal' } }])
    const reply = await search({ ...smith, 'death-date': 'ge2020-05-01' })
    assert.deepEqual(foundIn(reply), ['9990000018'])
    assert.match(JSON.stringify(reply.body.entry), /"deceasedDateTime":"2020-05-06"/)
    assert.deepEqual(foundIn(await search({ ...smith, 'death-date': '2020-05-07' })), [])
  })

  test('PDS criteria: each narrows the search', async (t) => {
    // Given
    const { search } = await givenPds(t, [ann])
    const found: [string, string][][] = [
      [['birthdate', '1980-10-22']],
      [
        ['birthdate', 'ge1980-10-01'],
        ['birthdate', 'le1980-10-31'],
      ],
      [
        ['birthdate', '1980-10-22'],
        ['given', 'ANN'],
        ['given', 'jane'],
      ],
      [
        ['birthdate', '1980-10-22'],
        ['given', 'Ann Jane'],
      ],
      [
        ['birthdate', '1980-10-22'],
        ['given', 'an*'],
        ['address-postalcode', 'ls*'],
      ],
      [
        ['birthdate', '1980-10-22'],
        ['address-postcode', 'ls16ae'],
        ['gender', 'female'],
      ],
      [
        ['birthdate', '1980-10-22'],
        ['general-practitioner', 'ZZ001'],
        ['phone', '01632960587'],
      ],
    ]
    const missed: [string, string][][] = [
      [['birthdate', 'ge1980-10-23']],
      [
        ['birthdate', '1980-10-22'],
        ['given', 'Anne'],
      ],
      [
        ['birthdate', '1980-10-22'],
        ['gender', 'male'],
      ],
      [
        ['birthdate', '1980-10-22'],
        ['address-postalcode', 'LS2*'],
      ],
      [
        ['birthdate', '1980-10-22'],
        ['general-practitioner', 'ZZ002'],
      ],
      [
        ['birthdate', '1980-10-22'],
        ['phone', '01632960588'],
      ],
      [
        ['birthdate', '1980-10-22'],
        ['email', 'ann@example.org'],
      ],
    ]

    // When, Then
    for (const query of found) assert.deepEqual(foundIn(await search([['family', 'SMITH'], ...query])), ['9990000018'], String(query))
    for (const query of missed) assert.deepEqual(foundIn(await search([['family', 'SMITH'], ...query])), [], String(query))
  })

  test('PDS wildcard, history, sound and transposition: found with a score below 1, and not by _exact-match', async (t) => {
    const { search } = await givenPds(t, [ann])
    const scoreOf = async (query: Record<string, string>) => {
      const { body } = await search({ birthdate: '1980-10-22', ...query })
      return Array.isArray(body.entry) ? body.entry[0].search.score : undefined
    }
    assert.equal(await scoreOf({ family: 'Smith', '_exact-match': 'true' }), 1)
    assert.equal(await scoreOf({ family: 'Sm*' }), 0.9)
    assert.equal(await scoreOf({ family: 'Zephyr' }), undefined)
    assert.equal(await scoreOf({ family: 'Zephyr', _history: 'true' }), 0.9)
    assert.equal(await scoreOf({ family: 'Zephyr', _history: 'true', '_exact-match': 'true' }), undefined)
    assert.equal(await scoreOf({ family: 'Smythe', given: 'Anne', '_fuzzy-match': 'true' }), 0.9)
    assert.equal(await scoreOf({ family: 'Ann', given: 'Smith', '_fuzzy-match': 'true' }), 0.9)
    assert.equal(await scoreOf({ family: 'Smith', given: 'Ann', '_fuzzy-match': 'true', 'general-practitioner': 'ZZ009' }), 0.9)
  })

  test('PDS unusable parameters: refused in the published words', async (t) => {
    // Given
    const { search } = await givenPds(t, [ann])
    const enough =
      "Invalid search data provided - 'No searches were performed as the search criteria did not meet the minimum requirements'"
    const cases: [query: [string, string][], code: string, diagnostics: string][] = [
      [
        [
          ['family', 'Smith'],
          ['year', '1'],
        ],
        'ADDITIONAL_PROPERTIES',
        "Invalid request with error - Additional properties are not allowed ('year' was unexpected)",
      ],
      [
        [
          ['model', '1'],
          ['year', '1'],
        ],
        'ADDITIONAL_PROPERTIES',
        "Invalid request with error - Additional properties are not allowed ('model', 'year' were unexpected)",
      ],
      [[['family', 'Smith']], 'MISSING_VALUE', "Missing value - 'birth_date/birth_date_range_start/birth_date_range_end'"],
      [[['birthdate', '1980-10-22']], 'INVALID_SEARCH_DATA', enough],
      [
        [
          ['given', 'Ann'],
          ['birthdate', '1980-10-22'],
          ['_fuzzy-match', 'true'],
        ],
        'INVALID_SEARCH_DATA',
        enough,
      ],
      [
        [
          ['family', 'Smith'],
          ['birthdate', '1980-13-01'],
        ],
        'INVALID_VALUE',
        "Invalid value - '1980-13-01' in field 'birthdate'",
      ],
      [
        [
          ['family', 'Smith'],
          ['birthdate', 'lt1980-10-22'],
        ],
        'INVALID_VALUE',
        "Invalid value - 'lt1980-10-22' in field 'birthdate'",
      ],
      [
        [
          ['family', 'Smith'],
          ['gender', 'mal'],
        ],
        'INVALID_VALUE',
        "Invalid value - 'mal' in field 'gender'",
      ],
      [
        [
          ['family', 'S*'],
          ['birthdate', '1980-10-22'],
        ],
        'INVALID_VALUE',
        "Invalid value - 'S*' in field 'family'",
      ],
      [
        [
          ['family', 'Sm*'],
          ['birthdate', '1980-10-22'],
          ['_exact-match', 'true'],
        ],
        'INVALID_VALUE',
        "Invalid value - 'Sm*' in field 'family'",
      ],
    ]

    // When, Then
    for (const [query, code, diagnostics] of cases) {
      assert.partialDeepStrictEqual(outcomeOf(await search(query)), { status: 400, code, diagnostics }, String(query))
    }
    const both = await search({ ...smith, 'address-postalcode': 'LS1 6AE', 'address-postcode': 'LS1 6AE' })
    assert.partialDeepStrictEqual(outcomeOf(both), { status: 400, code: 'INVALID_SEARCH_DATA' })
  })
})
