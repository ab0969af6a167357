import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ConfigError } from '../nhs/config-error.ts'

export type SandboxOptions = {
  fresh: boolean
  host: string
  /** The provider's; PDS and SDS have the next, then come the SSP, the control of them all, SDS over LDAP, CIS2, the booking app, and the page on the API. */
  port: number
  /** HTTP without TLS. */
  plain: boolean
  /** A script of faults to play (docs/faults.md). */
  faultsFile: string | undefined
  dataDirectory: string
  databaseUrl: string | undefined
}

export const HELP = `Starts the whole product on this machine: three practices, and a simulated Spine between them and you.

  npm start                    starts it, with the data of last time and the days that have come into range
  npm start -- --fresh         begins anew: everything that was booked is forgotten
  npm start -- --port 5000     listens on 5000 (practices), 5001 (PDS, SDS), 5002 (SSP), 5003 (control), 5004 (LDAP),
                               5005 (CIS2), 5006 (the booking app), 5007 (the page on the API); else 4810 to 4817
  npm start -- --plain         without TLS: for curl, and for watching what is sent
  npm start -- --faults FILE   plays a script of faults from the start; gpa sim faults changes it later

Environment:
  GPA_DATA       where the data is kept: ./data
  DATABASE_URL   a PostgreSQL to keep the appointment book in, instead of the embedded one
`

/** `help` when that is what was asked for. Every fault at once. */
export function parseSandboxOptions(args: readonly string[], env: Record<string, string | undefined>): SandboxOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      fresh: { type: 'boolean', default: false },
      port: { type: 'string', default: '4810' },
      plain: { type: 'boolean', default: false },
      faults: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return 'help'

  const port = Number(values.port)
  const databaseUrl = env.DATABASE_URL || undefined
  const faults = [
    ...(Number.isInteger(port) && port > 0 && port <= 65_528 ? [] : ['--port must be a port number, with seven free ones after it.']),
    ...(values.fresh && databaseUrl ? ['--fresh empties the embedded database only: make a new database for DATABASE_URL yourself.'] : []),
  ]
  if (faults.length > 0) throw new ConfigError(faults)
  const { fresh, plain } = values
  const faultsFile = values.faults === undefined ? undefined : resolve(values.faults)
  return { fresh, host: '127.0.0.1', port, plain, faultsFile, dataDirectory: resolve(env.GPA_DATA || 'data'), databaseUrl }
}
