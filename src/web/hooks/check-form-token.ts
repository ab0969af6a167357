import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { fieldOf } from '../request.ts'
import { WebRefusal } from '../web-refusal.ts'

/** A form of ours, from this session: no other site can make a browser send one. */
export function checkFormToken(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.routeOptions.config.notFromForm) return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') throw new WebRefusal('form-expired')

  const expected = Buffer.from(request.session?.content.formToken ?? '')
  const given = Buffer.from(String(request.headers['x-form-token'] ?? fieldOf(request, 'formToken')))
  if (expected.length === 0 || expected.length !== given.length || !timingSafeEqual(expected, given)) throw new WebRefusal('form-expired')
}
