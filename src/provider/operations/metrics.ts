import type { FastifyReply, FastifyRequest } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { INTERACTIONS } from '../interactions.ts'
import { interactionOf } from './interaction-of.ts'
import type { ProcessState } from './process-state.ts'

/** In seconds. With PERF-01's 0.1, 0.25, 1 and 3 among them, so that what is over each can be counted. */
const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10]

export type Metrics = {
  /** Counts a request whose answer is ready to leave. */
  count: (request: FastifyRequest, reply: FastifyReply) => void
  /** Prometheus' text format. */
  text: () => Promise<string>
  contentType: string
}

/** Labels are drawn from short lists of ours: no practice, no organisation, nothing that a caller sent. */
export function createMetrics(state: ProcessState, { version }: { version: string }): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const requests = new Counter({
    name: 'gpa_requests_total',
    help: 'Requests by interaction, HTTP status (none where the caller had hung up) and Spine code (empty for a success)',
    labelNames: ['interaction', 'status', 'spine_code'],
    registers,
  })
  const durations = new Histogram({
    name: 'gpa_request_duration_seconds',
    help: 'From a request to its answer, audited and ready to leave, by interaction',
    labelNames: ['interaction'],
    buckets: BUCKETS,
    registers,
  })
  // From nothing, the first request would be no increase.
  for (const interaction of [...Object.keys(INTERACTIONS), 'none']) durations.zero({ interaction })
  registerGauges(registry, state, version)

  return {
    count(request, reply) {
      const interaction = interactionOf(request)
      const status = reply.raw.destroyed ? 'none' : reply.statusCode
      requests.inc({ interaction, status, spine_code: reply.spineCode ?? '' })
      durations.observe({ interaction }, reply.elapsedTime / 1000)
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** Read when they are asked for. */
function registerGauges(registry: Registry, state: ProcessState, version: string): void {
  const gauge = (name: string, help: string, read: () => number | undefined) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const value = read()
        if (value !== undefined) this.set(value)
      },
    })

  gauge('gpa_requests_in_flight', 'Requests that are being worked on', () => state.provider?.inFlight() ?? 0)
  gauge('gpa_database_connections_open', 'Connections to the database', () => state.db?.load().open ?? 0)
  gauge('gpa_database_connections_idle', 'Those of them that nobody uses', () => state.db?.load().idle ?? 0)
  gauge('gpa_database_waiting', 'Queries and transactions that wait for a connection', () => state.db?.load().waiting ?? 0)
  if (state.tls) {
    const { expiry } = state.tls
    const secondsOf = (moment: Date) => Math.floor(moment.getTime() / 1000)
    gauge('gpa_certificate_expiry_seconds', "When this provider's certificate expires, in seconds since 1970", () =>
      secondsOf(expiry().certificate),
    )
    gauge('gpa_revocation_lists_expiry_seconds', 'When the first revocation list goes out of date, in seconds since 1970', () =>
      secondsOf(expiry().revocationLists),
    )
  }
  new Gauge({ name: 'gpa_build_info', help: 'Always 1', labelNames: ['version', 'node'], registers: [registry] }).set(
    { version, node: process.version },
    1,
  )
}
