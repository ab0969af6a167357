import type { Socket } from 'node:net'
import { createSecureContext, createServer } from 'node:tls'
import type { Identity } from '../../listen.ts'
import type { SpineRecords } from '../../spine-records.ts'
import { nameOf, SPINE_TLS } from '../../tls.ts'
import type { SdsFaults } from '../sds-faults.ts'
import { directoryEntries, type LdapDirectory } from './directory-entries.ts'
import { serveConnection } from './serve-connection.ts'

export type SdsLdapOptions = {
  records: () => SpineRecords
  /** 0 for any that is free. */
  address: { host: string; port: number }
  /** PEM: who it is, and who signs the certificates of those it lets in. */
  tls: {
    identity: Identity
    clientCa: string
    /** Whom to be on a new connection, when not oneself: a fault on demand. */
    insteadOf?: (() => Identity | undefined) | undefined
  }
  faults?: SdsFaults | undefined
  logFault?: ((error: unknown) => void) | undefined
}

export type SdsLdap = {
  /** `ldaps://` and the name in its certificate. */
  url: string
  /** How many are open. */
  connections: () => number
  /** Ends every connection, as a restart does. */
  dropConnections: () => void
  close: () => Promise<void>
}

/** A handshake, and a connection over which nothing is asked, are not waited for longer. */
const HANDSHAKE_TIMEOUT_MS = 10_000
const IDLE_MS = 10 * 60_000

/** The Spine Directory Service by LDAP: TLS with a client certificate that Spine trusts, and the records that the FHIR API shows. */
export async function startSdsLdap({ records, address, tls, faults = {}, logFault = () => {} }: SdsLdapOptions): Promise<SdsLdap> {
  const directory = arrangedOnce(records)
  const connections = new Set<Socket>()
  const server = createServer(
    {
      ...SPINE_TLS,
      cert: tls.identity.certificate,
      key: tls.identity.key,
      ca: tls.clientCa,
      requestCert: true,
      rejectUnauthorized: true,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      SNICallback: (_name, told) => {
        const other = tls.insteadOf?.()
        told(null, other && createSecureContext({ ...SPINE_TLS, cert: other.certificate, key: other.key, ca: tls.clientCa }))
      },
    },
    (socket) => {
      socket.setNoDelay(true)
      socket.setTimeout(IDLE_MS, () => socket.end())
      serveConnection({ directory, faults, logFault }, socket)
    },
  )
  // Below TLS, so that those whose handshake fails or never ends are known too.
  server.on('connection', (socket: Socket) => {
    connections.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => connections.delete(socket))
  })
  // Clients that are refused, or leave without a word, are no fault of the directory.
  server.on('tlsClientError', () => {})
  server.on('secureConnection', (socket) => socket.on('error', () => {}))

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const bound = server.address()
  const port = typeof bound === 'object' ? bound?.port : undefined
  const dropConnections = () => {
    for (const socket of connections) socket.destroy()
  }
  return {
    url: `ldaps://${nameOf(tls.identity.certificate) ?? address.host}:${port}`,
    connections: () => connections.size,
    dropConnections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        dropConnections()
      }),
  }
}

/** Arranged again when the data have been replaced. */
function arrangedOnce(records: () => SpineRecords): () => LdapDirectory {
  let of: SpineRecords | undefined
  let arranged: LdapDirectory | undefined
  return () => {
    const current = records()
    if (!arranged || of !== current) {
      of = current
      arranged = directoryEntries(current)
    }
    return arranged
  }
}
