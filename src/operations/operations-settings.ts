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

type Reading = {
  /** The setting, or what holds without it. */
  text: (name: keyof typeof OPERATIONS_SETTINGS) => string
  faults: string[]
  /** Where this process serves everybody else: the setting, and what it says. */
  server: { name: string; port: number }
}

/** Adds to `faults` what is wrong. */
export function parseOperations({ text, faults, server }: Reading): { operations?: OperationsConfig; shutdown: ShutdownConfig } {
  const whole = (name: keyof typeof OPERATIONS_SETTINGS, { least, most }: { least: number; most: number }, expected: string): number => {
    const value = text(name)
    if (value !== '' && !(/^\d{1,10}$/.test(value) && Number(value) >= least && Number(value) <= most))
      faults.push(`${name} must be ${expected}.`)
    return Number(value)
  }
  const port = whole('OPERATIONS_PORT', { least: 0, most: 65_535 }, 'a port number')
  const operations = text('OPERATIONS_PORT') === '' ? undefined : { host: text('OPERATIONS_HOST'), port }
  const shutdown = {
    drainSeconds: whole('DRAIN_SECONDS', { least: 0, most: 300 }, 'a number of seconds, 0 to 300'),
    withinSeconds: whole('SHUTDOWN_SECONDS', { least: 1, most: 600 }, 'a number of seconds, 1 to 600'),
  }
  if (server.port !== 0 && server.port === operations?.port)
    faults.push(`OPERATIONS_PORT must be another port than ${server.name}: what is served there is for nobody else.`)
  if (shutdown.drainSeconds >= shutdown.withinSeconds)
    faults.push('SHUTDOWN_SECONDS must be more than DRAIN_SECONDS, which are part of them.')
  return { ...(operations && { operations }), shutdown }
}
