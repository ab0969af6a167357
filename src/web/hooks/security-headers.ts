import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebDeps } from '../deps.ts'

/** Nothing from anywhere else, nothing in line but the one script that the design system has in every page, and nothing kept by anybody. */
export function setSecurityHeaders({ config }: Pick<WebDeps, 'config'>, request: FastifyRequest, reply: FastifyReply): void {
  const nonce = randomBytes(16).toString('base64')
  request.nonce = nonce
  reply.headers({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': [
      "default-src 'none'",
      `script-src 'self' 'nonce-${nonce}'`,
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      // Browsers hold a redirect after a form to it: signing out goes on to CIS2.
      `form-action 'self' ${config.cis2Origin}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...(config.url.startsWith('https:') && { 'Strict-Transport-Security': 'max-age=31536000' }),
  })
}
