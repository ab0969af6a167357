import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import { nameOf } from '../tls.ts'

/** What a request came over, for the audit log. A certificate that nobody vouches for may be anybody's: its name is not told. */
export type Caller = { protocol?: string; cipher?: string; certificateId?: string; certificateDn?: string }

export type Judged = { kind: 'plain' } | { kind: 'trusted'; fqdn: string | undefined } | { kind: 'refused'; status: 495 | 496 }

/** 496: none was shown; 495: bad. Their bodies are not published. */
export function judgeCaller({ socket }: IncomingMessage): Judged {
  if (!(socket instanceof TLSSocket)) return { kind: 'plain' }
  const certificate = socket.getPeerX509Certificate()
  if (!certificate) return { kind: 'refused', status: 496 }
  return socket.authorized ? { kind: 'trusted', fqdn: nameOf(certificate) } : { kind: 'refused', status: 495 }
}

export function describeCaller({ socket }: IncomingMessage): Caller {
  if (!(socket instanceof TLSSocket)) return {}
  const certificate = socket.getPeerX509Certificate()
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher()?.standardName ?? '',
    certificateId: certificate?.fingerprint256 ?? '',
    certificateDn: socket.authorized ? (certificate?.subject ?? '').replaceAll('\n', ', ') : '',
  }
}
