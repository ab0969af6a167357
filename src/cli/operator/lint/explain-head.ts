import { INTERACTIONS } from '../../../provider/interactions.ts'
import type { Context } from './asked.ts'
import type { Found, Row } from './explanation.ts'
import { type HttpRequest, headerOf, withHeader } from './http-request.ts'

const isXml = ({ body }: HttpRequest) => body.trimStart().startsWith('<')

function header(name: string, instead: string, value: string): Found {
  return { at: `header ${name}`, instead: `${name}: ${instead}`, mend: (request) => withHeader(request, name, value) }
}

const interactionId = ({ interaction }: Context) => INTERACTIONS[interaction ?? 'readMetadata'].id

function sspHeader(name: string, context: Context): Found {
  switch (name) {
    case 'Ssp-From':
      return header(name, "your system's ASID, twelve digits", '200000000111')
    case 'Ssp-To':
      return header(name, `${context.asid} (the practice's ASID, as SDS has it)`, context.asid)
    case 'Ssp-InteractionID':
      return header(name, interactionId(context), interactionId(context))
    default:
      return header(name, 'a new UUID for each request', '00000000-0000-4000-8000-000000000001')
  }
}

const SPINE_HEADERS = 'Every request has Ssp-TraceID, Ssp-From, Ssp-To and Ssp-InteractionID, and none of them is empty.'

/** Formats, the service root, Spine headers, and what is asked for at all. */
export const HEAD_ROWS: readonly Row[] = [
  {
    says: /^The query string is not well percent-encoded/,
    requirement: 'CON-12',
    rule: 'A query is percent-encoded UTF-8.',
    explain: () => ({
      at: 'query',
      instead: 'write a percent sign itself as %25, and each other character that has a meaning in a URL as its %XX',
      mend: (request) => ({ ...request, target: request.target.replace(/%(?![0-9A-Fa-f]{2})|%00/g, '%25') }),
    }),
  },
  {
    says: /^_format must ask for/,
    requirement: 'GEN-03',
    rule: '_format beats Accept, and names JSON or XML.',
    explain: () => ({
      at: 'search parameter _format',
      instead: '_format=json or _format=xml, or leave it out',
      mend: (request) => ({ ...request, target: request.target.replace(/([?&])_format=[^&]*&?/, '$1') }),
    }),
  },
  {
    says: /^Accept must ask for/,
    requirement: 'GEN-03',
    rule: 'A provider answers in JSON or XML, and in nothing else.',
    explain: () => header('Accept', 'application/fhir+json or application/fhir+xml', 'application/fhir+json'),
  },
  {
    says: /^No practice's service root is here/,
    requirement: 'GEN-01',
    rule: "A service root is {address}/{ODS code}/STU3/1/{segment}, in this case, with the practice's ODS code.",
    explain: (_found, { target }, { serviceRoot, baseUrl }) => {
      const path = /\/(?:metadata|Patient|Practitioner|Organization|Location|HealthcareService|Slot|Appointment)(?:[/?].*)?$/.exec(
        target,
      )?.[0]
      const at = { at: 'path', instead: `${serviceRoot}${path?.split('?')[0] ?? '/metadata'}` }
      return path === undefined ? at : { ...at, mend: (request) => ({ ...request, target: `${serviceRoot.slice(baseUrl.length)}${path}` }) }
    },
  },
  {
    says: /^Header (Ssp-\w+) is missing or empty/,
    requirement: 'SEC-02',
    rule: SPINE_HEADERS,
    explain: ([, name = ''], _request, context) => sspHeader(name, context),
  },
  {
    says: /^Header (Ssp-From|Ssp-To) must be/,
    requirement: 'SEC-03',
    rule: 'Ssp-From is an ASID, and Ssp-To the ASID of the very practice that the URL names.',
    explain: ([, name = ''], _request, context) => sspHeader(name, context),
  },
  {
    says: /^Header Ssp-InteractionID does not fit/,
    requirement: 'SEC-03',
    rule: 'Ssp-InteractionID is the id of the interaction that verb and path ask for, in its own case.',
    explain: (_found, _request, context) => sspHeader('Ssp-InteractionID', context),
  },
  {
    says: /not addressed with this verb|addressed with this verb/,
    requirement: 'ERR-03',
    rule: 'Each path has its verbs; what is asked of a path with another one is a bad request.',
    explain: () => ({
      at: 'verb',
      instead: Object.values(INTERACTIONS)
        .map(({ method, path }) => `${method} ${path}`)
        .join(', '),
    }),
  },
  {
    says: /^This provider has no such type, operation or path/,
    requirement: 'SEC-03',
    rule: 'What the table of interactions does not have is not implemented: /metadata lists what there is.',
    explain: () => ({
      at: 'path',
      instead: Object.values(INTERACTIONS)
        .map(({ method, path }) => `${method} ${path}`)
        .join(', '),
    }),
  },
  {
    says: /^The URL is not well formed/,
    requirement: 'CON-12',
    rule: 'Path and query are percent-encoded.',
    explain: () => ({ at: 'path', instead: 'encode what is no letter, digit or one of -._~ as %XX' }),
  },
  {
    says: /^The body must be sent without a Content-Encoding/,
    requirement: 'GEN-04',
    rule: 'Answers may be compressed; requests come as they are.',
    explain: () => ({
      at: 'header Content-Encoding',
      instead: 'leave it out',
      mend: (request) => withHeader(request, 'Content-Encoding', undefined),
    }),
  },
  {
    says: /^The body must be application\/fhir\+json or/,
    requirement: 'GEN-03',
    rule: 'A body comes with a Content-Type that says FHIR JSON or FHIR XML, in UTF-8.',
    explain: (_found, request) => {
      const type = `application/fhir+${isXml(request) ? 'xml' : 'json'};charset=utf-8`
      return header('Content-Type', type, type)
    },
  },
  {
    says: /^The body is larger than/,
    requirement: 'ERR-06',
    rule: 'A body has at most as many bytes as the provider is set to take, 1 MB unless told.',
    explain: () => ({ at: 'body', instead: 'send a smaller resource' }),
  },
  {
    says: /^Header If-Match must be/,
    requirement: 'APT-11',
    rule: 'If-Match is a weak ETag: the version that was read, as the ETag of that answer gives it.',
    explain: () => header('If-Match', 'W/"1", with the version that you read', 'W/"1"'),
  },
  {
    says: /^Header If-Match must hold/,
    requirement: 'DIFF-05',
    rule: 'As the text is written, an amendment or a cancellation says which version it changes.',
    explain: () => header('If-Match', 'W/"1", with the version that you read', 'W/"1"'),
  },
]

/** For a body that cannot be read: which of the two formats its Content-Type promises. */
export function promisedFormat(request: HttpRequest): 'JSON' | 'XML' {
  return /xml/i.test(headerOf(request, 'Content-Type') ?? '') ? 'XML' : 'JSON'
}
