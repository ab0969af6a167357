import type { Database, Parameter, Queryable, Tx } from '../src/postgres/database.ts'
import { parameterText } from '../src/postgres/parameter-text.ts'

/** As it goes to PostgreSQL: every parameter as text. */
export type Statement = { sql: string; parameters: (string | null)[] }

/** The statements of one transaction, in order; or such as were under way side by side, outside any. */
export type Step = { kind: 'transaction' | 'together'; statements: Statement[] }

/**
 * The database, with a record of what it is asked. The limit is measured on these very statements, so it cannot drift from
 * what the provider does.
 */
export function recordDatabase(db: Database): { db: Database; steps: Step[] } {
  const steps: Step[] = []
  let underWay = 0

  const recorded: Database = {
    ...db,
    async query<Row extends object>(sql: string, parameters: readonly Parameter[] = []) {
      const group = underWay > 0 ? steps.at(-1) : undefined
      if (group) group.statements.push(statementOf(sql, parameters))
      else steps.push({ kind: 'together', statements: [statementOf(sql, parameters)] })

      underWay += 1
      return db.query<Row>(sql, parameters).finally(() => {
        underWay -= 1
      })
    },
    transaction: (run) =>
      db.transaction((tx) => {
        const statements: Statement[] = []
        steps.push({ kind: 'transaction', statements })
        return run(recordTransaction(tx, statements))
      }),
  }
  return { db: recorded, steps }
}

function recordTransaction(tx: Tx, statements: Statement[]): Tx {
  const query: Queryable['query'] = (sql, parameters = []) => {
    statements.push(statementOf(sql, parameters))
    return tx.query(sql, parameters)
  }
  return { ...tx, query }
}

function statementOf(sql: string, parameters: readonly Parameter[]): Statement {
  return { sql, parameters: parameters.map(parameterText) }
}
