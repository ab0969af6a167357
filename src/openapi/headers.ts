import { matching, type Schema } from './schema.ts'

type Header = { description: string; required?: true; schema: Schema }

const versioned = (description: string): Header => ({
  description,
  required: true,
  schema: matching('^https?://.+/STU3/1/[^/]+/[A-Z][A-Za-z]+/[A-Za-z0-9\\-.]{1,64}/_history/[1-9][0-9]*$'),
})

export const HEADERS = {
  'Cache-Control': { description: 'Nothing may be kept.', required: true, schema: { type: 'string', const: 'no-store' } },
  Vary: { description: 'What the answer depends on.', required: true, schema: { type: 'string', const: 'Accept, Accept-Encoding' } },
  'Strict-Transport-Security': { description: 'Over TLS.', schema: matching('^max-age=[0-9]+$') },
  'Content-Encoding': {
    description: 'Where the request allows gzip and the answer is long enough to gain by it.',
    schema: { type: 'string', const: 'gzip' },
  },
  ETag: {
    description: 'The version of the resource, for If-Match.',
    required: true,
    schema: matching('^W/"[1-9][0-9]*"$'),
  },
  'Content-Location': versioned('The version of the resource that this is.'),
  Location: versioned('The appointment that was made, in its first version.'),
  'Last-Modified': {
    description: 'When the appointment was made.',
    required: true,
    schema: matching('^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$'),
  },
  'WWW-Authenticate': {
    description: 'Where the token is what is refused (RFC 6750).',
    schema: { type: 'string', enum: ['Bearer', 'Bearer error="invalid_token"', 'Bearer error="insufficient_scope"'] },
  },
} as const satisfies Record<string, Header>

/** On every answer. */
export const STANDING = ['Cache-Control', 'Vary', 'Strict-Transport-Security', 'Content-Encoding']
/** On what is one resource. */
export const VERSION = ['ETag', 'Content-Location']

export function headersNamed(names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}
