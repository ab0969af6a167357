import { execFile } from 'node:child_process'
import { globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Database } from '../src/postgres/database.ts'
import type { Statement } from './recording.ts'
import type { Scenario } from './scenario.ts'

export type PgbenchFigures = { perSecond: number } | { skipped: string }

type Place = { db: Database; databaseUrl: string; directory: string }

/** The scenario's statements with nothing around them but PostgreSQL's own client, and so no limit of ours: a figure to know. */
export async function pgbench(place: Place, scenario: Scenario, of: { clients: number; requests: number }): Promise<PgbenchFigures> {
  const program = findPgbench()
  if (program === undefined) return { skipped: 'pgbench is not installed (Debian: postgresql)' }

  const each = Math.ceil(of.requests / of.clients)
  const { script, settings } = scriptOf(scenario)
  const file = join(place.directory, 'pgbench.sql')
  writeFileSync(file, script)
  if (Object.keys(scenario.recorded.variables).length > 0) await layOut(place.db, scenario, each * of.clients)

  const { hostname, port, username, password, pathname } = new URL(place.databaseUrl)
  const env = { PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password, PGDATABASE: pathname.slice(1) }
  const defined = Object.entries({ ...settings, i: '0', each: String(each) }).flatMap(([name, value]) => ['-D', `${name}=${value}`])
  const args = ['-n', '-M', 'prepared', '-c', String(of.clients), '-j', '2', '-t', String(each), '-f', file, ...defined]
  const { stdout } = await promisify(execFile)(program, args, { env })

  const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
  const failed = /number of failed transactions: (\d+)/.exec(stdout)?.[1] ?? '0'
  if (!Number.isFinite(perSecond) || failed !== '0') throw new Error(`pgbench did not finish: ${stdout}`)
  return { perSecond }
}

function findPgbench(): string | undefined {
  const [newest] = globSync('/usr/lib/postgresql/*/bin/pgbench').sort().reverse()
  return newest
}

/** What the requests would bring with them, for pgbench to read: one row for each transaction, by number. */
async function layOut(db: Database, scenario: Scenario, count: number): Promise<void> {
  await db.query('create table bench_request (n integer primary key, variables jsonb not null)')
  await db.query(
    `insert into bench_request (n, variables) select n, variables::jsonb from unnest($1::text[]) with ordinality as requests (variables, n)`,
    [scenario.take(count).map(({ variables }) => JSON.stringify(variables))],
  )
}

/** Parameters become pgbench's variables; those that the requests bring are read first, which costs one statement more. */
function scriptOf({ recorded: { steps, variables } }: Scenario): { script: string; settings: Record<string, string> } {
  const settings: Record<string, string> = {}
  const lines: string[] = []
  const fromRequest = new Map<string, string>()

  const variableOf = (parameter: string | null): string => {
    if (parameter === null) return 'null'
    const [name, value] = Object.entries(variables).find(([, recorded]) => parameter.includes(recorded)) ?? []
    if (name === undefined || value === undefined) {
      const setting = `p${Object.keys(settings).length + 1}`
      settings[setting] = parameter
      return `:${setting}`
    }
    const source = name === 'appointment' ? 'gen_random_uuid()::text' : `(variables ->> '${name}')`
    const [before, after] = parameter.split(value)
    const variable = parameter === value ? name : `${name}_within`
    fromRequest.set(variable, parameter === value ? source : `'${before}' || ${source} || '${after}'`)
    return `:${variable}`
  }
  const addStatement = ({ sql, parameters }: Statement) => {
    const names = parameters.map(variableOf)
    lines.push(`${sql.replace(/\$(\d+)/g, (_, place) => names[Number(place) - 1] ?? '')};`)
  }

  for (const { kind, statements } of steps) {
    if (kind === 'transaction') lines.push('begin;')
    statements.forEach(addStatement)
    if (kind === 'transaction') lines.push('commit;')
  }
  const columns = [...fromRequest].map(([name, expression]) => `${expression} as ${name}`)
  const read = ['\\set i :i + 1', '\\set n :client_id * :each + :i', `select ${columns.join(', ')} from bench_request where n = :n \\gset`]
  return { script: [...(columns.length > 0 ? read : []), ...lines].join('\n'), settings }
}
