import { SettingRefused } from '../../directory/setting-refused.ts'
import { listSettings } from '../../directory/store/settings.ts'
import { findSupplierSwitchChanges, insertSupplierSwitchChange, type SupplierSwitch } from '../../directory/store/supplier-switch.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import { applySettings } from './apply-settings.ts'
import { byPerson, type ChangeDeps } from './change-settings.ts'

/** `changed`: the practices at which service filtering is offered now and was not, or the other way round. */
export type ChangedSupplierSwitch = { state: SupplierSwitch; changed: OdsCode[] }

/**
 * SLOT-10, ADM-05: the supplier's switch of service filtering, everywhere or, where practices are named, at these. Each practice is a
 * transaction of its own, so a run that was interrupted is finished by running it again.
 */
export async function changeSupplierSwitch(
  deps: ChangeDeps,
  { on, practices, by }: { on: boolean; practices: readonly OdsCode[]; by: string },
): Promise<ChangedSupplierSwitch> {
  const known = new Set((await listSettings(deps.db)).map(({ odsCode }) => odsCode))
  const unknown = practices.filter((practice) => !known.has(practice))
  if (unknown.length > 0) throw new SettingRefused(`Not practices of this appointment book: ${unknown.join(', ')}. Nothing was changed.`)

  const everywhere = on ? 'on' : 'off'
  const state = practices.length > 0 ? 'selected' : everywhere
  await deps.db.transaction(async (tx) => {
    const [newest] = await findSupplierSwitchChanges(tx)
    if ((newest?.state ?? 'off') === state) return
    await insertSupplierSwitchChange(tx, { number: (newest?.number ?? 0) + 1, state, by, at: deps.now() })
  })

  const changed: OdsCode[] = []
  for (const practice of practices.length > 0 ? practices : known) {
    const wanted = { serviceFilteringOffered: on }
    const { changes } = await deps.db.transaction((tx) => applySettings(tx, practice, { wanted, changedBy: byPerson(deps, by) }))
    if (changes.length > 0) changed.push(practice)
  }
  return { state, changed }
}
