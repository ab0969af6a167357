import { type ChangedBy, findSettingsOfPersons, recordSettingChanges } from '../../audit/store/setting-changes.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Tx } from '../../postgres/database.ts'
import type { Cap } from '../caps.ts'
import { deleteCap, findAllCaps, insertCap, updateCap } from '../store/caps.ts'
import { changeOf, lockPractice } from './apply-settings.ts'

export type CapPlace = Pick<Cap, 'scope' | 'organisationType' | 'organisationCode'>

/** `cap per day: urgent-care`. */
export function capName({ scope, organisationType, organisationCode }: CapPlace): string {
  return `cap per ${scope}: ${organisationType ?? organisationCode ?? 'anyone'}`
}

export type AppliedCap = 'added' | 'changed' | 'removed' | 'unchanged' | 'kept'

/** SLOT-08: sets a cap, or with `most` undefined takes it away. `kept`: a data file wanted it otherwise, and a person has decided. */
export async function applyCap(
  tx: Tx,
  practice: OdsCode,
  { newId, place, most, changedBy }: { newId: string; place: CapPlace; most: number | undefined; changedBy: ChangedBy },
): Promise<AppliedCap> {
  await lockPractice(tx, practice)
  const name = capName(place)
  const known = (await findAllCaps(tx, practice)).find((cap) => capName(cap) === name)
  if (known?.most === most) return 'unchanged'
  if (changedBy.source === 'file' && (await findSettingsOfPersons(tx, practice, [name])).has(name)) return 'kept'

  if (most === undefined && known) await deleteCap(tx, practice, known.id)
  else if (most !== undefined && known) await updateCap(tx, practice, { id: known.id, most })
  else if (most !== undefined) await insertCap(tx, practice, { ...place, id: newId, most })

  const changes = [changeOf(name, known && String(known.most), most === undefined ? undefined : String(most))]
  await recordSettingChanges(tx, practice, { changes, changedBy })
  if (most === undefined) return 'removed'
  return known ? 'changed' : 'added'
}
