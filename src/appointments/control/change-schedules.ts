import { recordSettingChanges, type SettingChange } from '../../audit/store/setting-changes.ts'
import { SettingRefused } from '../../directory/setting-refused.ts'
import { listServices } from '../../directory/store/services.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Tx } from '../../postgres/database.ts'
import {
  findSchedulesWithoutService,
  lockScheduleSettings,
  type ScheduleSettings,
  updateScheduleLimits,
  updateScheduleService,
} from '../store/schedule-settings.ts'
import { changeOf, lockPractice, SETTING_NAMES } from './apply-settings.ts'
import { byPerson, type ChangeDeps } from './change-settings.ts'

type OfSchedule = { practice: OdsCode; by: string; schedule: string }

/** ADM-03: instead of the practice's own limit; null for that again. `schedule` is its key, or that of a weekly session. */
export function changeScheduleLimit(
  deps: ChangeDeps,
  change: OfSchedule & { limit: 'bookingWindowDays' | 'embargoMinutes'; value: number | null },
): Promise<SettingChange[]> {
  const { practice, limit, value } = change
  return deps.db.transaction(async (tx) => {
    await lockPractice(tx, practice)
    const differing = (await schedulesOf(tx, change)).filter((schedule) => schedule[limit] !== value)
    for (const { key, bookingWindowDays, embargoMinutes } of differing) {
      await updateScheduleLimits(tx, practice, { keys: [key], ...{ bookingWindowDays, embargoMinutes, [limit]: value } })
    }
    const text = (number: number | null) => (number === null ? undefined : String(number))
    const changes = differing.map((schedule) =>
      changeOf(scheduleSetting(schedule.key, SETTING_NAMES[limit]), text(schedule[limit]), text(value)),
    )
    await recordSettingChanges(tx, practice, { changes, changedBy: byPerson(deps, change.by) })
    return changes
  })
}

export type ScheduleLink = { service: string } | 'not-applicable' | 'none'

/** ADM-05: the one service that a schedule is of, or none on purpose, or nothing said. */
export function linkSchedule(deps: ChangeDeps, change: OfSchedule & { to: ScheduleLink }): Promise<SettingChange[]> {
  const { practice, to } = change
  const link =
    typeof to === 'object' ? { service: to.service, notApplicable: false } : { service: null, notApplicable: to === 'not-applicable' }
  return deps.db.transaction(async (tx) => {
    const { serviceFiltering } = await lockPractice(tx, practice)
    if (link.service !== null && !(await listServices(tx, practice)).some(({ key }) => key === link.service)) {
      throw new SettingRefused(`${practice} has no service with the key "${link.service}".`)
    }
    const wanted = linkText({ service: link.service, serviceNotApplicable: link.notApplicable })
    const differing = (await schedulesOf(tx, change)).filter((schedule) => linkText(schedule) !== wanted)
    const keys = differing.map(({ key }) => key)
    await updateScheduleService(tx, practice, { keys, ...link })

    const without = serviceFiltering ? await findSchedulesWithoutService(tx, practice, deps.now()) : []
    if (without.some((key) => keys.includes(key))) {
      throw new SettingRefused('While service filtering is on, a schedule with bookable slots needs a service, or "not applicable".')
    }
    const changes = differing.map((schedule) => changeOf(scheduleSetting(schedule.key, 'service'), linkText(schedule), wanted))
    await recordSettingChanges(tx, practice, { changes, changedBy: byPerson(deps, change.by) })
    return changes
  })
}

/** `schedule hall-morning/2026-03-02 service`. */
export function scheduleSetting(key: string, what: string): string {
  return `schedule ${key} ${what}`
}

export function linkText({
  service,
  serviceNotApplicable,
}: Pick<ScheduleSettings, 'service' | 'serviceNotApplicable'>): string | undefined {
  return serviceNotApplicable ? 'not applicable' : (service ?? undefined)
}

async function schedulesOf(tx: Tx, { practice, schedule }: OfSchedule): Promise<ScheduleSettings[]> {
  const found = await lockScheduleSettings(tx, practice, schedule)
  if (found.length === 0) throw new SettingRefused(`${practice} has no schedule or weekly session with the key "${schedule}".`)
  return found
}
