import { gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { apiDocument } from '../../src/openapi/document.ts'
import { createTrafficCheck, type Exchange, type TrafficCheck } from './traffic-check.ts'

let check: TrafficCheck | undefined

/** One for all tests: to compile the schemas takes longer than to use them. */
export function trafficCheck(): TrafficCheck {
  check ??= createTrafficCheck(apiDocument())
  return check
}

/** For buildProvider: hears every answer as it leaves. */
export function watchTraffic(hear: (exchange: Exchange) => void): (app: FastifyInstance) => void {
  return (app) => {
    app.addHook('onSend', async ({ method, raw, headers, body }, reply, payload) => {
      const path = /^\/[^/]+\/STU3\/1\/[^/]+(\/.*)$/.exec(raw.url ?? '')?.[1]?.replace('%24', '$')
      if (path === undefined) return payload
      const answer = {
        status: reply.statusCode,
        headers: reply.getHeaders(),
        body: bodyOf(payload, String(reply.getHeader('content-type'))),
      }
      hear({ request: { method, path, headers, body: parsed(body) }, answer })
      return payload
    })
  }
}

function bodyOf(payload: unknown, contentType: string): unknown {
  if (payload === undefined || payload === null || payload === '') return undefined
  const text = Buffer.isBuffer(payload) ? gunzipSync(payload).toString('utf8') : String(payload)
  return contentType.includes('json') ? JSON.parse(text) : text
}

function parsed(body: unknown): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : undefined
  } catch {
    return undefined
  }
}
