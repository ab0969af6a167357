import type { FastifyReply, FastifyRequest } from 'fastify'
import { Counter, Histogram, Registry } from 'prom-client'
import { BUCKETS, registerGauge, registerProcessGauges } from '../../operations/process-gauges.ts'
import { INTERACTIONS } from '../interactions.ts'
import type { ProviderTls } from '../tls/open-tls.ts'
import { interactionOf } from './interaction-of.ts'
import type { ProviderState } from './provider-state.ts'

export type Metrics = {
  /** Counts a request whose answer is ready to leave. */
  count: (request: FastifyRequest, reply: FastifyReply) => void
  /** Prometheus' text format. */
  text: () => Promise<string>
  contentType: string
}

/** Labels are drawn from short lists of ours: no practice, no organisation, nothing that a caller sent. */
export function createMetrics(state: ProviderState, { version }: { version: string }): Metrics {
  const registry = new Registry()
  const registers = [registry]
  registerProcessGauges(registry, state, { version })
  if (state.tls) registerExpiries(registry, state.tls)

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

function registerExpiries(registry: Registry, { expiry }: ProviderTls): void {
  const secondsOf = (moment: Date) => Math.floor(moment.getTime() / 1000)
  registerGauge(registry, {
    name: 'gpa_certificate_expiry_seconds',
    help: "When this provider's certificate expires, in seconds since 1970",
    read: () => secondsOf(expiry().certificate),
  })
  registerGauge(registry, {
    name: 'gpa_revocation_lists_expiry_seconds',
    help: 'When the first revocation list goes out of date, in seconds since 1970',
    read: () => secondsOf(expiry().revocationLists),
  })
}
