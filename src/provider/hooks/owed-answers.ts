import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

export type OwedAnswers = { watch: (server: Server) => void; allGivenOn: (socket: Duplex) => Promise<void> }

type Owed = Map<ServerResponse, { request: IncomingMessage; given: Promise<void> }>

/** Which requests have come whole on a connection, and have not been answered yet. */
export function createOwedAnswers(): OwedAnswers {
  const owedOn = new WeakMap<Duplex, Owed>()
  return {
    watch(server) {
      server.on('request', (request, response) => {
        const owed: Owed = owedOn.get(request.socket) ?? new Map()
        const given = new Promise<void>((resolve) => {
          response.once('close', () => {
            owed.delete(response)
            resolve()
          })
        })
        owedOn.set(request.socket, owed.set(response, { request, given }))
      })
    },
    async allGivenOn(socket) {
      const whole = [...(owedOn.get(socket)?.values() ?? [])].filter(({ request }) => request.complete)
      await Promise.all(whole.map(({ given }) => given))
    },
  }
}
