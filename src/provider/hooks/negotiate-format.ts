import type { FastifyRequest } from 'fastify'
import { parseQuery } from '../../fhir/query.ts'
import { SpineError } from '../../nhs/spine-errors.ts'
import { queryOf, splitTarget } from '../request.ts'
import { parsePreferences } from './preferences.ts'

export type Format = 'json' | 'xml'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the answer is written in; read it by formatOf. */
    format: Format | undefined
  }
}

/** One Content-Type for every answer in a format: no blank around its `;` (GEN-02). */
export const CONTENT_TYPES = {
  json: 'application/fhir+json;charset=utf-8',
  xml: 'application/fhir+xml;charset=utf-8',
} as const satisfies Record<Format, string>

/** Names under which consumers send and ask for the two (GEN-03): STU3's, those of the FHIR before it, and the plain ones. */
const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['application/fhir+json', 'json'],
  ['application/json+fhir', 'json'],
  ['application/json', 'json'],
  ['json', 'json'],
  ['application/fhir+xml', 'xml'],
  ['application/xml+fhir', 'xml'],
  ['application/xml', 'xml'],
  ['text/xml', 'xml'],
  ['xml', 'xml'],
])

const WILDCARDS: ReadonlyMap<string, readonly Format[]> = new Map([
  ['*/*', ['json', 'xml']],
  ['application/*', ['json', 'xml']],
  ['text/*', ['xml']],
])

/** The format that a media type, or an alias, names; its parameters do not matter. */
function formatNamed(mediaType: string): Format | undefined {
  const [name = ''] = mediaType.toLowerCase().split(';')
  // In a URL a `+` that the consumer did not encode arrives as itself, and one that a form library encoded as a blank as a blank.
  return FORMATS.get(name.trim().replace(' ', '+'))
}

/** GEN-02: of a body: FHIR in UTF-8, with or without a charset that says so; undefined for everything else, and for none. */
export function formatOfBody(contentType = ''): Format | undefined {
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(contentType) ?? []
  return /^(?:utf-?8|us-ascii)$/i.test(charset) ? formatNamed(contentType) : undefined
}

export type FormatWishes = { format: string | undefined; accept: string | undefined; contentType: string | undefined }

/**
 * GEN-03: `_format` beats `Accept`; without either the request's Content-Type decides, and without that it is JSON. `refused` is
 * what was asked for and is not there: the refusal is then written in what the next of these names (ERR-01).
 */
export function negotiateFormat({ format, accept, contentType }: FormatWishes): { answer: Format; refused?: '_format' | 'Accept' } {
  const otherwise = formatNamed(contentType ?? '') ?? 'json'
  const isAcceptSent = accept !== undefined && accept.trim() !== ''
  const accepted = isAcceptSent ? preferredFormat(accept, otherwise) : otherwise
  if (format) {
    const named = formatNamed(format)
    return named ? { answer: named } : { answer: accepted ?? otherwise, refused: '_format' }
  }
  return accepted ? { answer: accepted } : { answer: otherwise, refused: 'Accept' }
}

type Claim = { format: Format; quality: number; specificity: number; place: number }

/** What an Accept header likes best. Of two formats liked equally, the one named, then the first, then `otherwise`. */
function preferredFormat(accept: string, otherwise: Format): Format | undefined {
  const claims = parsePreferences(accept).flatMap(({ name, quality }, place): Claim[] => {
    const named = FORMATS.get(name)
    if (named) return [{ format: named, quality, specificity: 2, place }]
    return (WILDCARDS.get(name) ?? []).map((format) => ({ format, quality, specificity: name === '*/*' ? 0 : 1, place }))
  })
  // A wildcard does not speak for a format that something more specific speaks for.
  const mostSpecific = { json: 0, xml: 0 }
  for (const { format, specificity } of claims) mostSpecific[format] = Math.max(mostSpecific[format], specificity)
  const [best] = claims
    .filter(({ format, quality, specificity }) => quality > 0 && specificity === mostSpecific[format])
    .sort(
      (one, other) =>
        other.quality - one.quality ||
        other.specificity - one.specificity ||
        one.place - other.place ||
        (one.format === otherwise ? -1 : 1),
    )
  return best?.format
}

function wishesOf(request: FastifyRequest): FormatWishes {
  const query = parseQuery(splitTarget(request.raw.url ?? '').query)
  const { accept, 'content-type': contentType } = request.headers
  return { format: query.find(({ name }) => name === '_format')?.value, accept, contentType }
}

/** The format of the answer, whatever becomes of the request. */
export function formatOf(request: FastifyRequest): Format {
  request.format ??= negotiateFormat(wishesOf(request)).answer
  return request.format
}

/** GEN-03: refuses what asks for a format that is not there. */
export function checkFormat(request: FastifyRequest): void {
  queryOf(request) // refuses a query that does not decode
  const { answer, refused } = negotiateFormat(wishesOf(request))
  request.format = answer
  if (refused) throw new SpineError('UNSUPPORTED_MEDIA_TYPE', `${refused} must ask for application/fhir+json or application/fhir+xml.`)
}
