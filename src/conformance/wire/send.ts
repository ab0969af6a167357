import http from 'node:http'
import https from 'node:https'
import { setTimeout as delay } from 'node:timers/promises'
import type { Target } from '../target/decode-target.ts'
import { type Answer, type Headers, readAnswer, type Sent } from './answer.ts'
import { type Draft, POOR_TLS, queryText } from './draft.ts'
import { writeToken } from './token.ts'

export type Certificate = { ca?: string; cert?: string; key?: string }

export type Wire = {
  send: (draft: Draft, signal: AbortSignal) => Promise<Answer>
  requestsSent: () => number
  close: () => void
}

/** Something stood in the way of an answer; what it says is part of a report. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly sent: Sent

  constructor(why: string, sent: Sent, options?: ErrorOptions) {
    super(why, options)
    this.sent = sent
  }
}

/**
 * Sends what it is given, wrong as it may be, over connections of its own. Only to the host that the target names; a redirect is an
 * answer like any other, and never followed.
 */
export function openWire(target: Target, certificates: Readonly<Record<string, Certificate>> = {}): Wire {
  const base = new URL(target.ssp ?? target.serviceRoot)
  const agents = new Map<string, http.Agent>()
  const agentFor = ({ certificate: name, tls }: Draft) => {
    const certificate: string = name ?? 'own'
    const key = `${certificate} ${tls ?? ''}`
    const known = agents.get(key)
    if (known) return known
    const options = { keepAlive: true, maxSockets: 20 }
    // With another certificate no connection may be taken up again.
    const agent =
      base.protocol === 'https:'
        ? new https.Agent({ ...options, maxCachedSessions: 0, ...certificates[certificate], ...(tls && POOR_TLS[tls]) })
        : new http.Agent(options)
    agents.set(key, agent)
    return agent
  }
  const pace = createPace(target.requestsPerSecond)
  let requestsSent = 0

  async function send(draft: Draft, signal: AbortSignal): Promise<Answer> {
    const url = urlOf(draft, target)
    if (url.host !== base.host || url.protocol !== base.protocol)
      throw new Error(`The request would go to ${url.host}, which the target does not name.`)
    await pace(signal)
    requestsSent += 1
    return exchange(draft, { url, agent: agentFor(draft), timeoutMs: target.timeoutSeconds * 1000, signal })
  }
  return {
    send,
    requestsSent: () => requestsSent,
    close: () => {
      for (const agent of agents.values()) agent.destroy()
    },
  }
}

/** CON-04: through an SSP the practice's own URL follows the SSP's, as it is. */
export function urlOf({ serviceRoot, path, query }: Draft, { ssp }: Target): URL {
  const search = queryText(query)
  return new URL(`${ssp === undefined ? '' : `${ssp}/`}${serviceRoot}${path}${search === '' ? '' : `?${search}`}`)
}

function headersOf(draft: Draft, url: URL): Headers {
  const { token, body } = draft
  const isSent = (name: string) => draft.headers.some(([other]) => other.toLowerCase() === name)
  return [
    ['Host', url.host],
    ...draft.headers,
    ...(token && !isSent('authorization') ? [['Authorization', `Bearer ${writeToken(token)}`] as const] : []),
    ...(body !== undefined && !isSent('content-length') && !isSent('transfer-encoding')
      ? [['Content-Length', String(Buffer.byteLength(body))] as const]
      : []),
  ]
}

type Exchange = { url: URL; agent: http.Agent; timeoutMs: number; signal: AbortSignal }

function exchange(draft: Draft, { url, agent, timeoutMs, signal }: Exchange): Promise<Answer> {
  const headers = headersOf(draft, url)
  const body = draft.body ?? ''
  // The URL is written as the draft has it: URL would tidy up what a scenario means to send.
  const written = `${url.pathname}${url.search}`
  const sent: Sent = { method: draft.method, url: url.href, headers, body: body.toString() }
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const fail = (why: string, cause?: unknown) => reject(new NoAnswer(why, sent, { cause }))
    // What may have made something is waited for, whoever wants to stop: else nobody would know what to undo.
    const bounded = AbortSignal.any([...(draft.method === 'GET' ? [signal] : []), AbortSignal.timeout(timeoutMs)])
    const request = (url.protocol === 'https:' ? https : http).request(
      url,
      { method: draft.method, path: written, agent, headers: headers.flat(), signal: bounded, setDefaultHeaders: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', (error) => fail(`The answer broke off: ${error.message}.`, error))
        response.on('end', () => {
          const { statusCode: status = 0, rawHeaders } = response
          resolve(readAnswer({ sent, status, rawHeaders, bytes: Buffer.concat(chunks), durationMs: performance.now() - began }))
        })
      },
    )
    request.on('error', (error) => {
      if (draft.method === 'GET' && signal.aborted) reject(signal.reason)
      else fail(bounded.aborted ? `No answer came within ${timeoutMs / 1000} seconds.` : `No answer came: ${error.message}.`, error)
    })
    request.end(body)
  })
}

/** Requests that may follow one another at once after a pause, so that a race is one. */
const BURST = 10

/** So many requests a second at most, but for a burst, in the order in which they were asked for. */
function createPace(perSecond: number): (signal: AbortSignal) => Promise<void> {
  const gap = 1000 / perSecond
  let next = 0
  return async (signal) => {
    const now = performance.now()
    const at = Math.max(now - BURST * gap, next)
    next = at + gap
    if (at > now) await delay(at - now, undefined, { signal })
    signal.throwIfAborted()
  }
}
