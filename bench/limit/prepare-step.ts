import type pg from 'pg'
import type { Statement, Step } from '../recording.ts'
import type { Variables } from '../scenario.ts'

/** A request's own values, by the name of the variable. */
export type Fill = Variables

type Send = (client: pg.Pool | pg.PoolClient, fill: Fill) => Promise<unknown>

const names = new Map<string, string>()

/** The same text has the same name, so that each connection prepares it once. */
function nameOf(sql: string): string {
  const name = names.get(sql) ?? `s${names.size + 1}`
  names.set(sql, name)
  return name
}

export function prepareStep({ kind, statements }: Step, recorded: Variables): (pool: pg.Pool, fill: Fill) => Promise<unknown> {
  const sends = statements.map((statement) => prepareStatement(statement, recorded))
  if (kind === 'together') return (pool, fill) => Promise.all(sends.map((send) => send(pool, fill)))

  return async (pool, fill) => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      for (const send of sends) await send(client, fill)
      await client.query('commit')
      client.release()
    } catch (error) {
      client.release(true)
      throw error
    }
  }
}

function prepareStatement({ sql, parameters }: Statement, recorded: Variables): Send {
  const name = nameOf(sql)
  const values = parameters.map((parameter) => prepareParameter(parameter, recorded))
  return (client, fill) => client.query({ name, text: sql, values: values.map((value) => value(fill)) })
}

function prepareParameter(parameter: string | null, recorded: Variables): (fill: Fill) => string | null {
  const [name, value] = Object.entries(recorded).find(([, one]) => parameter?.includes(one)) ?? []
  if (parameter === null || name === undefined || value === undefined) return () => parameter
  if (parameter === value) return (fill) => fill[name] ?? ''
  return (fill) => parameter.replace(value, fill[name] ?? '')
}
