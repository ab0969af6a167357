import http from 'node:http'
import https from 'node:https'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import type { Fetch } from './http.ts'
import { sendOnce } from './send-once.ts'
import { keepTlsSessions, type TlsSessions } from './tls-sessions.ts'
import { TransportError } from './transport-error.ts'

/** PEM: whom to trust, and who this system is. Without certificate and key none is shown, which does where none is asked for. */
export type TlsCredentials = { ca: string; certificate?: string; key?: string }

export type TlsFetchOptions = {
  /** Asked before every request: when it answers with another object than before, new connections are made by that. */
  credentials: () => TlsCredentials | Promise<TlsCredentials>
  /** For a connection and its handshake; the request's own time limit runs meanwhile. */
  connectTimeoutMs?: number
  /** Connections to one origin at a time; further requests wait for one of them. 256 unless told: the practices of a federation share the SSP's. */
  maxSockets?: number
  /** Milliseconds by a clock that never goes back. */
  now?: () => number
}

export type TlsFetch = {
  fetch: Fetch
  connections: () => { busy: number; idle: number }
  /** Breaks off what is under way. */
  close: () => void
}

type Pools = { credentials: TlsCredentials; secure: https.Agent; plain: http.Agent; sessions: TlsSessions }

/** Below the five seconds after which many servers hang up: no connection shall close just as it is used again. */
const IDLE_MS = 4_000

/** `fetch` with a client certificate over connections that are kept, one pool for each origin (SEC-01). Plain HTTP passes too. */
export function createTlsFetch(options: TlsFetchOptions): TlsFetch {
  const { credentials, connectTimeoutMs = 5_000, maxSockets = 256, now = () => performance.now() } = options
  let current: Pools | undefined

  function poolsFor(asked: TlsCredentials): Pools {
    if (current?.credentials === asked) return current
    // Requests under way by the former credentials keep their connections until those have been idle for their time.
    for (const socket of socketsOf(current, 'freeSockets')) socket.destroy()
    const keep = { keepAlive: true, timeout: IDLE_MS, maxSockets, scheduling: 'lifo' } as const
    const { ca, certificate, key } = asked
    const identity = { ca, ...(certificate !== undefined && { cert: certificate }), ...(key !== undefined && { key }) }
    // Node would resume sessions for as long as the server lets it: `sessions` decides.
    const secure = new https.Agent({ ...keep, ...sharedContext({ ...identity, minVersion: 'TLSv1.2' }), maxCachedSessions: 0 })
    // A judgement counts as long for new connections as for one that is idle: it never was made for each request.
    current = { credentials: asked, secure, plain: new http.Agent(keep), sessions: keepTlsSessions({ forMs: IDLE_MS, now }) }
    return current
  }

  return {
    fetch: async (url, init) => {
      const pools = poolsFor(await answerOf(credentials, init.signal))
      return sendOnce({ ...pools, connectTimeoutMs }, url, init)
    },
    connections: () => ({ busy: socketsOf(current, 'sockets').length, idle: socketsOf(current, 'freeSockets').length }),
    close: () => {
      current?.secure.destroy()
      current?.plain.destroy()
      current = undefined
    },
  }
}

/** Nothing has been sent if there is none, or none in time. */
async function answerOf(credentials: TlsFetchOptions['credentials'], signal: AbortSignal): Promise<TlsCredentials> {
  const gaveUp = Promise.withResolvers<never>()
  const giveUp = () => gaveUp.reject(signal.reason)
  signal.addEventListener('abort', giveUp)
  try {
    return await Promise.race([credentials(), gaveUp.promise])
  } catch {
    throw new TransportError('not-sent', false, { reason: 'own-certificate-unusable' })
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

/** Read once: of its own accord Node reads certificates and key again for each connection, and keeps what it read as long as that lasts. */
function sharedContext(options: SecureContextOptions) {
  try {
    return { secureContext: createSecureContext(options) }
  } catch {
    // They cannot be used, which each request is told when it tries.
    return options
  }
}

function socketsOf(pools: Pools | undefined, of: 'sockets' | 'freeSockets') {
  const agents = pools ? [pools.secure, pools.plain] : []
  return agents.flatMap((agent) => Object.values(agent[of]).flatMap((sockets) => sockets ?? []))
}
