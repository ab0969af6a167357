import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    isCounted?: boolean
  }
}

export type TrafficOptions = {
  /** Told of each request once, when it has been worked on. */
  count?: ((request: FastifyRequest, reply: FastifyReply) => void) | undefined
  /** Whether answers ask the caller to come back on another connection. */
  isLeaving: () => boolean
  /** The server's event for a connection that can carry requests. */
  connectedBy: 'connection' | 'secureConnection'
  /** A request is worked on until its answer is ready to leave; or, where answers are sent in pieces, until the last has left. */
  until: 'ready' | 'sent'
}

export type Traffic = {
  /** Called where a hook sees an answer after every other has: after that, nothing is left to do but to send it. */
  watch: (app: FastifyInstance) => void
  inFlight: () => number
  /** Once no request is being worked on, of callers who have hung up neither. */
  worked: () => Promise<void>
  /**
   * Ends connections on which no request is being worked on. Node ends those that have had an answer, when it stops listening: not those
   * that have not asked anything yet, nor those whose answer left later.
   */
  endQuiet: () => void
}

/** Who is connected, and what is being worked on for them. */
export function createTraffic({ count, isLeaving, connectedBy, until }: TrafficOptions): Traffic {
  const inFlight = new Set<FastifyRequest>()
  const connections = new Set<Socket>()
  const worked = Promise.withResolvers<void>()
  let isAwaited = false

  function finish(request: FastifyRequest, reply: FastifyReply): void {
    if (request.isCounted) return
    request.isCounted = true
    inFlight.delete(request)
    count?.(request, reply)
    if (isAwaited && inFlight.size === 0) worked.resolve()
  }

  return {
    watch(app) {
      app.server.on(connectedBy, (socket: Socket) => {
        connections.add(socket)
        socket.once('close', () => connections.delete(socket))
      })
      app.decorateRequest('isCounted', false)
      app.addHook('onRequest', (request, _reply, done) => {
        inFlight.add(request)
        done()
      })
      app.addHook('onSend', (request, reply, answer, done) => {
        if (isLeaving()) reply.header('connection', 'close')
        if (until === 'ready' || reply.raw.destroyed) finish(request, reply)
        else reply.raw.once('close', () => finish(request, reply))
        done(null, answer)
      })
      // For an answer that the hooks before failed to make; alone it is not enough, for it is not called where the caller has hung up.
      app.addHook('onResponse', (request, reply, done) => {
        finish(request, reply)
        done()
      })
    },
    inFlight: () => inFlight.size,
    worked() {
      isAwaited = true
      if (inFlight.size === 0) worked.resolve()
      return worked.promise
    },
    endQuiet() {
      const busy = new Set<Socket>(Array.from(inFlight, ({ raw }) => raw.socket))
      // What has been answered is still sent.
      for (const socket of connections) if (!busy.has(socket)) socket.destroySoon()
    },
  }
}
