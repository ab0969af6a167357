/**
 * What the modules know of PostgreSQL. `int8` arrives as number, `date` as `yyyy-mm-dd`, `timestamptz` as Date, `jsonb` parsed;
 * a jsonb parameter is passed as JSON text and cast (`$1::jsonb`), so that the server and the embedded database agree.
 */
export type Parameter = string | number | boolean | Date | null | readonly string[]

export interface Queryable {
  /** Runs one statement, prepared under its own text. Rows are plain objects keyed by column name. */
  query<Row extends object>(sql: string, parameters?: readonly Parameter[]): Promise<Row[]>
}

/** Inside a transaction. A Database does not satisfy it, so what must be atomic cannot be run outside one. */
export interface Tx extends Queryable {
  readonly isTransaction: true
}

/** Connections to the database, those of them that nobody uses, and how many queries and transactions wait for one. */
export type DatabaseLoad = { open: number; idle: number; waiting: number }

export interface Database extends Queryable {
  readonly isTransaction: false
  /**
   * Commits what `run` did, or rolls back when it throws. On a serialisation failure or deadlock (40001, 40P01) it is
   * run again, so it changes nothing outside `tx` and returns what it made.
   */
  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T>
  load(): DatabaseLoad
  close(): Promise<void>
}
