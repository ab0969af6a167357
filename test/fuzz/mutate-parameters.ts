import { type Draft, expectOnly } from './draft.ts'
import type { Kind, Mutation, With } from './mutation.ts'

/** One of the parameters, put in its place as it comes back. */
const onParameter =
  (edit: (name: string, value: string, by: With) => string[]): Mutation =>
  (draft, by) => {
    if (draft.query.length === 0) draft.query = ['x=1']
    const place = by.random.below(draft.query.length)
    const [name = '', ...value] = (draft.query[place] ?? '').split('=')
    draft.query.splice(place, 1, ...edit(name, value.join('='), by))
  }

const add =
  (parts: readonly string[]): Mutation =>
  (draft, { random }) =>
    void draft.query.splice(random.below(draft.query.length + 1), 0, random.pick(parts))

const onPath =
  (edit: (path: string, by: With) => string): Mutation =>
  (draft, by) => {
    draft.path = edit(draft.path, by)
  }

/** Bytes that a request's target may not hold. */
const rawTarget = (draft: Draft, target: string) => {
  Object.assign(draft, { path: target, query: [] })
  expectOnly(draft, 'some')
}

function encoded(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    return '%ed%a0%80'
  }
}
/** What is encoded already stays as it is. */
const everyByte = (text: string) => text.replace(/%[0-9a-f]{2}|./gis, (piece) => (piece.length > 1 ? piece : encodedByte(piece)))
const encodedByte = (character: string) => `%${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`

const BROKEN = ['%', '%Z', '%ZZ', '%u0041', '%e0%a4', '%ff', '%c0%af', '%ed%a0%80', '%00', 'a%00b', '%f4%90%80%80', '%%', '%2', '%25%32']
const DATES = [
  '2026-03-02',
  '2026-02-30',
  '2026-3-2',
  '20260302',
  '2026-03',
  '2026',
  '0000-01-01',
  '9999-12-31',
  '10000-01-01',
  '2026-03-29T01:30:00+00:00',
  '2026-03-02T09:00:00',
  '2026-03-02T09:00:00Z',
  '2026-03-02T24:00:00+00:00',
  '2026-03-02T09:00:00+99:99',
  '2026-03-02T09:00:00.000+00:00',
  '2026-03-02 09:00:00+00:00',
  '-2026-03-02',
  'today',
  '',
]
const PREFIXES = ['', 'ge', 'le', 'gt', 'lt', 'eq', 'ne', 'sa', 'eb', 'ap', 'GE', 'gege', '%20ge', '%67e']
const FORMATS = [
  'json',
  'xml',
  'application/fhir+xml',
  'application/fhir%2Bjson',
  'application/fhir%20xml',
  'text/xml',
  'html',
  'ttl',
  '',
  '%',
  'JSON',
  'xml;charset=utf-16',
  'application/fhir+xml;q=0',
  ',',
  '*/*',
]
const INCLUDES = [
  'Slot:schedule',
  'Slot%3Aschedule',
  'Schedule:actor:Practitioner',
  'Schedule:actor:Location',
  'Location:managingOrganization',
  'Schedule:actor:HealthcareService',
  '*',
  'Slot:',
  ':',
  '',
]
const IDENTIFIERS = [
  '|',
  '||',
  'x|',
  '|x',
  'x',
  'https://fhir.nhs.uk/Id/nhs-number|',
  'https://fhir.nhs.uk/Id/nhs-number|123',
  'https://fhir.nhs.uk/Id/nhs-number|1234567890',
  'https://fhir.nhs.uk/Id/sds-user-id|x',
  'https://fhir.nhs.uk/Id/ods-organization-code|%00',
  'https://fhir.nhs.uk/Id/uec-dos-service-id|1',
  'https://fhir.nhs.uk/Id/uec-dos-service-id|1,2',
  '%7C%7C%7C',
]
const NAMES = [
  'start',
  'end',
  'status',
  'identifier',
  'searchFilter',
  'service.identifier',
  '_include',
  '_include:recurse',
  '_format',
  '_count',
  '_id',
  '_summary',
  '_elements',
  '_lastUpdated',
  '_revinclude',
  '_has:x:y:z',
  '__proto__',
  'start:missing',
  'identifier:exact',
  'Identifier',
  '',
]

