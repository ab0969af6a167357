import { type Draft, targetOf } from './draft.ts'

export type Format = 'json' | 'xml'

const NAMES: Record<Format, readonly string[]> = {
  json: ['application/fhir+json', 'application/json+fhir', 'application/json', 'json'],
  xml: ['application/fhir+xml', 'application/xml+fhir', 'application/xml', 'xml', 'text/xml'],
}
const WILDCARDS: Record<Format, readonly string[]> = { json: ['application/*'], xml: ['application/*', 'text/*'] }

/** GEN-03, read from the request and not from the provider: which formats its answer may have. Both, where it does not care. */
export function expectedFormats(draft: Draft): readonly Format[] {
  // With a blank or a line's end in it, nobody can say where the target ends, nor which headers follow.
  if (/[^\x21-\x7e]/.test(targetOf(draft))) return ['json', 'xml']
  const asked = formatNamed(askedInQuery(draft) ?? '')
  if (asked) return [asked]

  const valuesOf = (wanted: string) => draft.headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value)
  const otherwise = [formatNamed(valuesOf('content-type')[0] ?? '') ?? 'json'] as const
  const accept = valuesOf('accept').join(',')
  if (/^[\s,]*$/.test(accept)) return otherwise

  const [json, xml] = [quality('json', accept), quality('xml', accept)]
  if (json === 0 && xml === 0) return otherwise
  if (json === xml || Number.isNaN(json + xml)) return ['json', 'xml']
  return json > xml ? ['json'] : ['xml']
}

function askedInQuery(draft: Draft): string | undefined {
  const [, ...query] = targetOf(draft).split('?')
  const pairs = query.join('?').split('&')
  const decode = (text = '') => {
    try {
      return decodeURIComponent(text)
    } catch {
      return text
    }
  }
  const asked = pairs.map((pair) => pair.split('=')).find(([name]) => decode(name) === '_format')
  return asked && decode(asked.slice(1).join('='))
}

/** A blank is the `+` that a form library made one. */
function formatNamed(mediaType: string): Format | undefined {
  const [name = ''] = mediaType.toLowerCase().split(';')
  const plain = name.trim().replace(' ', '+')
  return NAMES.json.includes(plain) ? 'json' : NAMES.xml.includes(plain) ? 'xml' : undefined
}

/** How welcome the format is, said by what names it most closely (RFC 9110, 12.5.1). NaN where a weight is none. */
function quality(format: Format, accept: string): number {
  const ranges = accept.split(',').map((range) => range.toLowerCase().split(';'))
  const closest = [NAMES[format], WILDCARDS[format], ['*/*']]
    .map((names) => ranges.filter(([name = '']) => names.includes(name.trim())))
    .find((named) => named.length > 0)
  return Math.max(0, ...(closest ?? []).map(([, ...parameters]) => weightOf(parameters)))
}

function weightOf(parameters: readonly string[]): number {
  const weight = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q'))
  if (weight === undefined) return 1
  return /^q=(?:1(?:\.0*)?|0(?:\.\d*)?)$/.test(weight) ? Number(weight.slice(2)) : Number.NaN
}
