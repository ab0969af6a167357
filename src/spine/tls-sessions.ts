import type { TLSSocket } from 'node:tls'

type Resumable = { session: Buffer; judgedAt: number }

/** The TLS sessions of full handshakes, one for each origin, to be resumed for so long. */
export type TlsSessions = {
  /** For the next connection there; `undefined` when the server's certificate has to be judged anew. */
  at: (origin: string) => Buffer | undefined
  /** Of a resumed one nothing is kept, so that no chain of them outlives the first one's time. Node tells of a session only once it has verified the server. */
  keep: (origin: string, socket: TLSSocket) => void
}

export function keepTlsSessions({ forMs, now }: { forMs: number; now: () => number }): TlsSessions {
  const sessions = new Map<string, Resumable>()
  return {
    at: (origin) => {
      const kept = sessions.get(origin)
      return kept && now() - kept.judgedAt < forMs ? kept.session : undefined
    },
    keep: (origin, socket) => {
      const judgedAt = now()
      socket.on('session', (session: Buffer) => {
        if (!socket.isSessionReused()) sessions.set(origin, { session, judgedAt })
      })
    },
  }
}
