import { TransportError, transportErrorFrom } from './transport-error.ts'

/** What is used of a `Response`, which costs more than the rest of an exchange where thousands are made. */
export type Fetched = { status: number; headers: Headers; body: AsyncIterable<Uint8Array> | null }

/** What is used of the platform's `fetch`, so that tests and mutual TLS can bring their own. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string; redirect: 'manual'; signal: AbortSignal },
) => Promise<Fetched>

export type HttpRequest = {
  method: 'GET' | 'POST' | 'PUT'
  url: string
  headers: Record<string, string>
  body?: string
  /** For the whole exchange, the body included. */
  timeoutMs: number
  signal?: AbortSignal | undefined
}

export type HttpAnswer = {
  status: number
  headers: Headers
  /** `unreadable`: cut short, too large, or no JSON; the status still says what became of the request (CON-11). */
  body: { kind: 'json'; value: unknown } | { kind: 'unreadable'; because: 'cut-short' | 'too-large' | 'not-json' }
}

/** Far above a fortnight of slots; a body that never ends shall not fill the memory. */
const LARGEST_BODY = 32 * 1024 * 1024

/** One exchange; never repeated, never redirected (a redirect would send a booking twice). Throws TransportError when no status came. */
export async function exchange(deps: { fetch: Fetch }, request: HttpRequest): Promise<HttpAnswer> {
  if (request.signal?.aborted) throw new TransportError('given-up', false)

  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), request.timeoutMs)
  const signal = request.signal ? AbortSignal.any([stop.signal, request.signal]) : stop.signal
  const { method, headers, body } = request
  try {
    const response = await deps.fetch(request.url, { method, headers, ...(body !== undefined && { body }), redirect: 'manual', signal })
    return { status: response.status, headers: response.headers, body: await readBody(response) }
  } catch (cause) {
    const error = transportErrorFrom(cause)
    if (stop.signal.aborted) throw new TransportError('timed-out', error.ambiguous)
    if (request.signal?.aborted) throw new TransportError('given-up', error.ambiguous)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

async function readBody(response: Fetched): Promise<HttpAnswer['body']> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength
      if (size > LARGEST_BODY) return { kind: 'unreadable', because: 'too-large' }
      chunks.push(chunk)
    }
  } catch {
    return { kind: 'unreadable', because: 'cut-short' }
  }

  try {
    // The media type is not asked: gateways send FHIR as application/json, and HTML under any name.
    return { kind: 'json', value: JSON.parse(new TextDecoder().decode(Buffer.concat(chunks))) }
  } catch {
    return { kind: 'unreadable', because: 'not-json' }
  }
}

/** RFC 3986: everything but unreserved characters, so that no URL parser on the way finds anything to change (CON-12). */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

export type Query = readonly (readonly [name: string, value: string])[]

/** `?a=1&b=2`, or nothing. */
export function toQueryString(query: Query): string {
  return query.map(([name, value], index) => `${index === 0 ? '?' : '&'}${percentEncode(name)}=${percentEncode(value)}`).join('')
}
