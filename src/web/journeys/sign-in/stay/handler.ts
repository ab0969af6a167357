import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { WebDeps } from '../../../deps.ts'

/** For the script that warns before a time-out: asking is no sign of life, staying is. */
export function stay({ sessions, now }: WebDeps): RouteOptions[] {
  const handler = async ({ session }: FastifyRequest, reply: FastifyReply) => {
    if (!session) return reply.code(401).send({ secondsLeft: 0 })
    const left = sessions.endsAt(session).idle.getTime() - now().getTime()
    return reply.send({ secondsLeft: Math.max(0, Math.round(left / 1000)) })
  }
  return [
    { method: 'GET', url: '/session', config: { page: 'ask for the time left', open: 'to-anybody', silent: true }, handler },
    { method: 'POST', url: '/session', config: { page: 'stay signed in', open: 'to-anybody' }, handler },
  ]
}
