import type { TLSSocket } from 'node:tls'
import { judgeCertificate, type Verdict } from './judge-certificate.ts'
import type { Trust } from './trust.ts'

export type JudgeClientDeps = { now: () => Date; trust: () => Trust; sspFqdn: string }

/** `handshake` is what OpenSSL found wrong: the last of several things. */
export type ClientVerdict = Verdict | { kind: 'refused'; because: string; handshake: string } | { kind: 'anonymous' }

/**
 * Who is at the other end: judged for the first request of a connection, and again when the files have changed or a date has passed,
 * so that a certificate revoked meanwhile does not live on in a connection that is kept.
 */
export function createClientJudge({ now, trust, sspFqdn }: JudgeClientDeps): (socket: TLSSocket) => ClientVerdict {
  const judged = new WeakMap<TLSSocket, { by: Trust; verdict: ClientVerdict }>()

  return (socket) => {
    const current = { trust: trust(), sspFqdn, now: now() }
    const known = judged.get(socket)
    if (known?.by === current.trust && known.verdict.kind === 'admitted' && current.now <= known.verdict.until) return known.verdict

    const certificate = socket.getPeerX509Certificate()
    if (!certificate) return { kind: 'anonymous' }
    const byFiles = judgeCertificate(current, certificate)
    const verdict = socket.authorized ? byFiles : refusedAtHandshake(byFiles, String(socket.authorizationError))
    judged.set(socket, { by: current.trust, verdict })
    return verdict
  }
}

function refusedAtHandshake(byFiles: Verdict, handshake: string): ClientVerdict {
  return { kind: 'refused', because: byFiles.kind === 'refused' ? byFiles.because : handshake, handshake }
}
