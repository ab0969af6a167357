import type { FastifyError, FastifyReply } from 'fastify'
import type { Logger } from 'pino'
import { toOperationOutcome } from '../../fhir/operation-outcome.ts'
import { SPINE_ERRORS, SpineError } from '../../nhs/spine-errors.ts'
import { sendResource } from '../send-resource.ts'
import { standingHeaders } from './standing-headers.ts'

/** What fastify itself refuses before any handler of ours runs. Anything else that is not ours is a bug. */
const FASTIFY_REFUSALS: Record<string, SpineError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new SpineError('BODY_TOO_LARGE', 'The body is larger than this provider takes.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new SpineError('BAD_REQUEST', 'The body is not as long as Content-Length says.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new SpineError(
    'UNSUPPORTED_MEDIA_TYPE',
    'The body must be application/fhir+json or application/fhir+xml.',
  ),
  FST_ERR_BAD_URL: new SpineError('BAD_REQUEST', 'The URL is not well formed.'),
}

/** ERR-01, ERR-05: turns whatever was thrown into an OperationOutcome. What is no refusal is a bug: logged, and not told. */
export function sendOutcome(error: FastifyError | Error, of: { reply: FastifyReply; requestId: string; log: Logger }): FastifyReply {
  const refusal = error instanceof SpineError ? error : FASTIFY_REFUSALS['code' in error ? error.code : '']
  if (!refusal) of.log.error({ requestId: of.requestId, err: error }, 'unexpected failure')

  const name = refusal?.error ?? 'INTERNAL_SERVER_ERROR'
  const diagnostics = refusal?.message ?? `Something failed here that should not. Quote ${of.requestId} to the provider's support.`
  of.reply.spineCode = SPINE_ERRORS[name].code
  // Also where the framework refused before any hook ran.
  of.reply.code(SPINE_ERRORS[name].status).headers(standingHeaders(of.reply.request.raw.socket))
  return sendResource(of.reply, toOperationOutcome(name, diagnostics))
}
