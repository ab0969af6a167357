import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client'
import type { ProcessState } from './process-state.ts'

/** In seconds. With PERF-01's 0.1, 0.25, 1 and 3 among them, so that what is over each can be counted. */
export const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10]

/** Read when it is asked for; without a value it is left out. */
export function registerGauge(registry: Registry, of: { name: string; help: string; read: () => number | undefined }): void {
  const { name, help, read } = of
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      const value = read()
      if (value !== undefined) this.set(value)
    },
  })
}

/** What every process of ours has: its runtime's figures, its requests, its database, its version. */
export function registerProcessGauges(registry: Registry, state: ProcessState, { version }: { version: string }): void {
  collectDefaultMetrics({ register: registry })
  const gauge = (name: string, help: string, read: () => number) => registerGauge(registry, { name, help, read })
  gauge('gpa_requests_in_flight', 'Requests that are being worked on', () => state.server?.inFlight() ?? 0)
  gauge('gpa_database_connections_open', 'Connections to the database', () => state.db?.load().open ?? 0)
  gauge('gpa_database_connections_idle', 'Those of them that nobody uses', () => state.db?.load().idle ?? 0)
  gauge('gpa_database_waiting', 'Queries and transactions that wait for a connection', () => state.db?.load().waiting ?? 0)
  new Gauge({ name: 'gpa_build_info', help: 'Always 1', labelNames: ['version', 'node'], registers: [registry] }).set(
    { version, node: process.version },
    1,
  )
}
