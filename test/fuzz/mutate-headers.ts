import { INTERACTIONS } from '../../src/provider/interactions.ts'
import { type Draft, expectOnly, frameByLength, type Header, setHeader } from './draft.ts'
import type { Kind, Mutation, With } from './mutation.ts'

const JSON_TYPE = 'application/fhir+json'
const XML_TYPE = 'application/fhir+xml'

const set =
  (name: string, values: readonly string[]): Mutation =>
  (draft, { random }) =>
    setHeader(draft, name, random.pick(values))

/** One of the headers, put in its place as it comes back. */
const onHeader =
  (edit: (header: Header, by: With) => Header[]): Mutation =>
  (draft, by) => {
    const header = by.random.pick(draft.headers)
    draft.headers = draft.headers.flatMap((known) => (known === header ? edit(header, by) : [known]))
    if (!draft.headers.some(([name]) => name.toLowerCase() === 'host')) expectOnly(draft, 'some')
  }

/** What no HTTP parser takes: an answer, and then the connection ends. */
const noHttp =
  (edit: (draft: Draft, by: With) => void): Mutation =>
  (draft, by) => {
    edit(draft, by)
    expectOnly(draft, 'some')
  }

const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, '')
const ASIDS = [
  '',
  '0',
  '20000000022',
  '2000000002222',
  '200000000222 ',
  ' 200000000222',
  '200000000222,200000000222',
  '200000000111',
  '\xb2\xb0\xb0',
]
const IDS = Object.values(INTERACTIONS).map(({ id }) => id)
const ACCEPTS = [
  '',
  '*/*',
  JSON_TYPE,
  XML_TYPE,
  'text/xml',
  'json',
  'text/html',
  'image/png, */*;q=0.1',
  `${JSON_TYPE};q=0.5, ${XML_TYPE}`,
  `${JSON_TYPE};q=0, */*`,
  `${XML_TYPE};q=0`,
  '*/*;q=0',
  'application/*;q=0.2, text/xml;q=0.1',
  `${XML_TYPE};q=high`,
  ',,,',
  ';;;q=1',
  'q=1',
  '/',
  `${XML_TYPE};charset="utf-8;,"`,
  'a/b,'.repeat(1000),
]
const IF_MATCHES = [
  '',
  '*',
  'W/"1"',
  '"1"',
  'W/"0"',
  'W/"2"',
  'W/"-1"',
  'W/"1',
  'W/"99999999999999999999"',
  'W/"1", W/"2"',
  'w/"1"',
  'W/"1.0"',
  'W/"\xe9"',
]
const PREFERS = [
  '',
  'return=minimal',
  'return=representation',
  'return = "minimal"; x',
  'return',
  'return=',
  'RETURN=MINIMAL',
  'respond-async, return=minimal',
  ',,',
  'return=minimal,return=representation',
  '"'.repeat(500),
]
const ENCODINGS = [
  '',
  'gzip',
  'br',
  '*',
  'gzip;q=0',
  'identity;q=0',
  '*;q=0',
  'gzip;q=x',
  'gzip, deflate, br, zstd',
  ';',
  'gzip,'.repeat(1000),
]
const OTHERS: readonly Header[] = [
  ['x-http-method-override', 'DELETE'],
  ['x-forwarded-for', '127.0.0.1'],
  ['x-forwarded-host', 'elsewhere.example'],
  ['forwarded', 'for=x'],
  ['range', 'bytes=0-1'],
  ['if-none-match', '*'],
  ['if-none-exist', 'identifier=1'],
  ['if-modified-since', 'x'],
  ['cookie', 'a=b; '.repeat(1000)],
  ['origin', 'null'],
  ['access-control-request-method', 'PUT'],
  ['accept-charset', 'utf-16'],
  ['accept-language', 'x;q='],
  ['te', 'trailers'],
  ['keep-alive', 'timeout=-1'],
  ['max-forwards', '0'],
  ['via', 'x'],
  ['__proto__', 'x'],
  ['constructor', 'x'],
  ['2', 'x'],
  ['x-', '\xff'],
]

