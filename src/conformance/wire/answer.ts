import { gunzipSync } from 'node:zlib'
import { isJsonObject, type JsonObject } from '../../fhir/json-object.ts'
import { parseJson } from '../../fhir/parse-json.ts'
import { parseXml } from '../../fhir/xml/parse-xml.ts'
import type { Format } from './draft.ts'

export type Headers = readonly (readonly [name: string, value: string])[]

/** As it went over the wire. */
export type Sent = { method: string; url: string; headers: Headers; body: string }

export type Answer = {
  sent: Sent
  status: number
  headers: Headers
  text: string
  /** What its Content-Type says it is. */
  format: Format | undefined
  resource: JsonObject | undefined
  /** Why `text` could not be read as a resource. */
  unreadable: string | undefined
  durationMs: number
}

export function headerOf({ headers }: Pick<Answer, 'headers'>, name: string): string | undefined {
  const values = headers.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value)
  return values.length > 0 ? values.join(', ') : undefined
}

export function readAnswer(raw: { sent: Sent; status: number; rawHeaders: readonly string[]; bytes: Buffer; durationMs: number }): Answer {
  const { sent, status, rawHeaders, durationMs } = raw
  const headers = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : []))
  const format = formatOf(headerOf({ headers }, 'content-type'))
  const { text, unreadable } = readText(raw.bytes, headerOf({ headers }, 'content-encoding'))
  const read = unreadable === undefined && text !== '' ? readResource(text, format) : { unreadable }
  return { sent, status, headers, text, format, resource: undefined, durationMs, ...read }
}

function formatOf(contentType = ''): Format | undefined {
  const [, format] = /^application\/fhir\+(json|xml)(?:;|\s|$)/.exec(contentType) ?? []
  return format === 'json' || format === 'xml' ? format : undefined
}

function readText(bytes: Buffer, encoding: string | undefined): { text: string; unreadable: string | undefined } {
  try {
    const plain = encoding === 'gzip' ? gunzipSync(bytes) : bytes
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(plain), unreadable: undefined }
  } catch {
    return { text: bytes.toString('latin1'), unreadable: 'The body is not UTF-8, or not compressed as its header says.' }
  }
}

function readResource(text: string, format: Format | undefined): { resource: JsonObject | undefined; unreadable: string | undefined } {
  const none = (unreadable: string) => ({ resource: undefined, unreadable })
  if (format === undefined) return none('The Content-Type names no FHIR format.')
  const parsed = format === 'xml' ? parseXml(text) : parseJson(text)
  if (parsed.kind === 'malformed') return none(`The body is not well-formed ${format.toUpperCase()}: ${parsed.reason}.`)
  if (parsed.kind === 'invalid')
    return none(`The XML is no FHIR: ${parsed.faults.map(({ path, message }) => `${path}: ${message}`).join('; ')}.`)
  return isJsonObject(parsed.value) ? { resource: parsed.value, unreadable: undefined } : none('The body is no resource.')
}
