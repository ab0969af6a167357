import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { isIPv6 } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'
import { nameOf, SPINE_TLS } from './tls.ts'

export type Listening = { url: string; close: () => Promise<void> }

/** PEM. */
export type Identity = { certificate: string; key: string }

export type ListenTls = {
  identity: Identity
  /** Asks callers for a certificate, and lets each handshake end so that the listener can say what is wrong with it. */
  clientCa?: string
  /** Whom to be on a new connection, when not oneself: a fault on demand. */
  insteadOf?: () => Identity | undefined
}

export type ListenOptions = { host: string; port: number; tls?: ListenTls | undefined }

/** What is still being answered gets two seconds. */
const GRACE_MS = 2_000

// Longer than the pools of those who call, so that it is they who let go of an idle connection.
const KEEP_ALIVE = { keepAliveTimeout: 75_000 }

export async function listen(listener: RequestListener, { host, port, tls }: ListenOptions): Promise<Listening> {
  const server = tls ? createSecureServer({ ...KEEP_ALIVE, ...secured(tls) }, listener) : createServer(KEEP_ALIVE, listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  const actualPort = typeof address === 'object' ? address?.port : undefined
  const plainHost = isIPv6(host) ? `[${host}]` : host

  return {
    url: tls ? `https://${nameOf(tls.identity.certificate) ?? plainHost}:${actualPort}` : `http://${plainHost}:${actualPort}`,
    close: () =>
      new Promise((resolve) => {
        const grace = setTimeout(() => server.closeAllConnections(), GRACE_MS)
        server.close(() => {
          clearTimeout(grace)
          resolve()
        })
      }),
  }
}

function secured({ identity, clientCa, insteadOf }: ListenTls) {
  const contexts = new Map<string, SecureContext>()
  const contextOf = ({ certificate, key }: Identity): SecureContext => {
    const context =
      contexts.get(certificate) ?? createSecureContext({ ...SPINE_TLS, cert: certificate, key, ...(clientCa && { ca: clientCa }) })
    contexts.set(certificate, context)
    return context
  }
  return {
    ...SPINE_TLS,
    cert: identity.certificate,
    key: identity.key,
    ...(clientCa !== undefined && { ca: clientCa, requestCert: true, rejectUnauthorized: false }),
    ...(insteadOf && {
      SNICallback: (_name: string, told: (error: Error | null, context?: SecureContext) => void) => {
        const other = insteadOf()
        told(null, other && contextOf(other))
      },
    }),
  }
}
