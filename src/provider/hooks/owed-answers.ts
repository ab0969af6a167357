import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

export type OwedAnswers = { watch: (server: Server) => void; isOwedOn: (socket: Duplex) => boolean }

/** On which connections a request has not been answered yet. */
export function createOwedAnswers(): OwedAnswers {
  const owed = new WeakMap<Duplex, number>()
  const count = (socket: Duplex, change: 1 | -1) => owed.set(socket, (owed.get(socket) ?? 0) + change)
  return {
    watch(server) {
      server.on('request', ({ socket }, response) => {
        count(socket, 1)
        response.once('close', () => count(socket, -1))
      })
    },
    isOwedOn: (socket) => (owed.get(socket) ?? 0) > 0,
  }
}
