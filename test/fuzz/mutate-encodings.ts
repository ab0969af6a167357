import { gzipSync } from 'node:zlib'
import { bodyOf, type Draft, type Expected, expectOnly, type Framed, headerOf, setHeader } from './draft.ts'
import type { Kind, Mutation, With } from './mutation.ts'

const inBytes =
  (edit: (body: Buffer, by: With) => Buffer): Mutation =>
  (draft, by) => {
    draft.bytes = edit(bodyOf(draft) ?? Buffer.from('{}'), by)
  }

const framed =
  (expected: Expected, frame: (body: Buffer, by: With) => Framed): Mutation =>
  (draft, by) => {
    expectOnly(draft, expected)
    draft.frame = (body) => frame(body ?? Buffer.from('{}'), by)
  }

const spliced = (body: Buffer, at: number, bytes: readonly number[]) =>
  Buffer.concat([body.subarray(0, at), Buffer.from(bytes), body.subarray(at)])

const chunk = (data: Buffer, size = data.length.toString(16)) => Buffer.concat([Buffer.from(`${size}\r\n`), data, Buffer.from('\r\n')])
const LAST = Buffer.from('0\r\n\r\n')
const CHUNKED: Framed['headers'] = [['transfer-encoding', 'chunked']]

/** In chunks of this many bytes. */
function chunksOf(body: Buffer, size: number, extension = ''): Buffer[] {
  const count = Math.ceil(body.length / size)
  return Array.from({ length: count }, (_, index) => body.subarray(index * size, (index + 1) * size)).map((data) =>
    chunk(data, data.length.toString(16) + extension),
  )
}

const NOT_UTF8 = [
  [0xff],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe9],
  [0x80],
  [0xc3],
  [0xf8, 0x88, 0x80, 0x80, 0x80],
  [0xef, 0xbf, 0xbf],
  [0],
]
const CODINGS = ['gzip', 'x-gzip', 'deflate', 'br', 'zstd', 'compress', 'identity', 'identity, gzip', '', ' ', 'nonsense', 'GZIP', '\xe9']
const CHARSETS = ['utf-8', 'UTF8', '"utf-8"', 'utf-16', 'iso-8859-1', 'us-ascii', '', '"', "'utf-8'", 'utf-7', 'x'.repeat(3000)]
const TYPES = [
  'application/fhir+json',
  'application/fhir+xml',
  'application/json',
  'text/xml',
  'json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json-patch+json',
  '',
  ';',
  '/',
  '\xe9',
  'application/fhir json',
  `application/fhir+json;${'a=b;'.repeat(500)}`,
  'application/fhir+json, application/fhir+xml',
]
/** RFC 9112, 6.1: who says both, or cannot say where the body ends, is not to be trusted with a connection. */
const ODD_CODINGS = [
  'gzip, chunked',
  'chunked, gzip',
  'chunked, chunked',
  'identity',
  'xchunked',
  'chunked;x',
  ' chunked ',
  'CHUNKED',
  '',
  'gzip',
  '\x0bchunked',
]
const ODD_LENGTHS = ['-1', '+1', '1.5', '0x10', '1e3', '', ' ', 'abc', '99999999999999999999999', '1, 1', '1 1', '\xb2']

const inChunks = (sizes: readonly number[]): Mutation =>
  framed('one', (body, { random }) => ({ headers: CHUNKED, body: Buffer.concat([...chunksOf(body, random.pick(sizes)), LAST]) }))

