import { isDeepStrictEqual } from 'node:util'
import type { Resource } from '../../fhir/types.ts'
import { parseXml } from '../../fhir/xml/parse-xml.ts'
import { toXml } from '../../fhir/xml/to-xml.ts'
import { INTERACTIONS, type InteractionName } from '../interactions.ts'
import type { BAD_CERTIFICATES, Target } from '../target/decode-target.ts'
import { goodToken, type Token } from './token.ts'

export type Format = 'json' | 'xml'

/** Name and value, encoded when sent; or a piece of the query exactly as it is to be sent. */
export type QueryPart = readonly [name: string, value: string] | string

/** What SEC-01 does not offer: older protocols, and suites without forward secrecy or with the shorter key outside GCM. */
export const POOR_TLS = {
  'old-protocol': { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' },
  'other-suites': {
    maxVersion: 'TLSv1.2',
    ciphers: 'AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA:AES256-SHA:ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0',
  },
} as const

/** A request that is not sent yet. It begins as a good one; scenarios alter what they are about. */
export type Draft = {
  interaction: InteractionName
  method: string
  /** The practice's, unless the scenario asks somewhere else on the same host. */
  serviceRoot: string
  path: string
  query: readonly QueryPart[]
  /** In this order, and as often as they are here. */
  headers: readonly (readonly [name: string, value: string])[]
  /** Written into an Authorization header, unless `headers` has one. */
  token: Token | undefined
  body: string | Buffer | undefined
  /** With which of the target's certificates; its own unless told, and `none` for none. */
  certificate?: 'none' | (typeof BAD_CERTIFICATES)[number]
  /** Over a connection that a provider should not agree to. */
  tls?: keyof typeof POOR_TLS
  /** The answer should come in this format (GEN-03). */
  expects: Format
}

export type Wanted = {
  /** Stands for `:id` in the interaction's path. */
  id?: string
  query?: readonly QueryPart[]
  /** Sent as the run's format says. */
  body?: object
  /** The version that If-Match names. */
  version?: string
}

export function goodDraft(name: InteractionName, of: Wanted & { target: Target; format: Format; now: Date; newId: () => string }): Draft {
  const { target, format, id = '', version } = of
  const { method, path } = INTERACTIONS[name]
  const draft: Draft = {
    interaction: name,
    method,
    serviceRoot: target.serviceRoot,
    path: path.replace(':id', encodeURIComponent(id)),
    query: of.query ?? [],
    headers: [
      ['Ssp-TraceID', of.newId()],
      ['Ssp-From', target.consumer.asid],
      ['Ssp-To', target.asid],
      ['Ssp-InteractionID', INTERACTIONS[name].id],
      ['Accept', `application/fhir+${format}`],
      ...(version === undefined ? [] : [['If-Match', `W/"${version}"`] as const]),
    ],
    token: goodToken(name, of),
    body: undefined,
    expects: format,
  }
  return of.body === undefined ? draft : withResource(draft, of.body, format)
}

/** The value in place of what was there; undefined leaves the header out, and several values send it several times. */
export function withHeader(draft: Draft, name: string, value: string | readonly string[] | undefined): Draft {
  const others = draft.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase())
  return { ...draft, headers: [...others, ...[value ?? []].flat().map((one) => [name, one] as const)] }
}

/** Undefined leaves the claim out. */
export function withClaim(draft: Draft, name: string, value: unknown): Draft {
  if (!draft.token) throw new Error('This request has no token to alter.')
  const claims = { ...draft.token.claims, [name]: value }
  return {
    ...draft,
    token: { ...draft.token, claims: Object.fromEntries(Object.entries(claims).filter(([, claim]) => claim !== undefined)) },
  }
}

/** Some members of a claim that is an object; undefined leaves a member out. */
export function withinClaim(draft: Draft, name: string, members: Record<string, unknown>): Draft {
  const claim = { ...Object(draft.token?.claims[name]), ...members }
  return withClaim(draft, name, Object.fromEntries(Object.entries(claim).filter(([, member]) => member !== undefined)))
}

export function withToken(draft: Draft, alter: (token: Token) => Token): Draft {
  if (!draft.token) throw new Error('This request has no token to alter.')
  return { ...draft, token: alter(draft.token) }
}

export function withResource(draft: Draft, resource: object, format: Format): Draft {
  // What has no place in XML cannot be written there: such scenarios send their own text.
  const body = format === 'xml' ? toXml(resource as Resource) : JSON.stringify(resource)
  return withText(draft, body, `application/fhir+${format};charset=utf-8`)
}

/** In the format, unless something of it would be lost there: what is not STU3 has no place in XML, and goes as JSON. */
export function withAnyResource(draft: Draft, resource: object, format: Format): Draft {
  return withResource(draft, resource, format === 'xml' && isKeptInXml(resource) ? 'xml' : 'json')
}

function isKeptInXml(resource: object): boolean {
  try {
    const read = parseXml(toXml(resource as Resource))
    return read.kind === 'parsed' && isDeepStrictEqual(read.value, JSON.parse(JSON.stringify(resource)))
  } catch {
    return false
  }
}

/** Undefined sends no Content-Type. */
export function withText(draft: Draft, body: string | Buffer, contentType: string | undefined): Draft {
  return withHeader({ ...draft, body }, 'Content-Type', contentType)
}

export function queryText(query: readonly QueryPart[]): string {
  return query.map((part) => (typeof part === 'string' ? part : part.map(encodeURIComponent).join('='))).join('&')
}
