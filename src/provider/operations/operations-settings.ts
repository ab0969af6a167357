/** Where health and metrics are served. */
export type OperationsConfig = { host: string; port: number }

export type ShutdownConfig = {
  /** For how long it goes on as before, but says that it is not ready. */
  drainSeconds: number
  /** From the signal to the end at the latest, draining included. */
  withinSeconds: number
}

export const OPERATIONS_SETTINGS = {
  OPERATIONS_HOST: {
    means: 'Address to serve `/health/live`, `/health/ready` and `/metrics` on, to whoever can reach it',
    without: '127.0.0.1',
  },
  OPERATIONS_PORT: { means: 'Port for these three; 0 takes a free one. Where it is not set, they are not served', without: '' },
  DRAIN_SECONDS: {
    means: 'For how long after SIGTERM it still takes requests while `/health/ready` says 503, for balancers that need to notice',
    without: '0',
  },
  SHUTDOWN_SECONDS: { means: 'How long after SIGTERM it ends at the latest, whatever is still under way', without: '30' },
} as const satisfies Record<string, { means: string; without: string }>
