import type { FastifyRequest } from 'fastify'
import { parseJson } from '../fhir/parse-json.ts'
import { SpineError } from '../nhs/spine-errors.ts'

/** ERR-03: a malformed body is a bad request; what is well-formed is the decoder's to judge. */
export function parseBody(request: FastifyRequest): unknown {
  if (typeof request.body !== 'string' || request.body.trim() === '') throw new SpineError('BAD_REQUEST', 'The request needs a body.')
  const parsed = parseJson(request.body)
  if (parsed.kind === 'malformed') throw new SpineError('BAD_REQUEST', `The body is not well-formed JSON: ${parsed.reason}.`)
  return parsed.value
}
