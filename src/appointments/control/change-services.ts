import { recordSettingChanges, type SettingChange } from '../../audit/store/setting-changes.ts'
import { SettingRefused } from '../../directory/setting-refused.ts'
import { findServicesOfOtherKeys, saveServices } from '../../directory/store/save-services.ts'
import { deleteService, listServices } from '../../directory/store/services.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import { changeOf, lockPractice } from './apply-settings.ts'
import { byPerson, type ChangeDeps } from './change-settings.ts'

type Service = { key: string; dosServiceId: string; name: string }

/** `service surgery`: `2000020047 GP surgery`. */
export function serviceChange(
  key: string,
  before: Omit<Service, 'key'> | undefined,
  after: Omit<Service, 'key'> | undefined,
): SettingChange {
  const text = (service: Omit<Service, 'key'> | undefined) => service && `${service.dosServiceId} ${service.name}`
  return changeOf(`service ${key}`, text(before), text(after))
}

/** ADM-05: adds a service to the list, or changes what is said of it. */
export function saveService(
  deps: ChangeDeps & { newId: () => string },
  { practice, by, key, ...said }: { practice: OdsCode; by: string; key: string; dosServiceId?: string; name?: string },
): Promise<SettingChange[]> {
  const newId = deps.newId()
  return deps.db.transaction(async (tx) => {
    await lockPractice(tx, practice)
    const before = (await listServices(tx, practice)).find((service) => service.key === key)
    const { dosServiceId = before?.dosServiceId, name = before?.name } = said
    if (dosServiceId === undefined || name === undefined)
      throw new SettingRefused(`Service "${key}" is new: say its DOS service id and its name.`)

    const after = { key, dosServiceId, name }
    if ((await findServicesOfOtherKeys(tx, practice, [after])).length > 0) {
      throw new SettingRefused(`${practice} has a service with the DOS service id ${dosServiceId} already, under another key.`)
    }
    if (before?.dosServiceId === dosServiceId && before.name === name) return []

    await saveServices(tx, practice, [{ newId, ...after }])
    const changes = [serviceChange(key, before, after)]
    await recordSettingChanges(tx, practice, { changes, changedBy: byPerson(deps, by) })
    return changes
  })
}

export function removeService(
  deps: ChangeDeps,
  { practice, by, key }: { practice: OdsCode; by: string; key: string },
): Promise<SettingChange[]> {
  return deps.db.transaction(async (tx) => {
    const { serviceFiltering } = await lockPractice(tx, practice)
    const services = await listServices(tx, practice)
    const before = services.find((service) => service.key === key)
    if (!before) throw new SettingRefused(`${practice} has no service with the key "${key}".`)
    if (before.linked > 0) throw new SettingRefused(`Service "${key}" has ${before.linked} schedules: link those to another one first.`)
    if (serviceFiltering && services.length === 1) {
      throw new SettingRefused(`Service "${key}" is the last one, and service filtering is on: switch that off first.`)
    }

    await deleteService(tx, practice, key)
    const changes = [serviceChange(key, before, undefined)]
    await recordSettingChanges(tx, practice, { changes, changedBy: byPerson(deps, by) })
    return changes
  })
}
