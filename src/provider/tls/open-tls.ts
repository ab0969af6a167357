import type { Server as HttpServer, RequestListener } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { FastifyServerOptions } from 'fastify'
import type { Logger } from 'pino'
import { NODE_OPTIONS } from '../hooks/answer-what-node-would.ts'
import type { UnreadAudit } from '../hooks/audit-unread.ts'
import { type ClientVerdict, createClientJudge } from './judge-client.ts'
import { type KeepCredentialsDeps, keepCredentials } from './keep-credentials.ts'
import { type RefusedKind, refuseClient, refuseUnread } from './refuse-client.ts'
import { expiryOf } from './tell-age.ts'
import type { TlsConfig } from './tls-settings.ts'

type UnreadHandler = NonNullable<FastifyServerOptions['clientErrorHandler']>

/** Mutual TLS for a server: who is not the SSP gets no further than here (SEC-01). */
export type ProviderTls = {
  /** Listens by the current certificates, for fastify: its handler sees only requests of the SSP. */
  createServer: (
    audit: UnreadAudit,
  ) => (handler: RequestListener, timeouts: { requestTimeout?: unknown; keepAliveTimeout?: unknown }) => HttpServer
  /** Bytes that are no request are answered only if the SSP sent them. */
  guardUnread: (answer: UnreadHandler, audit: UnreadAudit) => UnreadHandler
  /** Reads certificates, key and lists again, as it happens by itself when the files change. */
  reload: () => Promise<void>
  /** Of what is in use now. */
  expiry: () => ReturnType<typeof expiryOf>
}

const HANDSHAKE_TIMEOUT_MS = 10_000

/** Throws a ConfigError that names every fault of the files. */
export async function openTls(deps: KeepCredentialsDeps, config: TlsConfig): Promise<ProviderTls> {
  const credentials = await keepCredentials(deps, config)
  const judge = createClientJudge({ now: deps.now, trust: () => credentials.current().trust, sspFqdn: config.sspFqdn })
  const established = new WeakSet<Socket>()

  /** What is to be answered instead; undefined for the SSP. */
  function refusalOf(socket: TLSSocket): RefusedKind | undefined {
    const verdict = judge(socket)
    if (verdict.kind === 'admitted') return undefined
    logRefusal(deps.log, socket, verdict)
    return verdict.kind
  }

  return {
    createServer: (audit) => (handler, timeouts) => {
      const server = createServer(
        {
          ...credentials.current().secureContext,
          requestCert: true,
          // The handshake is let end, so that the client is told; the verdict on it is read for each request.
          rejectUnauthorized: false,
          handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
          ...NODE_OPTIONS,
          ...timeoutsOf(timeouts),
        },
        (request, response) => {
          const refusal = request.socket instanceof TLSSocket ? refusalOf(request.socket) : 'anonymous'
          if (refusal) void refuseClient(response, refusal, audit)
          else handler(request, response)
        },
      )
      server.on('secureConnection', (socket) => {
        established.add(socket)
        // Nobody becomes another in the middle of a connection. OpenSSL's own option for it leaves the connection hanging.
        socket.disableRenegotiation()
      })
      followFiles(server, credentials)
      return server
    },

    guardUnread: (answer, audit) => (error, socket) => {
      if (!(socket instanceof TLSSocket) || !established.has(socket)) {
        if (error.code !== 'ECONNRESET') deps.log.info({ because: error.code, remoteAddress: socket.remoteAddress }, 'no TLS handshake')
        return void socket.destroy()
      }
      // TLS itself has failed: nothing can be said over it any more.
      if (/^ERR_(SSL|TLS)_/.test(error.code)) return void socket.destroy()
      const refusal = refusalOf(socket)
      if (refusal) void refuseUnread(socket, refusal, audit)
      else answer(error, socket)
    },

    reload: credentials.reload,
    expiry: () => expiryOf(credentials.current()),
  }
}

function followFiles(server: Server, credentials: Awaited<ReturnType<typeof keepCredentials>>): void {
  const stop = credentials.watch(({ secureContext }) => server.setSecureContext(secureContext))
  server.once('close', stop)
}

/** The certificate's fingerprint and no name from it: a smartcard's holds a person's. */
function logRefusal(log: Logger, socket: TLSSocket, verdict: Exclude<ClientVerdict, { kind: 'admitted' }>): void {
  const { kind, ...reasons } = verdict.kind === 'anonymous' ? { ...verdict, because: 'NO_CERTIFICATE' } : verdict
  const certificate = socket.getPeerX509Certificate()?.fingerprint256
  log.warn({ kind, ...reasons, certificate, remoteAddress: socket.remoteAddress }, 'client refused')
}

function timeoutsOf(timeouts: { requestTimeout?: unknown; keepAliveTimeout?: unknown }) {
  const { requestTimeout, keepAliveTimeout } = timeouts
  return {
    ...(typeof requestTimeout === 'number' && { requestTimeout }),
    ...(typeof keepAliveTimeout === 'number' && { keepAliveTimeout }),
  }
}