export const encodings = {
  interactions: [
    'bookAppointment',
    'registerPatient',
    'amendAppointment',
    'cancelAppointment',
    'bookAppointment',
    'registerPatient',
    'readMetadata',
    'searchFreeSlots',
  ],
  mostly: ['content-encoding', 'charset', 'no UTF-8', 'any byte', 'chunks', 'content-type'],
  mutations: {
    'content-encoding': (draft, { random }) => setHeader(draft, 'content-encoding', random.pick(CODINGS)),
    compressed: (draft, by) => {
      setHeader(draft, 'content-encoding', by.random.pick(['gzip', 'identity', 'x-gzip']))
      draft.bytes = gzipSync(bodyOf(draft) ?? 'x')
    },
    charset: (draft, { random }) => {
      const type = (headerOf(draft, 'content-type') ?? 'application/fhir+json').split(';')[0]
      setHeader(draft, 'content-type', `${type}${random.pick([';', '; ', ' ; '])}charset=${random.pick(CHARSETS)}`)
    },
    'content-type': (draft, { random }) => setHeader(draft, 'content-type', random.pick(TYPES)),
    'no content-type': (draft) => setHeader(draft, 'content-type', undefined),
    'content-type twice': (draft, { random }) =>
      void draft.headers.push(['content-type', random.pick(TYPES)], ['Content-Type', random.pick(TYPES)]),
    'UTF-16': inBytes((body, { random }) => {
      const text = Buffer.from(`${random.pick(['\ufeff', ''])}${body.toString('utf8')}`, 'utf16le')
      return random.chance(0.5) ? text : text.swap16()
    }),
    'Latin-1': inBytes((body) => Buffer.from(body.toString('utf8').replace(/[aeo]/, '\xe9'), 'latin1')),
    'no UTF-8': inBytes((body, { random }) => spliced(body, random.below(body.length + 1), random.pick(NOT_UTF8))),
    'any byte': inBytes((body, { random }) => {
      const copy = Buffer.from(body)
      for (let times = 0; times <= random.below(4) && copy.length > 0; times += 1) copy[random.below(copy.length)] = random.below(256)
      return copy
    }),
    chunks: inChunks([1, 7, 1000, 100_000]),
    'chunk extensions': framed('one', (body, { random }) => ({
      headers: CHUNKED,
      body: Buffer.concat([...chunksOf(body, 300, random.pick([';a', ';a=b', ';a="b"'])), LAST]),
    })),
    trailers: framed('some', (body, { random }) => ({
      headers: CHUNKED,
      body: Buffer.concat([
        ...chunksOf(body, 300),
        Buffer.from(`0\r\n${random.pick(['x: y', 'ssp-to: 1', 'content-length: 5', 'x'])}\r\n\r\n`),
      ]),
    })),
    'chunks that are none': framed('some', (body, { random }) => ({
      headers: CHUNKED,
      body: Buffer.concat([chunk(body, random.pick(['zz', '-1', '0x5', 'ffffffffffffffffff', '', ' ', '5 '])), LAST]),
    })),
    'chunks too short': framed('some', (body) => ({
      headers: CHUNKED,
      body: Buffer.concat([chunk(body, Math.max(1, body.length - 5).toString(16)), LAST]),
    })),
    'chunks broken off': framed('any', (body, { random }) => ({
      headers: CHUNKED,
      body: Buffer.concat(chunksOf(body, 300).slice(0, random.below(4))),
    })),
    'chunks and length': framed('some', (body, { random }) => ({
      headers: [...CHUNKED, ['content-length', String(random.pick([0, 5, body.length]))]],
      body: Buffer.concat([chunk(body), LAST]),
    })),
    'transfer-encoding': framed('any', (body, { random }) => ({
      headers: [['transfer-encoding', random.pick(ODD_CODINGS)]],
      body: Buffer.concat([chunk(body), LAST]),
    })),
    'length too short': framed('some', (body, { random }) => ({ headers: [['content-length', String(random.below(body.length))]], body })),
    'length too long': framed('any', (body, { random }) => ({
      headers: [['content-length', String(body.length + random.pick([1, 1000, 10 ** 9]))]],
      body,
    })),
    'length odd': framed('any', (body, { random }) => ({ headers: [['content-length', random.pick(ODD_LENGTHS)]], body })),
    'length twice': framed('any', (body, { random }) => ({
      headers: [
        ['content-length', String(body.length)],
        ['Content-Length', String(body.length + random.below(2))],
      ],
      body,
    })),
    'no length': framed('some', (body) => ({ headers: [], body })),
    'length 0': framed('one', () => ({ headers: [['content-length', '0']], body: Buffer.alloc(0) })),
    'a request in the body': framed('some', (body) => ({
      headers: [['content-length', String(body.length)]],
      body: Buffer.concat([body, Buffer.from('GET /metadata HTTP/1.1\r\nhost: x\r\n\r\n')]),
    })),
    expect: (draft, { random }) => setHeader(draft, 'expect', random.pick(['100-continue', '100-Continue', '200-ok', '', 'x'])),
    'cut off': (draft: Draft, { random }) => {
      draft.cutAt = random.below(1000) / 1000
      expectOnly(draft, 'any')
    },
  },
} as const satisfies Kind
