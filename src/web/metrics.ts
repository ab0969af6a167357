import type { FastifyReply, FastifyRequest } from 'fastify'
import { Counter, Histogram, Registry } from 'prom-client'
import { BUCKETS, registerProcessGauges } from '../operations/process-gauges.ts'
import type { ProcessState } from '../operations/process-state.ts'

export type WebMetrics = {
  /** Counts a request whose answer has left. */
  count: (request: FastifyRequest, reply: FastifyReply) => void
  /** Prometheus' text format. */
  text: () => Promise<string>
  contentType: string
}

/** Labels are drawn from short lists of ours, the pages' names among them: no address, no organisation, nothing that a browser sent. */
export function createWebMetrics(state: ProcessState, { version }: { version: string }): WebMetrics {
  const registry = new Registry()
  const registers = [registry]
  registerProcessGauges(registry, state, { version })

  const requests = new Counter({
    name: 'gpa_web_requests_total',
    help: 'Requests by page, method, HTTP status (none where the browser had gone) and why they were refused (empty where they were not)',
    labelNames: ['page', 'method', 'status', 'refusal'],
    registers,
  })
  const durations = new Histogram({
    name: 'gpa_web_request_duration_seconds',
    help: 'From a request to the end of its answer, practices and Spine included, by page and method',
    labelNames: ['page', 'method'],
    buckets: BUCKETS,
    registers,
  })

  return {
    count(request, reply) {
      const { page = 'none of ours' } = request.routeOptions.config
      // What is none of ours may have come by any method.
      const method = request.routeOptions.config.page === undefined ? 'any' : request.method
      requests.inc({ page, method, status: reply.raw.headersSent ? reply.statusCode : 'none', refusal: reply.refusal ?? '' })
      durations.observe({ page, method }, reply.elapsedTime / 1000)
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
