import http, { type ClientRequest, type IncomingMessage, type RequestOptions, type ServerResponse } from 'node:http'
import https from 'node:https'
import { pipeline } from 'node:stream'
import type { Identity } from '../listen.ts'
import { SPINE_TLS } from '../tls.ts'
import { endToEndHeaders } from './hop-by-hop.ts'

export type ProviderPool = {
  /** `asExpired`: by the certificate that has expired, and a connection of its own. */
  send: (protocol: string, options: RequestOptions, asExpired: boolean) => ClientRequest
  close: () => void
}

/** The SSP as a client: whose certificates it trusts, and its own. */
export type ProviderPoolTls = { ca: string; identity: Identity; expired?: Identity | undefined }

export function openProviderPool(tls?: ProviderPoolTls): ProviderPool {
  // Free connections are dropped before a provider with Node's five seconds would close them under a request.
  const options = { keepAlive: true, timeout: 4_000 }
  const showing = ({ certificate, key }: Identity, ca: string) => ({ ...SPINE_TLS, ca, cert: certificate, key, maxCachedSessions: 0 })
  const plain = new http.Agent(options)
  const secure = new https.Agent({ ...options, ...(tls && showing(tls.identity, tls.ca)) })
  const expired = tls?.expired && new https.Agent({ keepAlive: false, ...showing(tls.expired, tls.ca) })
  return {
    send: (protocol, options, asExpired) => {
      if (protocol !== 'https:') return http.request({ ...options, agent: plain })
      return https.request({ ...options, agent: (asExpired && expired) || secure })
    },
    close: () => {
      for (const agent of [plain, secure, expired]) agent?.destroy()
    },
  }
}

type ForwardDeps = { pool: ProviderPool; providerTimeoutMs: number }
type Forwarding = {
  request: IncomingMessage
  response: ServerResponse
  target: string
  /** A fault on demand: the provider is shown a certificate that has expired. */
  asExpired: boolean
  onFailure: (why: 'unreachable' | 'timeout') => void
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function optionsFor(request: IncomingMessage, target: string, timeout: number): { protocol: string; options: RequestOptions } {
  const [origin = '', protocol = '', authority = ''] = /^(https?:)\/\/([^/?]+)/.exec(target) ?? []
  const [host = '', port] = authority.split(':')
  const path = target.slice(origin.length)
  const headers = endToEndHeaders(request.rawHeaders).map((text, index, all) =>
    index % 2 === 1 && all[index - 1]?.toLowerCase() === 'host' ? authority : text,
  )
  if (request.headers.host === undefined) headers.push('Host', authority)
  // How a body is framed belongs to each hop; that there is none has to be said of a POST.
  if (request.headers['transfer-encoding'] !== undefined) headers.push('Transfer-Encoding', 'chunked')
  else if (request.headers['content-length'] === undefined && request.method !== 'GET') headers.push('Content-Length', '0')
  return {
    protocol,
    options: {
      host,
      ...(port !== undefined && { port }),
      method: request.method ?? '',
      path: path.startsWith('/') ? path : `/${path}`,
      headers,
      timeout,
    },
  }
}

/** Hands the provider's reply on as it arrives. Once it has begun, a failure can only be shown by breaking off. */
function relayReply(reply: IncomingMessage, response: ServerResponse): void {
  response.writeHead(reply.statusCode ?? 502, reply.statusMessage, endToEndHeaders(reply.rawHeaders))
  response.flushHeaders()
  pipeline(reply, response, () => {})
}

/** Streams a request to the provider and its reply back, both untouched but for what belongs to a single hop. */
export function forward(deps: ForwardDeps, forwarding: Forwarding): void {
  const { request, response, target, asExpired, onFailure } = forwarding
  const { protocol, options } = optionsFor(request, target, deps.providerTimeoutMs)
  const upstream = deps.pool.send(protocol, options, asExpired)
  let timedOut = false

  const stopIfAbandoned = () => {
    if (!response.writableFinished) upstream.destroy()
  }
  response.once('close', stopIfAbandoned)

  upstream.on('response', (reply) => relayReply(reply, response))
  upstream.on('timeout', () => {
    // A consumer that reads slowly is no fault of the provider.
    if (response.writableNeedDrain) return
    timedOut = true
    upstream.destroy()
  })
  upstream.on('error', (error: NodeJS.ErrnoException) => {
    if (response.headersSent || response.destroyed) return
    // The provider closed an idle connection just as it was used again; nothing but a read can be sent twice.
    if (!timedOut && upstream.reusedSocket && error.code === 'ECONNRESET' && request.method === 'GET' && !hasBody(request)) {
      response.off('close', stopIfAbandoned)
      forward(deps, forwarding)
      return
    }
    onFailure(timedOut ? 'timeout' : 'unreachable')
  })

  if (!hasBody(request)) return void upstream.end()
  upstream.flushHeaders()
  request.pipe(upstream)
}
