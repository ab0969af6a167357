import { isIP } from 'node:net'
import { connect, type SecureContext, type TLSSocket } from 'node:tls'
import type { Entry } from 'ldapts'
import { unavailableByCode, unavailableByConnection } from './sds-ldap-failure.ts'
import { type Unavailable, unavailable } from './unavailable.ts'

export type LdapServer = {
  url: string
  secureContext: SecureContext
  serverName: string | undefined
  connectTimeoutMs: number
  queryTimeoutMs: number
}

export type LdapSearch = { base: string; equal: readonly (readonly [attribute: string, value: string])[]; attributes: readonly string[] }

/** `lost`: the connection went away under the question, which a fresh one may still answer. */
export type LdapAnswer = { entries: readonly Entry[] } | { failed: Unavailable; lost: boolean }

export type LdapConnection = {
  /** Undefined once it is open for questions. */
  opened: Promise<Unavailable | undefined>
  /** Neither lost nor given up; it may still be opening. */
  isGood: () => boolean
  /** Only when open. */
  search: (search: LdapSearch) => Promise<LdapAnswer>
  /** Whether the process has to stay alive for it. */
  hold: (inUse: boolean) => void
  close: () => Promise<void>
}

/** One TLS connection with an anonymous bind. Not reopened: the library would go on with half an answer of the former connection. */
export function openLdapConnection(server: LdapServer): LdapConnection {
  let state: 'opening' | 'open' | 'over' = 'opening'
  let socket: TLSSocket | undefined
  let secured = false
  let inUse = true
  let timedOut = false
  let closed = false
  let endGently: (() => Promise<void>) | undefined
  // The library would wait for ever for a connection that is ended while it opens.
  const gone = Promise.withResolvers<never>()
  gone.promise.catch(() => {})

  function connectTls(): TLSSocket {
    const { hostname, port } = new URL(server.url)
    const host = hostname.replace(/^\[|\]$/g, '')
    const { secureContext, serverName = host } = server
    const made = connect({
      host,
      port: port === '' ? 636 : Number(port),
      secureContext,
      // Names the certificate that is wanted, which an address cannot.
      ...(isIP(serverName) === 0 && { servername: serverName }),
    })
    made.setKeepAlive(true, 60_000)
    made.setNoDelay(true)
    made.once('secureConnect', () => {
      secured = true
    })
    made.once('close', () => {
      state = 'over'
      gone.reject(new Error('The connection has ended.'))
    })
    if (!inUse) made.unref()
    socket = made
    return made
  }

  // Loaded on the first connection: whoever looks up by FHIR has no use for it.
  const library = import('ldapts')
  const client = library.then(({ Client }) => new Client({ url: server.url, createSecureConnection: () => connectTls() }))

  async function open(): Promise<Unavailable | undefined> {
    const ldap = await client
    if (closed) return unavailable('given-up')
    endGently = () => ldap.unbind()
    const timer = setTimeout(() => {
      timedOut = true
      socket?.destroy()
    }, server.connectTimeoutMs)
    try {
      await Promise.race([ldap.bind('', ''), gone.promise])
      state = 'open'
      return undefined
    } catch (error) {
      state = 'over'
      socket?.destroy()
      if (closed) return unavailable('given-up')
      if (timedOut) return unavailable('timed-out')
      const code = resultCodeOf(error)
      return code === undefined ? unavailableByConnection(error, { secured }) : unavailableByCode(code)
    } finally {
      clearTimeout(timer)
    }
  }

  async function search({ base, equal, attributes }: LdapSearch): Promise<LdapAnswer> {
    const [{ AndFilter, EqualityFilter }, ldap] = await Promise.all([library, client])
    if (state !== 'open' || !ldap.isConnected) return { failed: unavailable('broken-off'), lost: true }
    // Values go out as they are, each in an element of its own: no text of a filter is written or read that could need escapes (RFC 4515).
    const filter = new AndFilter({ filters: equal.map(([attribute, value]) => new EqualityFilter({ attribute, value })) })
    try {
      const timeLimit = Math.ceil(server.queryTimeoutMs / 1000)
      const { searchEntries } = await ldap.search(base, { scope: 'sub', filter, attributes: [...attributes], timeLimit })
      return { entries: searchEntries }
    } catch (error) {
      const code = resultCodeOf(error)
      return code === undefined ? { failed: unavailable('broken-off'), lost: true } : { failed: unavailableByCode(code), lost: false }
    }
  }

  return {
    opened: open(),
    isGood: () => state !== 'over',
    search,
    hold(wanted) {
      inUse = wanted
      if (wanted) socket?.ref()
      else socket?.unref()
    },
    async close() {
      closed = true
      state = 'over'
      await endGently?.().catch(() => {})
      socket?.destroy()
    },
  }
}

/** The library's errors for refusals carry the result code; its others do not. */
function resultCodeOf(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined
}