export const headers = {
  interactions: Object.keys(INTERACTIONS) as (keyof typeof INTERACTIONS)[],
  mostly: [
    'missing',
    'junk',
    'non-ASCII',
    'twice, and different',
    'accept',
    'accept twice',
    'accept-encoding',
    'if-match',
    'prefer',
    'ssp-interactionid',
  ],
  mutations: {
    missing: onHeader(() => []),
    empty: onHeader(([name], { random }) => [[name, random.pick(['', ' ', '\t \t'])]]),
    junk: onHeader(([name], { random, junk }) => [[name, printable(random.pick(junk.texts)).slice(0, 2000)]]),
    'non-ASCII': onHeader(([name, value], { random }) => [
      [name, random.pick(['\xe9', '\xc3\xa9', '\xff\xfe', '\x80\x81', `${value}\xa0`, `\xef\xbb\xbf${value}`])],
    ]),
    twice: onHeader((header) => [header, header]),
    'twice, and different': onHeader(([name, value], { random, junk }) => [
      [name, value],
      [name.toUpperCase(), printable(random.pick(junk.texts)).slice(0, 2000)],
    ]),
    'name in capitals': onHeader(([name, value]) => [[name.toUpperCase(), value]]),
    blanks: onHeader(([name, value], { random }) => [[name, random.pick([`  ${value}  `, `\t${value}`, `${value}\t`])]]),
    long: onHeader(([name, value], { random }) => [[name, value.padEnd(random.pick([256, 1024, 8000]), 'x')]]),
    many: (draft, { random }) =>
      void draft.headers.push(...Array.from({ length: random.pick([50, 500]) }, (_, index): Header => [`x-${index}`, 'x'])),
    'ssp-from': set('ssp-from', ASIDS),
    'ssp-to': set('ssp-to', ASIDS),
    'ssp-interactionid': set('ssp-interactionid', [...IDS, IDS.join(), 'urn:x', `${IDS[0]} `, `${IDS[0]}-2`]),
    'ssp-traceid': set('ssp-traceid', [
      '',
      ' ',
      '\xe9',
      '00000000-0000-0000-0000-000000000000',
      'x'.repeat(5000),
      '{"level":60}',
      '\\n',
      '%0a',
    ]),
    accept: set('accept', ACCEPTS),
    'accept twice': (draft, { random }) => void draft.headers.push(['accept', random.pick(ACCEPTS)], ['Accept', random.pick(ACCEPTS)]),
    'accept-encoding': set('accept-encoding', ENCODINGS),
    'if-match': set('if-match', IF_MATCHES),
    prefer: set('prefer', PREFERS),
    host: set('host', ['', 'elsewhere.example', 'a b', '127.0.0.1:99999', '[::1', '\xe9']),
    other: (draft, { random }) => void draft.headers.push(random.pick(OTHERS)),
    'connection: close': noHttp((draft) => void draft.headers.push(['connection', 'close'])),
    upgrade: (draft, { random }) => {
      draft.headers.push(['connection', 'upgrade'], ['upgrade', random.pick(['websocket', 'h2c', 'TLS/1.0', ''])])
      // Node is deaf to what is wrong with such a request's body, until requestTimeout.
      expectOnly(draft, draft.frame === frameByLength ? 'some' : 'any')
    },
    'too long': (draft, { random }) => void draft.headers.push(['x-long', 'x'.repeat(random.pick([4000, 16_384, 70_000]))]),
    'control characters': noHttp(
      (draft, { random }) => void draft.headers.push(['x-odd', `a${random.pick(['\0', '\x01', '\x7f', '\r', '\n', '\x0b'])}b`]),
    ),
    'no name': noHttp(
      (draft, { random }) => void draft.headers.push([random.pick(['', ' ', 'x ', 'x y', 'x\t', '\xe9', '(x)', 'x:y', ' folded']), 'z']),
    ),
    'other line ends': noHttp((draft, { random }) => {
      draft.lineEnd = random.pick(['\n', '\r', '\r\r\n', '\n\r'])
    }),
  },
} as const satisfies Kind
