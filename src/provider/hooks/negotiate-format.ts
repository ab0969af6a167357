import type { QueryParameter } from '../../fhir/query.ts'
import { SpineError } from '../../nhs/spine-errors.ts'

/** Names under which consumers send and ask for FHIR JSON (GEN-03). */
const JSON_NAMES = ['application/fhir+json', 'application/json+fhir', 'application/json', 'json']

const withoutParameters = (mediaType: string) => mediaType.split(';')[0]?.trim().toLowerCase() ?? ''

export function isJson(mediaType: string): boolean {
  return JSON_NAMES.includes(withoutParameters(mediaType))
}

/** GEN-03: `_format` beats `Accept`; without either JSON, which is the only format so far, will do. */
export function checkFormat(query: readonly QueryParameter[], accept: string | undefined): void {
  const [format] = query.filter(({ name }) => name === '_format').map(({ value }) => value)
  // A `+` that the consumer did not encode arrives as itself, and one that a form library encoded as a blank as a blank.
  if (
    format ? isJson(format.replace(' ', '+')) : !accept || accept.split(',').some((one) => isJson(one) || withoutParameters(one) === '*/*')
  )
    return
  throw new SpineError('UNSUPPORTED_MEDIA_TYPE', 'The response is application/fhir+json: ask for that in _format or Accept.')
}
