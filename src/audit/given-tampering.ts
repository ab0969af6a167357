import type { Database, Tx } from '../postgres/database.ts'
import type { Chain } from './entry.ts'

/** What the tables' owner could do, behind the triggers. */
export async function behindTheTriggers<T>(tx: Tx, act: () => Promise<T>): Promise<T> {
  await tx.query('alter table audit_entry disable trigger user')
  await tx.query('alter table audit_head disable trigger user')
  const done = await act()
  await tx.query('alter table audit_entry enable trigger user')
  await tx.query('alter table audit_head enable trigger user')
  return done
}

/** Statements about the chain, which is their $1. */
export async function tamper(db: Database, chain: Chain, statements: readonly string[]): Promise<void> {
  await db.transaction((tx) =>
    behindTheTriggers(tx, async () => {
      for (const statement of statements) await tx.query(statement, [chain])
    }),
  )
}

export const altered = (number: number, change: string) => `update audit_entry set ${change} where ods_code = $1 and number = ${number}`
export const removed = (from: number, to = from) => `delete from audit_entry where ods_code = $1 and number between ${from} and ${to}`
export const headAt = (number: number) =>
  `update audit_head set number = e.number, hash = e.hash from audit_entry e
   where audit_head.ods_code = $1 and e.ods_code = $1 and e.number = ${number}`
export const anotherStatus = `entry = jsonb_set(entry, '{status}', '201')`
/** As whoever knows the rule would do it. */
export const rehashed = (number: number) =>
  altered(
    number,
    `hash = sha256((select hash from audit_entry b where b.ods_code = $1 and b.number = ${number - 1})
       || convert_to(ods_code || ' ' || number || ' ' || entry::text, 'UTF8'))`,
  )
export const swappedNumbers = (one: number, other: number) => [
  altered(one, 'number = -1'),
  altered(other, `number = ${one}`),
  altered(-1, `number = ${other}`),
]
export const swappedContents = (one: number, other: number) =>
  `update audit_entry set entry = o.entry from audit_entry o
   where audit_entry.ods_code = $1 and o.ods_code = $1 and (audit_entry.number, o.number) in ((${one}, ${other}), (${other}, ${one}))`

/** Entries with their numbers changed by so much. */
export function moved(which: string, by: number): string {
  // Written anew, because an update would meet a number that is not yet free.
  return `with gone as (delete from audit_entry where ods_code = $1 and ${which} returning *)
          insert into audit_entry select ods_code, number + ${by}, entry, hash from gone`
}
