import type { ChangedBy, SettingChange } from '../../audit/store/setting-changes.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Database } from '../../postgres/database.ts'
import type { CapScope } from '../caps.ts'
import { type AppliedCap, applyCap } from './apply-cap.ts'
import { applySettings, type WantedSettings } from './apply-settings.ts'

export type ChangeDeps = { db: Database; now: () => Date }

/** A person's change, as the history keeps it. */
export function byPerson({ now }: ChangeDeps, by: string): ChangedBy {
  return { by, source: 'person', at: now() }
}

export async function changeSettings(
  deps: ChangeDeps,
  { practice, by, wanted }: { practice: OdsCode; by: string; wanted: Omit<WantedSettings, 'serviceFilteringOffered'> },
): Promise<SettingChange[]> {
  const { changes } = await deps.db.transaction((tx) => applySettings(tx, practice, { wanted, changedBy: byPerson(deps, by) }))
  return changes
}

export type CapChange = {
  practice: OdsCode
  by: string
  scope: CapScope
  organisationType?: string
  organisationCode?: string
  /** Undefined takes the cap away. */
  most: number | undefined
}

export function changeCap(deps: ChangeDeps & { newId: () => string }, { practice, by, most, ...place }: CapChange): Promise<AppliedCap> {
  const newId = deps.newId()
  return deps.db.transaction((tx) => applyCap(tx, practice, { newId, place, most, changedBy: byPerson(deps, by) }))
}
