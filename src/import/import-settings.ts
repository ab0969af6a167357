import { applyCap, capName } from '../appointments/control/apply-cap.ts'
import { applySettings, lockPractice } from '../appointments/control/apply-settings.ts'
import { linkText, scheduleSetting } from '../appointments/control/change-schedules.ts'
import { serviceChange } from '../appointments/control/change-services.ts'
import type { ScheduleToSave } from '../appointments/store/save-schedules.ts'
import { findScheduleSettings, findSchedulesWithoutService } from '../appointments/store/schedule-settings.ts'
import { type ChangedBy, recordSettingChanges, type SettingChange } from '../audit/store/setting-changes.ts'
import type { Fault } from '../dataset/fault.ts'
import type { PracticeFile } from '../dataset/practice-file.ts'
import type { SettingsInFile } from '../dataset/settings-schema.ts'
import { SettingRefused } from '../directory/setting-refused.ts'
import { listServices } from '../directory/store/services.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { Tx } from '../postgres/database.ts'
import { ImportRefused } from './import-refused.ts'

export type ImportedSettings = { added: number; updated: number; named: number; notes: readonly Fault[] }

/** What the practice begins with. A person's decision stands (ADM-04): what the file says otherwise is noted. */
export async function importSettings(
  tx: Tx,
  practice: OdsCode,
  { settings, changedBy, newId }: { settings: SettingsInFile | undefined; changedBy: ChangedBy; newId: () => string },
): Promise<ImportedSettings> {
  if (!settings) return { added: 0, updated: 0, named: 0, notes: [] }
  const { caps, ...wanted } = settings
  const { changes, kept } = await refusingFile(() => applySettings(tx, practice, { wanted, changedBy }))

  const outcomes: { name: string; outcome: string }[] = []
  for (const { per, most, ...whom } of caps) {
    const place = { scope: per, ...whom }
    outcomes.push({ name: capName(place), outcome: await applyCap(tx, practice, { newId: newId(), place, most, changedBy }) })
  }
  const count = (wantedOutcome: string) => outcomes.filter(({ outcome }) => outcome === wantedOutcome).length
  const left = [...kept, ...outcomes.flatMap(({ name, outcome }) => (outcome === 'kept' ? [name] : []))]
  return {
    added: count('added'),
    updated: changes.length + count('changed'),
    named: Object.keys(wanted).length + caps.length,
    notes: left.map((name) => ({ place: 'settings', message: `${name} is left as a person has set it` })),
  }
}

async function refusingFile<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof SettingRefused)) throw error
    throw new ImportRefused([{ place: 'settings', message: error.message }])
  }
}

/** ADM-05: what this file changes in the list of services. It is not yet saved. */
export async function recordServiceChanges(tx: Tx, file: PracticeFile, changedBy: ChangedBy): Promise<void> {
  const before = new Map((await listServices(tx, file.odsCode)).map((service) => [service.key, service]))
  const changes = file.services
    .map((service) => serviceChange(service.key, before.get(service.key), service))
    .filter(({ oldValue, newValue }) => oldValue !== newValue)
  await recordSettingChanges(tx, file.odsCode, { changes, changedBy })
}

/** ADM-05: what this file changes in the links and limits of schedules that the book has. They are not yet saved. */
export async function recordScheduleChanges(
  tx: Tx,
  practice: OdsCode,
  { schedules, changedBy }: { schedules: readonly ScheduleToSave[]; changedBy: ChangedBy },
): Promise<void> {
  const inFile = new Map(schedules.map((schedule) => [schedule.key, schedule]))
  const inBook = await findScheduleSettings(tx, practice, [...inFile.keys()])
  const changes = inBook.flatMap((before): SettingChange[] => {
    const after = inFile.get(before.key)
    if (!after) return []
    const { service = null, serviceNotApplicable, bookingWindowDays = null, embargoMinutes = null } = after
    return [
      { what: 'service', from: linkText(before), to: linkText({ service, serviceNotApplicable }) },
      { what: 'booking-window-days', from: before.bookingWindowDays, to: bookingWindowDays },
      { what: 'embargo-minutes', from: before.embargoMinutes, to: embargoMinutes },
    ].flatMap(({ what, from, to }) => {
      const [oldValue, newValue] = [from ?? undefined, to ?? undefined].map((value) => (value === undefined ? undefined : String(value)))
      if (oldValue === newValue) return []
      return [{ setting: scheduleSetting(before.key, what), ...(oldValue && { oldValue }), ...(newValue && { newValue }) }]
    })
  })
  await recordSettingChanges(tx, practice, { changes, changedBy })
}

/** ADM-05: while service filtering is on, every schedule of the file with bookable slots says its service, or that it has none. */
export async function checkServicesSaid(
  tx: Tx,
  practice: OdsCode,
  { schedules, now }: { schedules: readonly ScheduleToSave[]; now: Date },
): Promise<void> {
  if (!(await lockPractice(tx, practice)).serviceFiltering) return
  const keys = new Set(schedules.map(({ key }) => key))
  const without = (await findSchedulesWithoutService(tx, practice, now)).filter((key) => keys.has(key))
  const named = [...new Set(without.map((key) => key.split('/')[0] ?? key))]
  if (named.length === 0) return
  throw new ImportRefused(
    named.map((key) => ({
      place: `"${key}"`,
      message: 'needs a service, or "serviceNotApplicable": service filtering is on, and it has bookable slots',
    })),
  )
}
