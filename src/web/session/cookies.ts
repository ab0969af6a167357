import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Sealing } from '../sealing.ts'

/** Whose prefix has browsers keep it to this host and to https; over plain http they would refuse it. */
const nameOf = (name: string, { url }: { url: string }) => (url.startsWith('https:') ? `__Host-${name}` : name)

// Lax, for the way back from CIS2 is from another site.
const optionsOf = ({ url }: { url: string }) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure: url.startsWith('https:') }) as const

type Config = { url: string }

export function readSessionCookie(config: Config, request: FastifyRequest): string | undefined {
  return request.cookies[nameOf('booking', config)]
}

export function setSessionCookie(config: Config, reply: FastifyReply, token: string): void {
  reply.setCookie(nameOf('booking', config), token, optionsOf(config))
}

export function clearSessionCookie(config: Config, reply: FastifyReply): void {
  reply.clearCookie(nameOf('booking', config), optionsOf(config))
}

const SIGN_IN_SECONDS = 1_800
const PLACE = 'sign-in cookie'

/** What has to be remembered between the two halves of a sign-in, sealed in the browser itself: nobody who only knocks fills the database. */
export function setSignInCookie(config: Config, { reply, sealing }: { reply: FastifyReply; sealing: Sealing }, kept: object): void {
  reply.setCookie(nameOf('signing-in', config), sealing.seal(JSON.stringify(kept), PLACE), {
    ...optionsOf(config),
    maxAge: SIGN_IN_SECONDS,
  })
}

/** It serves once. */
export function takeSignInCookie(config: Config, of: { request: FastifyRequest; reply: FastifyReply; sealing: Sealing }): unknown {
  const sealed = of.request.cookies[nameOf('signing-in', config)]
  of.reply.clearCookie(nameOf('signing-in', config), optionsOf(config))
  const opened = sealed === undefined ? undefined : of.sealing.open(sealed, PLACE)
  return opened === undefined ? undefined : JSON.parse(opened)
}
