import type { FastifyRequest } from 'fastify'
import { parseJson } from '../fhir/parse-json.ts'
import { parseXml } from '../fhir/xml/parse-xml.ts'
import { SpineError } from '../nhs/spine-errors.ts'
import { formatOfBody } from './hooks/negotiate-format.ts'
import { refuseFaults } from './resources/refuse.ts'

/** ERR-03: a malformed body is a bad request; what is well-formed is the decoder's to judge, but for what only XML can get wrong. */
export function parseBody(request: FastifyRequest): unknown {
  const { body, headers } = request
  if (typeof body !== 'string' || body.trim() === '') throw new SpineError('BAD_REQUEST', 'The request needs a body.')
  const isXml = formatOfBody(headers['content-type']) === 'xml'
  const parsed = isXml ? parseXml(body) : parseJson(body)
  if (parsed.kind === 'parsed') return parsed.value
  if (parsed.kind === 'invalid') return refuseFaults(parsed.faults)
  throw new SpineError('BAD_REQUEST', `The body is not well-formed ${isXml ? 'XML' : 'JSON'}: ${parsed.reason}.`)
}
