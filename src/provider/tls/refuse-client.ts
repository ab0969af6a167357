import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { standingHeaders } from '../hooks/standing-headers.ts'

/** What TLS fronts answer, de facto, to a client without a certificate or with a bad one (SEC-01): nothing but this line. */
const ANSWERS = {
  refused: { status: 495, reason: 'SSL Certificate Error' },
  anonymous: { status: 496, reason: 'SSL Certificate Required' },
} as const

const headersOn = (socket: object) => ({ ...standingHeaders(socket), 'content-length': '0', connection: 'close' })

export type RefusedKind = keyof typeof ANSWERS

export function refuseClient(response: ServerResponse, kind: RefusedKind): void {
  const { status, reason } = ANSWERS[kind]
  response.writeHead(status, reason, headersOn(response.req.socket)).end()
}

/** The same where there is no request that could be read. */
export function refuseUnread(socket: Duplex, kind: RefusedKind): void {
  if (!socket.writable) return void socket.destroy()

  const { status, reason } = ANSWERS[kind]
  const head = [`HTTP/1.1 ${status} ${reason}`, ...Object.entries(headersOn(socket)).map(([name, value]) => `${name}: ${value}`)]
  socket.end(`${head.join('\r\n')}\r\n\r\n`)
}