export const parameters = {
  interactions: [
    ...(['searchFreeSlots', 'searchFreeSlots', 'searchFreeSlots', 'retrieveAppointments', 'retrieveAppointments'] as const),
    ...(['findPatient', 'findPractitioner', 'findOrganization', 'findHealthcareService', 'readMetadata', 'readPatient'] as const),
    ...(['readPractitioner', 'readOrganization', 'readLocation', 'readHealthcareService', 'readAppointment', 'registerPatient'] as const),
    ...(['bookAppointment', 'amendAppointment', 'cancelAppointment'] as const),
  ],
  mostly: [
    'missing',
    'twice, and different',
    'junk',
    'value damaged',
    'date',
    'start and end',
    'include',
    'identifier',
    'format',
    'other id',
  ],
  mutations: {
    missing: onParameter(() => []),
    twice: onParameter((name, value) => [`${name}=${value}`, `${name}=${value}`]),
    'twice, and different': onParameter((name, value, { random, junk }) => [
      `${name}=${value}`,
      `${name}=${encoded(random.pick(junk.texts)).slice(0, 2000)}`,
    ]),
    junk: onParameter((name, _, { random, junk }) => [`${name}=${encoded(random.pick(junk.texts)).slice(0, 3000)}`]),
    'no value': onParameter((name, _, { random }) => [random.pick([name, `${name}=`, `${name}==`, `=${name}`, '='])]),
    'every byte encoded': onParameter((name, value) => [`${everyByte(name)}=${everyByte(value)}`]),
    'broken encoding': onParameter((name, value, { random }) => [
      random.pick([`${name}=${value}${random.pick(BROKEN)}`, `${name}=${random.pick(BROKEN)}`, `${random.pick(BROKEN)}=${value}`]),
    ]),
    'value damaged': onParameter((name, value, { random }) => {
      const at = random.below(value.length + 1)
      return [
        `${name}=${value.slice(0, at)}${random.pick(['', '%20', '+', '%2B', '|', ',', '.', '/', ':', '"', '<', '\\', '{', '^', '`', '0'])}${value.slice(at + random.below(3))}`,
      ]
    }),
    date: onParameter((name, _, { random }) => [`${name}=${random.pick(PREFIXES)}${encodeURI(random.pick(DATES))}`]),
    'start and end': add(
      ['start', 'end'].flatMap((name) => DATES.map((date) => `${name}=${name === 'start' ? 'ge' : 'le'}${encodeURI(date)}`)),
    ),
    format: add(FORMATS.map((format) => `_format=${format}`)),
    include: add(INCLUDES.flatMap((include) => [`_include=${include}`, `_include:recurse=${include}`, `_include%3Arecurse=${include}`])),
    identifier: onParameter((_, __, { random }) => [
      `${random.pick(['identifier', 'service.identifier', 'searchFilter'])}=${random.pick(IDENTIFIERS)}`,
    ]),
    'another name': onParameter((_, value, { random }) => [`${random.pick(NAMES)}=${value}`]),
    unknown: add([
      'x=1',
      'x',
      '&',
      '?',
      '?start=1',
      ';',
      ';a=b',
      '#a',
      '%26',
      'a[]=1',
      'a[b][c]=1',
      '__proto__[x]=1',
      'constructor.prototype=1',
    ]),
    many: (draft, { random }) =>
      void draft.query.push(
        ...Array.from({ length: random.pick([20, 1000]) }, (_, index) => random.pick([`x${index}=1`, 'searchFilter=a|b'])),
      ),
    order: (draft, { random }) => void draft.query.sort(() => random.below(3) - 1),
    'other id': onPath((path, { random, junk }) =>
      path.replace(
        /[^/]*$/,
        random.pick([
          '',
          '1',
          '%00',
          '%',
          '..',
          '%2e%2e',
          '%2f',
          'x'.repeat(64),
          'x'.repeat(65),
          'x'.repeat(5000),
          '$x',
          '__proto__',
          '_history',
          encoded(random.pick(junk.texts)).slice(0, 3000),
        ]),
      ),
    ),
    'other path': onPath((path, { random }) =>
      random.pick([
        `${path}/`,
        `/${path}`,
        path.replace('/STU3', '//STU3'),
        path.toLowerCase(),
        path.replace('STU3', 'DSTU2'),
        `${path}/_history/1`,
        `${path}/x/y`,
        path.replace(/(?<!^|:|:\/)\//g, '%2f'),
        path.replace('gpconnect', 'gpconnect/.'),
        path.replace('$', '%24'),
        '/',
        '/metadata',
        '//',
        '/favicon.ico',
        `${path};x=1`,
        path.replace('FZ', 'GZ'),
      ]),
    ),
    'whole URL': onPath((path, { random }) =>
      random.pick([
        `http://provider.example${path}`,
        `https://provider.example:443${path}`,
        `http://127.0.0.1:1${path}`,
        `HTTP://x/${path}`,
        `http://[::1${path}`,
        `http://${path}`,
        'http://',
      ]),
    ),
    'raw bytes': (draft, { random }) =>
      rawTarget(
        draft,
        `${draft.path}${random.pick(['\xe9', '\xff\xfe', '\x01', '\0', '\x7f', ' ', '\t', ' HTTP/1.1', '\r\nx: y', '\n'])}${random.pick(['', 'x'])}`,
      ),
    'no target': (draft, { random }) => rawTarget(draft, random.pick(['', ' ', 'x', '?', '#', '\\', 'http:', '*x'])),
    long: (draft, { random }) => void draft.query.push(`x=${'x'.repeat(random.pick([4000, 8000, 20_000]))}`),
  },
} as const satisfies Kind
