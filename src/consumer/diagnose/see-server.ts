import { connect as connectPlain, isIP } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import type { TlsCredentials } from '../../spine/mutual-tls.ts'
import { type TransportReason, transportErrorFrom } from '../../spine/transport-error.ts'
import type { Details } from './finding.ts'
import { dayOf } from './own-certificate.ts'

export type ServerToSee = {
  url: string
  tls: TlsCredentials | undefined
  /** The name in its certificate, where that is not the URL's host. */
  serverName?: string | undefined
  timeoutMs: number
  signal?: AbortSignal | undefined
}

/** `trouble`: why no connection can be made that may be used. */
export type ServerSeen = { trouble: TransportReason | undefined; details: Details }

const PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'ldaps:': 636, 'http:': 80 }

/** Connects and looks at the server's certificate, even at one that cannot be trusted: nothing is sent to it. */
export function seeServer({ url, tls, serverName, timeoutMs, signal }: ServerToSee): Promise<ServerSeen> {
  const { protocol, hostname, port } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const address = { host, port: port === '' ? (PORTS[protocol] ?? 443) : Number(port) }
  const where = { host: `${host}:${address.port}` }

  return new Promise((resolve) => {
    const end = (trouble: TransportReason | undefined, details: Details = {}) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      socket.destroy()
      resolve({ trouble, details: { ...where, ...details } })
    }
    const stop = () => end('connect-timed-out')
    const timer = setTimeout(stop, timeoutMs)
    const secure = protocol === 'http:' ? undefined : connectSecurely(address, tls, serverName)
    const socket = secure ?? connectPlain(address)
    signal?.addEventListener('abort', stop, { once: true })
    socket.once('error', (error: Error) => end(reasonOf(error), codeOf(error)))
    secure?.once('secureConnect', () => end(...judge(secure)))
    if (!secure) socket.once('connect', () => end(undefined))
  })
}

function connectSecurely(address: { host: string; port: number }, tls: TlsCredentials | undefined, serverName: string = address.host) {
  const { ca, certificate, key } = tls ?? {}
  return connect({
    ...address,
    ...(ca !== undefined && { ca }),
    ...(certificate !== undefined && { cert: certificate }),
    ...(key !== undefined && { key }),
    // Names the certificate that is wanted, which an address cannot.
    ...(isIP(serverName) === 0 && { servername: serverName }),
    minVersion: 'TLSv1.2',
    // To be able to say what is wrong with the certificate, it has to be seen.
    rejectUnauthorized: false,
  })
}

function judge(socket: TLSSocket): [TransportReason | undefined, Details] {
  const { subject, issuer, valid_from, valid_to } = socket.getPeerCertificate()
  const [protocol, fault] = [socket.getProtocol(), socket.authorizationError]
  const details = {
    subject: nameIn(subject),
    issuer: nameIn(issuer),
    'valid from': dayOf(valid_from),
    'valid until': dayOf(valid_to),
    ...(protocol !== null && { protocol }),
  }
  if (socket.authorized) return [undefined, details]
  // Node has the code in some releases, and the error that it is of in others.
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : String(fault)
  return [transportErrorFrom(Object.assign(new Error(code), { code })).reason ?? 'certificate-not-trusted', { code, ...details }]
}

const nameIn = (name: { CN?: string | string[] } | undefined) => `CN=${name?.CN ?? ''}`

const reasonOf = (error: Error): TransportReason => transportErrorFrom(error).reason ?? 'tls-failed'

function codeOf(error: Error): Details {
  const code = 'code' in error ? error.code : undefined
  return typeof code === 'string' ? { code } : {}
}
