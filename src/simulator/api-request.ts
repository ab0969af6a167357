import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { TLSSocket } from 'node:tls'

export type ApiRequest = {
  method: string
  /** Below the API's base path, as it was sent. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** As the caller addressed this server: `http://127.0.0.1:4000`. */
  origin: string
  target: string
}

export type ApiReply = { status: number; headers: Readonly<Record<string, string | undefined>>; body: unknown }

/** Undefined where the request is for another API. */
export function readApiRequest(request: IncomingMessage, basePath: string): ApiRequest | undefined {
  const target = request.url ?? ''
  const [path = '', ...query] = target.split('?')
  if (!path.startsWith(basePath)) return undefined
  return {
    method: request.method ?? '',
    path: path.slice(basePath.length),
    query: new URLSearchParams(query.join('?')),
    headers: request.headers,
    origin: `${request.socket instanceof TLSSocket ? 'https' : 'http'}://${request.headers.host ?? ''}`,
    target,
  }
}

/** A header that is sent once; a blank one counts as absent. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function sendApiReply(response: ServerResponse, { status, headers, body }: ApiReply): void {
  const text = JSON.stringify(body)
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, value)
  }
  response.writeHead(status, { 'content-length': Buffer.byteLength(text) }).end(text)
}
