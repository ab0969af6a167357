import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { UnreadAudit } from '../hooks/audit-unread.ts'
import { standingHeaders } from '../hooks/standing-headers.ts'

/** What TLS fronts answer, de facto, to a client without a certificate or with a bad one (SEC-01): nothing but this line. */
const ANSWERS = {
  refused: { status: 495, reason: 'SSL Certificate Error' },
  anonymous: { status: 496, reason: 'SSL Certificate Required' },
} as const

const headersOn = (socket: object) => ({ ...standingHeaders(socket), 'content-length': '0', connection: 'close' })

export type RefusedKind = keyof typeof ANSWERS

export async function refuseClient(response: ServerResponse, kind: RefusedKind, audit: UnreadAudit): Promise<void> {
  const { status, reason } = ANSWERS[kind]
  if (!(await audit(response.req.socket, { status }))) return void response.destroy()
  response.writeHead(status, reason, headersOn(response.req.socket)).end()
}

/** The same where there is no request that could be read. */
export async function refuseUnread(socket: Duplex, kind: RefusedKind, audit: UnreadAudit): Promise<void> {
  const { status, reason } = ANSWERS[kind]
  if (!socket.writable || !(await audit(socket, { status }))) return void socket.destroy()

  const head = [`HTTP/1.1 ${status} ${reason}`, ...Object.entries(headersOn(socket)).map(([name, value]) => `${name}: ${value}`)]
  socket.end(`${head.join('\r\n')}\r\n\r\n`)
}
