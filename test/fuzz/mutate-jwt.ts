import { INTERACTIONS } from '../../src/provider/interactions.ts'
import { type Draft, headerOf, setHeader } from './draft.ts'
import { mutatedTree } from './mutate-tree.ts'
import type { Kind, Mutation, With } from './mutation.ts'

type Parts = { header: string; payload: string; signature: string }

const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64url')
const decode = (part: string) => Buffer.from(part, 'base64url').toString('utf8')

const setToken = (draft: Draft, token: string) => setHeader(draft, 'authorization', `Bearer ${token}`)

const onParts =
  (edit: (parts: Parts, by: With) => string): Mutation =>
  (draft, by) => {
    const [header = '', payload = '', signature = ''] = (headerOf(draft, 'authorization') ?? '').replace(/^Bearer /, '').split('.')
    setToken(draft, edit({ header, payload, signature }, by))
  }

const onClaims = (edit: (claims: Record<string, unknown>, by: With) => unknown): Mutation =>
  onParts(({ header, payload, signature }, by) => {
    const edited = edit(claimsIn(payload), by)
    return `${header}.${encode(JSON.stringify(edited) ?? '')}.${signature}`
  })

function claimsIn(payload: string): Record<string, unknown> {
  try {
    const claims: unknown = JSON.parse(decode(payload))
    return typeof claims === 'object' && claims !== null ? { ...claims } : {}
  } catch {
    return {}
  }
}

const setClaim = (name: string, values: readonly unknown[]): Mutation =>
  onClaims((claims, { random }) => ({ ...claims, [name]: random.pick(values) }))

const TIMES = [0, -1, 1.5, 1e300, 2 ** 53, '1772438400', 'NaN', [], {}, true, 1772438700, 1772438400, 1772438100]
const SCOPES = [
  '',
  ' ',
  'patient/*.*',
  'Patient/*.read',
  ...Object.values(INTERACTIONS).map(({ scope }) => scope),
  'patient/*.read patient/*.write organization/*.read',
]
const PAYLOADS = [
  '',
  'null',
  '[]',
  '1',
  '"x"',
  '{}',
  '{',
  '{"iss":1,"iss":2}',
  '\ufeff{}',
  '[['.repeat(2000),
  `{"a":${'{"a":'.repeat(1000)}`,
  '\0',
]
const TOKENS = [
  '',
  '.',
  '..',
  '...',
  'a.b.c',
  'eyJhbGci',
  'null.null.',
  '%2e%2e',
  '=.=.',
  '\xff\xfe.\xe9.',
  'A'.repeat(8000),
  `${'A'.repeat(4000)}.${'A'.repeat(4000)}.`,
]

export const jwt = {
  interactions: Object.keys(INTERACTIONS) as (keyof typeof INTERACTIONS)[],
  mostly: ['claim replaced', 'claims mutated', 'claim nested', 'payload bytes', 'scope'],
  mutations: {
    'claim replaced': onClaims((claims, { random, junk }) => {
      const name = random.pick([...Object.keys(claims), 'nbf', '__proto__'])
      // Through entries: `__proto__` is a claim like any other.
      return Object.fromEntries([...Object.entries(claims), [name, random.pick([null, '', [], {}, random.pick(junk.values)])]])
    }),
    'claim removed': onClaims((claims, { random }) => {
      const gone = random.pick([...Object.keys(claims), 'none'])
      return Object.fromEntries(Object.entries(claims).filter(([name]) => name !== gone))
    }),
    'claims mutated': onClaims(mutatedTree),
    'claim nested': onClaims((claims, { random }) => {
      const name = random.pick([...Object.keys(claims), 'none'])
      return {
        ...claims,
        [name]: random.pick([[claims[name]], { [name]: claims[name] }, JSON.stringify(claims[name]) ?? '', [claims, claims]]),
      }
    }),
    exp: setClaim('exp', TIMES),
    iat: setClaim('iat', TIMES),
    'both times': onClaims((claims, { random }) => {
      const iat = random.pick([0, -(2 ** 40), 2 ** 52, 1772438099, 1772438100, 1772438101, 1.5])
      return { ...claims, iat, exp: iat + random.pick([300, 299, 301, 300.5]) }
    }),
    aud: setClaim('aud', ['', 'https://provider.example', [], [1], ['x', 'https://provider.example/'], {}, 'x'.repeat(3000)]),
    scope: setClaim('requested_scope', SCOPES),
    reason: setClaim('reason_for_request', ['', 'DirectCare', 'secondaryuses', ['directcare']]),
    'other header': onParts(({ payload, signature }, by) => {
      const header = mutatedTree({ alg: by.random.pick(['none', 'None', 'RS256', 'HS256', '']), typ: 'JWT' }, by)
      return `${encode(JSON.stringify(header) ?? '')}.${payload}.${signature}`
    }),
    'other payload': onParts(({ header }, { random }) => `${header}.${encode(random.pick(PAYLOADS))}.`),
    'payload bytes': onParts(({ header, payload }, { random }) => {
      const bytes = Buffer.from(payload, 'base64url')
      for (let times = 0; times < 3 && bytes.length > 0; times += 1) bytes[random.below(bytes.length)] = random.below(256)
      return `${header}.${bytes.toString('base64url')}.`
    }),
    parts: onParts(({ header, payload }, { random }) =>
      random.pick([
        header,
        `${header}.${payload}`,
        `${header}.${payload}.sig`,
        `${header}.${payload}..`,
        `.${payload}.`,
        `${header}..`,
        `${payload}.${header}.`,
      ]),
    ),
    alphabet: onParts(({ header, payload }, { random }) =>
      random.pick([
        `${header}=.${payload}==.`,
        `${header}.${payload}===.`,
        `${header}.${payload.slice(0, -1)}.`,
        `${header}.+/${payload}.`,
        `${header}.${payload}%.`,
        `${header}.${payload.slice(0, 40)} ${payload.slice(40)}.`,
      ]),
    ),
    'other token': onParts((_, { random }) => random.pick(TOKENS)),
    large: onClaims((claims, { random }) => ({ ...claims, large: 'x'.repeat(random.pick([2000, 6000, 14_000, 60_000])) })),
    scheme: (draft, { random }) => {
      const token = (headerOf(draft, 'authorization') ?? '').replace(/^Bearer /, '')
      setHeader(
        draft,
        'authorization',
        random.pick([
          '',
          'Bearer',
          'Bearer ',
          `bearer ${token}`,
          `Bearer  ${token} `,
          `Basic ${token}`,
          token,
          `Bearer ${token} ${token}`,
          `Bearer ${token}, Bearer ${token}`,
        ]),
      )
    },
    twice: (draft) => void draft.headers.push(['Authorization', headerOf(draft, 'authorization') ?? '']),
    none: (draft) => setHeader(draft, 'authorization', undefined),
  },
} as const satisfies Kind
