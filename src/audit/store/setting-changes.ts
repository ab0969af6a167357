import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable, Tx } from '../../postgres/database.ts'
import { withoutNulls } from '../../postgres/optional.ts'

/** Whose decision a change was, and when. `file`: a data file's, whoever imported it. */
export type ChangedBy = { by: string; source: 'person' | 'file'; at: Date }

/** A value is absent where the setting was, or is, not set. */
export type SettingChange = { setting: string; oldValue?: string; newValue?: string }

export type RecordedChange = SettingChange & { number: number; by: string; source: ChangedBy['source']; at: Date }

/** ADM-04, ADM-05: written in the transaction that makes the changes, which holds the practice's row, so that numbers have no gap. */
export async function recordSettingChanges(
  tx: Tx,
  practice: OdsCode,
  of: { changes: readonly SettingChange[]; changedBy: ChangedBy },
): Promise<void> {
  if (of.changes.length === 0) return
  const { by, source, at } = of.changedBy
  await tx.query(
    `insert into setting_change (ods_code, number, setting, old_value, new_value, changed_by, source, changed_at)
     select $1, (select coalesce(max(number), 0) from setting_change where ods_code = $1) + f.position, f.change ->> 'setting',
       f.change ->> 'oldValue', f.change ->> 'newValue', $3, $4, $5
     from jsonb_array_elements($2::jsonb) with ordinality as f (change, position)`,
    [practice, JSON.stringify(of.changes), by, source, at],
  )
}

/** Newest first. */
export async function findSettingChanges(db: Queryable, practice: OdsCode): Promise<RecordedChange[]> {
  const rows = await db.query<RecordedChange>(
    `select number, setting, old_value as "oldValue", new_value as "newValue", changed_by as by, source, changed_at as at
     from setting_change where ods_code = $1 order by number desc`,
    [practice],
  )
  return rows.map((row) => withoutNulls(row))
}

/** Those of the settings that a person has changed last: what a data file says of them does not count. */
export async function findSettingsOfPersons(db: Queryable, practice: OdsCode, settings: readonly string[]): Promise<Set<string>> {
  const rows = await db.query<{ setting: string }>(
    `select setting from (
       select distinct on (setting) setting, source from setting_change
       where ods_code = $1 and setting = any($2::text[]) order by setting, number desc) newest
     where source = 'person'`,
    [practice, settings],
  )
  return new Set(rows.map(({ setting }) => setting))
}
