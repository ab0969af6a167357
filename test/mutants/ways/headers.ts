// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source

import { type Mutant, waysIn } from '../mutant.ts'

/** Formats, Spine headers, the practice's switches, and what stands in the head of every answer. */
export const HEADER_WAYS: readonly Mutant[] = [
  ...waysIn(
    'src/provider/hooks/negotiate-format.ts',
    ['readMetadata'],
    [
      {
        id: 'content-type-without-charset',
        rule: 'GEN-02',
        breaks: 'leaves the charset out of JSON answers',
        search: "json: 'application/fhir+json;charset=utf-8'",
        replace: "json: 'application/fhir+json'",
      },
      {
        id: 'accept-beats-format',
        rule: 'GEN-03',
        breaks: 'does not read _format',
        search: "format: query.find(({ name }) => name === '_format')?.value",
        replace: 'format: query.find(({ name }) => name === "_fmt")?.value',
      },
      {
        id: 'unsupported-answered',
        rule: 'GEN-03',
        breaks: 'answers what was asked for in a format that it does not have',
        search: "if (refused) throw new SpineError('UNSUPPORTED_MEDIA_TYPE'",
        replace: "if (refused === '_format') throw new SpineError('UNSUPPORTED_MEDIA_TYPE'",
      },
      {
        id: 'unsupported-is-400',
        rule: 'GEN-03',
        breaks: 'refuses such a format with 400 instead of 415',
        search: "if (refused) throw new SpineError('UNSUPPORTED_MEDIA_TYPE'",
        replace: "if (refused) throw new SpineError('BAD_REQUEST'",
      },
      {
        id: 'old-media-type-refused',
        rule: 'GEN-03',
        breaks: 'does not know application/json+fhir',
        search: "  ['application/json+fhir', 'json'],\n",
        replace: '',
      },
      {
        id: 'latin-1-taken',
        rule: 'GEN-03',
        breaks: 'takes a body in another charset than UTF-8',
        search: '/^(?:utf-?8|us-ascii)$/i.test(charset) ?',
        replace: '/^(?:utf-?8|us-ascii|iso-8859-1)$/i.test(charset) ?',
        interactions: ['bookAppointment'],
      },
    ],
  ),
  ...waysIn(
    'src/provider/hooks/standing-headers.ts',
    ['readMetadata'],
    [
      {
        id: 'may-be-stored',
        rule: 'GEN-05',
        breaks: 'lets answers be cached',
        search: "'cache-control': 'no-store'",
        replace: "'cache-control': 'no-cache'",
      },
    ],
  ),
  ...waysIn(
    'src/provider/hooks/compress-answer.ts',
    ['readMetadata'],
    [
      {
        id: 'never-compressed',
        rule: 'GEN-04',
        breaks: 'never compresses',
        search: 'const SMALLEST = 256',
        replace: 'const SMALLEST = 256_000_000',
      },
    ],
  ),
  ...waysIn(
    'src/provider/hooks/check-ssp-headers.ts',
    ['searchFreeSlots'],
    [
      {
        id: 'empty-header-taken',
        rule: 'SEC-02',
        breaks: 'takes an empty Spine header',
        search: " || value.trim() === ''",
        replace: '',
      },
      {
        id: 'trace-id-left-out',
        rule: 'SEC-02',
        breaks: 'takes a request without Ssp-TraceID',
        search: "const traceId = mandatory(headers, 'Ssp-TraceID')",
        replace: "const traceId = String(headers['ssp-traceid'] ?? 'none')",
      },
      {
        id: 'any-recipient',
        rule: 'SEC-03',
        breaks: "takes requests to another system's ASID",
        search: 'if (to !== expected.asid)',
        replace: "if (to === '')",
      },
      {
        id: 'any-interaction',
        rule: 'SEC-03',
        breaks: 'does not hold the interaction id against the request',
        search: 'expected.interactions.find(({ id }) => id === interactionId)',
        replace: 'expected.interactions.find(({ id }) => id === interactionId) ?? expected.interactions[0]',
      },
      {
        id: 'interaction-case-ignored',
        rule: 'SEC-03',
        breaks: 'does not mind the case of an interaction id',
        search: 'find(({ id }) => id === interactionId)',
        replace: 'find(({ id }) => id.toLowerCase() === interactionId.toLowerCase())',
      },
    ],
  ),
  ...waysIn(
    'src/provider/hooks/admit.ts',
    ['readMetadata'],
    [
      {
        id: 'answers-though-switched-off',
        rule: 'ADM-04',
        breaks: 'answers though the practice is switched off',
        search: '  if (!interaction.alwaysAnswered) checkEnabled(organisation)\n',
        replace: '  void checkEnabled\n',
        interactions: ['searchFreeSlots'],
      },
      {
        id: 'no-metadata-when-off',
        rule: 'ORG-04',
        breaks: 'refuses /metadata where the practice is switched off',
        search: 'if (!interaction.alwaysAnswered) checkEnabled',
        replace: 'if (interaction.id !== undefined) checkEnabled',
      },
      {
        id: 'no-challenge',
        rule: 'SEC-04',
        breaks: 'leaves WWW-Authenticate out of token refusals',
        search: "  reply.header('www-authenticate', token === undefined ? 'Bearer' : 'Bearer error=\"invalid_token\"')\n",
        replace: '',
        interactions: ['searchFreeSlots'],
      },
      {
        id: 'scope-not-checked',
        rule: 'SEC-05',
        breaks: 'does not look at requested_scope',
        search: '  checkScope(scopes, interaction.scope)\n',
        replace: '  void [scopes, checkScope]\n',
        interactions: ['bookAppointment'],
      },
    ],
  ),
  ...waysIn(
    'src/provider/hooks/find-practice.ts',
    ['readMetadata'],
    [
      {
        id: 'unknown-path-is-404',
        rule: 'SEC-03',
        breaks: 'answers 404 to a type that it lacks',
        search: "throw new SpineError('NOT_IMPLEMENTED'",
        replace: "throw new SpineError('NO_RECORD_FOUND'",
      },
      {
        id: 'wrong-verb-is-501',
        rule: 'ERR-03',
        breaks: 'answers 501 to a wrong verb on a path that it has',
        search: 'if (isKnownPath(decodeURIPath(rest)))',
        replace: "if (isKnownPath(decodeURIPath(rest)) && rest === '')",
      },
    ],
  ),
  ...waysIn(
    'src/nhs/spine-errors.ts',
    ['searchFreeSlots'],
    [
      {
        id: 'parameter-is-400',
        rule: 'SLOT-01',
        breaks: 'refuses a bad parameter with 400',
        search: "INVALID_PARAMETER: { code: 'INVALID_PARAMETER', status: 422",
        replace: "INVALID_PARAMETER: { code: 'INVALID_PARAMETER', status: 400",
      },
      {
        id: 'other-display',
        rule: 'ERR-01',
        breaks: 'writes the display of a code in its own words',
        search: "display: 'Invalid parameter'",
        replace: "display: 'INVALID_PARAMETER'",
      },
      {
        id: 'duplicate-is-conflict',
        rule: 'ERR-02',
        breaks: 'calls a duplicate a conflict',
        search: "    issue: 'duplicate',",
        replace: "    issue: 'conflict',",
        interactions: ['bookAppointment'],
      },
    ],
  ),
  ...waysIn(
    'src/fhir/operation-outcome.ts',
    ['searchFreeSlots'],
    [
      {
        id: 'outcome-without-profile',
        rule: 'ERR-01',
        breaks: 'leaves the profile out of an OperationOutcome',
        search: '    meta: { profile: [PROFILES.OperationOutcome] },\n',
        replace: '',
      },
      {
        id: 'outcome-without-diagnostics',
        rule: 'ERR-04',
        breaks: 'refuses without diagnostics',
        search: "...(diagnostics === '' ? {} : { diagnostics })",
        replace: "...(diagnostics === '?' ? { diagnostics } : {})",
      },
    ],
  ),
]
