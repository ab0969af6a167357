import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { pipeline, type Readable } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { createGunzip } from 'node:zlib'
import type { Fetch, Fetched } from './http.ts'
import type { TlsSessions } from './tls-sessions.ts'
import { TransportError, type TransportReason, transportErrorFrom } from './transport-error.ts'

type Agents = { secure: https.Agent; plain: http.Agent; sessions: TlsSessions; connectTimeoutMs: number }

/** One request on one connection, never repeated, whose failure tells whether any byte of it can have left (CON-11). */
export function sendOnce(agents: Agents, url: string, init: Parameters<Fetch>[1]): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    let mayHaveLeft = false
    let connecting: NodeJS.Timeout | undefined
    let slow = false

    const fail = (cause: unknown) => {
      clearTimeout(connecting)
      if (slow && !mayHaveLeft) return reject(new TransportError('not-sent', false, { reason: 'connect-timed-out' }))
      const error = transportErrorFrom(cause)
      // A network that is lost fails an open connection with the code of one that was never made (CON-11).
      if (mayHaveLeft) return reject(isRefusedUnread(error) ? error : new TransportError('broken-off', true))
      reject(error.ambiguous ? new TransportError('not-sent', false, { reason: error.reason ?? handshakeReason(cause) }) : error)
    }

    let request: ClientRequest
    try {
      request = open(agents, url, init)
    } catch (cause) {
      // Node refuses a target or header that cannot be written as it is, and OpenSSL what is no certificate or key.
      const byOpenSsl = cause instanceof Error && 'code' in cause && /^ERR_(?:OSSL|SSL)_/.test(String(cause.code))
      const reason = byOpenSsl ? 'own-certificate-unusable' : 'address-unusable'
      return reject(new TransportError('not-sent', false, { reason }))
    }
    request.on('socket', (socket) => {
      if (request.reusedSocket) {
        mayHaveLeft = true
        return
      }
      if (socket instanceof TLSSocket) agents.sessions.keep(new URL(url).origin, socket)
      connecting = setTimeout(() => {
        slow = true
        request.destroy()
      }, agents.connectTimeoutMs)
      whenOpen(socket, () => {
        clearTimeout(connecting)
        mayHaveLeft = true
      })
    })
    request.on('error', fail)
    // After a 101 Node ends the connection without a word.
    request.on('close', () => fail(new Error('closed without an answer')))
    request.on('response', (reply) => {
      try {
        resolve(toFetched(reply))
      } catch (cause) {
        // A status that HTTP does not have.
        reply.destroy()
        fail(cause)
      }
    })
    request.end(init.body)
  })
}

/** Who refuses a handshake has read none of what followed it. */
function isRefusedUnread({ ambiguous, reason }: TransportError): boolean {
  return !ambiguous && (reason === 'own-certificate-refused' || reason === 'tls-failed')
}

function open({ secure, plain, sessions }: Agents, url: string, { method, headers, signal }: Parameters<Fetch>[1]): ClientRequest {
  const { protocol, hostname, port, origin } = new URL(url)
  // CON-04: the target goes out as it is written, and not as a URL parser would have it.
  const path = /^[^/]*\/\/[^/?#]*([^#]*)/.exec(url)?.[1] || '/'
  // A URL shows an IPv6 address in brackets, which a connection does not want.
  const host = hostname.replace(/^\[|\]$/g, '')
  const options = { host, ...(port !== '' && { port }), path, method, headers: { 'Accept-Encoding': 'gzip', ...headers }, signal }
  if (protocol !== 'https:') return http.request({ ...options, agent: plain })
  const session = sessions.at(origin)
  return https.request({ ...options, agent: secure, ...(session && { session }) })
}

/** Node gives some of OpenSSL's refusals one code for all, and the rest in words. */
function handshakeReason(cause: unknown): TransportReason {
  if (!(cause instanceof Error && 'code' in cause && cause.code === 'EPROTO')) return 'no-connection'
  return /alert (?:\w+ )*(?:certificate|unknown ca|access denied)/i.test(cause.message) ? 'own-certificate-refused' : 'tls-failed'
}

function whenOpen(socket: Socket, opened: () => void): void {
  socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', opened)
}

const WITHOUT_BODY = [204, 205, 304]

function toFetched(reply: IncomingMessage): Fetched {
  const headers = new Headers()
  for (let index = 0; index < reply.rawHeaders.length; index += 2) {
    headers.append(reply.rawHeaders[index] ?? '', reply.rawHeaders[index + 1] ?? '')
  }
  const status = reply.statusCode ?? 0
  if (status < 200 || status > 599) throw new RangeError('HTTP has no such status.')
  if (WITHOUT_BODY.includes(status)) {
    reply.resume()
    return { status, headers, body: null }
  }
  const isZipped = headers.get('content-encoding')?.trim().toLowerCase() === 'gzip'
  return { status, headers, body: isZipped ? unzipped(reply) : reply }
}

/** What breaks off on one side breaks off on the other too. */
function unzipped(reply: IncomingMessage): Readable {
  const plain = createGunzip()
  pipeline(reply, plain, () => {})
  return plain
}
