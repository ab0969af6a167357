import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { decodeFederation } from './decode-federation.ts'
import { federationIdFor, parseFederationId } from './federation.ts'
import { federationFileJsonSchema } from './federation-schema.ts'
import { givenFederationFile } from './given/federation.ts'

function faultsIn(value: unknown): string[] {
  const decoded = decodeFederation(value)
  return 'faults' in decoded ? decoded.faults.map(({ place, message }) => `${place}: ${message}`) : []
}

const practicesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ odsCode: `B${String(index).padStart(5, '0')}`, name: `Practice ${index}` }))

describe('Decoding a federation', () => {
  test('CON-02 keeps the order, the names for showing, the notes and the filter', () => {
    // Given
    const defaultFilter = {
      deliveryChannel: 'Telephone',
      practitionerRole: 'R0260',
      practitionerGender: 'female',
      slotType: 'Routine',
      sessionType: 'Evening',
      location: 'Main surgery',
      timeOfDay: { from: '18:00', to: '08:00' },
      weekdays: ['saturday', 'sunday'],
      minutes: 20,
    }
    const practices = [
      { odsCode: 'B86014', name: ' The Other One ', note: 'Lift out of order' },
      { odsCode: 'B86013', name: 'The Surgery' },
    ]
    // When
    const decoded = decodeFederation({ kind: 'federation', name: 'Leeds & York', practices, defaultFilter })
    // Then
    assert.deepEqual(decoded, {
      federation: {
        id: 'leeds-york',
        name: 'Leeds & York',
        practices: [
          { odsCode: 'B86014', name: 'The Other One', note: 'Lift out of order' },
          { odsCode: 'B86013', name: 'The Surgery' },
        ],
        defaultFilter,
      },
    })
  })

  test('tells everything that is wrong, each with its place', () => {
    const faults = faultsIn({
      kind: 'practice',
      id: 'Leeds Hub',
      name: ' ',
      practices: [
        { odsCode: 'b86013', name: 'x'.repeat(201), note: 'two\nlines' },
        { odsCode: 'B86014', name: 'caf\uFFFD', phone: '0113' },
        { odsCode: 'B86014 ' },
        'B86015',
      ],
      defaultFilter: {
        deliveryChannel: 'Visit',
        practitionerGender: 'F',
        slotType: '',
        timeOfDay: { from: '9:00', until: '12:00' },
        weekdays: ['sat', 'sunday', 'sunday'],
        minutes: 0,
        colour: 'blue',
      },
      extra: 1,
    })
    assert.deepEqual(faults.sort(), [
      'defaultFilter.colour: is not a property that this format knows',
      'defaultFilter.deliveryChannel: must be one of "In-person", "Telephone", "Video"',
      'defaultFilter.minutes: must be 1 at least',
      'defaultFilter.practitionerGender: must be one of "female", "male", "other", "unknown"',
      'defaultFilter.slotType: must not be blank',
      'defaultFilter.timeOfDay.from: must be a local time, as "09:30"',
      'defaultFilter.timeOfDay.until: is not a property that this format knows',
      'defaultFilter.weekdays[0]: must be one of "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"',
      'extra: is not a property that this format knows',
      'id: must be small letters, digits and hyphens, as "leeds-hub"',
      'kind: must be "federation"',
      'name: must not be blank',
      'practices[0].name: must have 200 characters at most',
      'practices[0].note: must be one line of text in UTF-8',
      'practices[0].odsCode: must be an ODS code: 3 to 12 capital letters and digits',
      'practices[1].name: must be one line of text in UTF-8',
      'practices[1].phone: is not a property that this format knows',
      'practices[2].name: is missing',
      'practices[2].odsCode: repeats the code of practices[1]',
      'practices[3]: must be an object',
    ])
  })

  for (const [what, value, fault] of [
    ['nothing', undefined, /^\(file\): is missing$/],
    ['a list', [], /^\(file\): must be an object$/],
    ['no practices', { practices: [] }, /^practices: must name a practice$/],
    ['practices that are no list', { practices: { B86013: 'The Surgery' } }, /^practices: must be a list$/],
    [
      'a practice twice',
      { practices: [...practicesOf(3), ...practicesOf(1)] },
      /^practices\[3\].odsCode: repeats the code of practices\[0\]$/,
    ],
    [
      'a part of the day without length',
      { defaultFilter: { timeOfDay: { from: '09:00', to: '09:00' } } },
      /timeOfDay: must not end as it starts/,
    ],
    ['midnight to midnight', { defaultFilter: { timeOfDay: { to: '00:00' } } }, /timeOfDay: must not end as it starts/],
    ['no day at all', { defaultFilter: { weekdays: [] } }, /weekdays: must name a day, or be left out/],
    ['a day twice', { defaultFilter: { weekdays: ['sunday', 'sunday'] } }, /weekdays: must not name a day twice/],
    ['half a minute', { defaultFilter: { minutes: 0.5 } }, /minutes: must be a whole number/],
    ['two days', { defaultFilter: { minutes: 2880 } }, /minutes: must be 1440 at most/],
    ['a name that gives no id', { id: undefined, name: '東京' }, /^id: is missing, and cannot be made from the name/],
  ] as const) {
    test(`refuses ${what}`, () => {
      const { id: _, ...file } = { id: '', ...givenFederationFile() }
      const written = value === undefined || Array.isArray(value) ? value : { ...file, ...value }
      const given = typeof written === 'object' && !Array.isArray(written) ? JSON.parse(JSON.stringify(written)) : written
      const faults = faultsIn(given)
      assert.equal(faults.length, 1, faults.join('\n'))
      assert.match(faults.join(), fault)
    })
  }

  test('takes a thousand practices and no more, and of a million tells only that', () => {
    assert.deepEqual(faultsIn(givenFederationFile({ practices: practicesOf(1000) })), [])
    const tooMany = ['practices: must be 1000 practices at most']
    assert.deepEqual(faultsIn(givenFederationFile({ practices: practicesOf(1001) })), tooMany)
    assert.equal(faultsIn(givenFederationFile({ practices: Array(1_000_000).fill({}) })).length < 2100, true)
  })

  test('an id is made from a name as a person would', () => {
    const ids = ['Leeds & York', 'Tŷ’r Felin', ' 111 North-East ', `${'ab '.repeat(40)}`].map(federationIdFor)
    assert.deepEqual(ids, ['leeds-york', 'tyr-felin', '111-north-east', 'ab-'.repeat(21).concat('a')])
    for (const text of ['', 'Leeds', 'a_b', '-a', 'a--b', '../a', 'a/b', 'a'.repeat(65)]) assert.equal(parseFederationId(text), undefined)
  })

  test('the published JSON Schema is the one that the decoder works by (scripts/write-schemas.ts writes it)', () => {
    const published = readFileSync(new URL('../../../docs/schemas/federation.schema.json', import.meta.url), 'utf8')
    assert.deepEqual(JSON.parse(published), JSON.parse(JSON.stringify(federationFileJsonSchema())))
  })
})
