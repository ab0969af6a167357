import type { Queryable } from '../../postgres/database.ts'

/** Whether the database answers at all. */
export function answers(db: Queryable): Promise<boolean> {
  return db.query('select 1 as one').then(
    () => true,
    () => false,
  )
}
