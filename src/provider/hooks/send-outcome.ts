import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { toOperationOutcome } from '../../fhir/operation-outcome.ts'
import { SPINE_ERRORS, SpineError } from '../../nhs/spine-errors.ts'
import { CUT_OFF } from '../read-bodies.ts'
import { resourceText } from '../send-resource.ts'
import { standingHeaders } from './standing-headers.ts'

/** What fastify itself refuses before any handler of ours runs. Anything else that is not ours is a bug. */
const FASTIFY_REFUSALS: Record<string, SpineError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new SpineError('BODY_TOO_LARGE', 'The body is larger than this provider takes.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new SpineError('BAD_REQUEST', 'The body is not as long as Content-Length says.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new SpineError(
    'UNSUPPORTED_MEDIA_TYPE',
    'The body must be application/fhir+json or application/fhir+xml.',
  ),
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: new SpineError('BAD_REQUEST', 'No path here is addressed with this verb.'),
  // Of HTTP/2's first line, which node takes for a request where no version stands in it, and hangs up on by itself.
  FST_ERR_NOT_FOUND: new SpineError('BAD_REQUEST', 'No path here is addressed with this verb.'),
  FST_ERR_BAD_URL: new SpineError('BAD_REQUEST', 'The URL is not well formed.'),
}

/** Of the request's own connection: the database's may be reset as well, and that is a failure. */
const isCutOff = ({ raw }: FastifyRequest, error: Error) => raw.errored === error

type OutcomeOf = { reply: FastifyReply; requestId: string; log: Logger }

/** ERR-01, ERR-05: turns whatever was thrown into an OperationOutcome. What is no refusal is a bug: logged, and not told. */
export function sendOutcome(error: FastifyError | Error, of: OutcomeOf): FastifyReply {
  return of.reply.send(outcomeText(error, of))
}

/** The body of that answer, whose status and headers are set. */
export function outcomeText(error: FastifyError | Error, of: OutcomeOf): string {
  const code = 'code' in error ? error.code : ''
  const refusal = error instanceof SpineError ? error : isCutOff(of.reply.request, error) ? CUT_OFF : FASTIFY_REFUSALS[code]
  if (!refusal) of.log.error({ requestId: of.requestId, err: error }, 'unexpected failure')

  const name = refusal?.error ?? 'INTERNAL_SERVER_ERROR'
  const diagnostics = refusal?.message ?? `Something failed here that should not. Quote ${of.requestId} to the provider's support.`
  of.reply.spineCode = SPINE_ERRORS[name].code
  // Also where the framework refused before any hook ran.
  of.reply.code(SPINE_ERRORS[name].status).headers(standingHeaders(of.reply.request.raw.socket))
  return resourceText(of.reply, toOperationOutcome(name, diagnostics))
}
