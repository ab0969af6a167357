import { type ChangedBy, findSettingsOfPersons, recordSettingChanges, type SettingChange } from '../../audit/store/setting-changes.ts'
import { SettingRefused } from '../../directory/setting-refused.ts'
import { listServices } from '../../directory/store/services.ts'
import { lockSettings, type PracticeSettings, updateSettings } from '../../directory/store/settings.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Tx } from '../../postgres/database.ts'

/** What each setting is called in the history and by those who set it. */
export const SETTING_NAMES = {
  gpConnect: 'gp-connect',
  appointmentManagement: 'appointment-management',
  serviceFiltering: 'service-filtering',
  serviceFilteringOffered: 'service-filtering-by-supplier',
  bookingWindowDays: 'booking-window-days',
  embargoMinutes: 'embargo-minutes',
} as const satisfies Record<keyof PracticeSettings, string>

type Setting = keyof PracticeSettings
const SETTINGS = Object.keys(SETTING_NAMES) as Setting[] // the table is a literal, so it has no other keys

/** What is not named stays as it is; a limit that is null is taken away. */
export type WantedSettings = {
  [Name in Setting]?: PracticeSettings[Name] | (Name extends 'bookingWindowDays' | 'embargoMinutes' ? null : never)
}

/** `kept`: what a data file wanted otherwise, and a person has decided. */
export type AppliedSettings = { changes: SettingChange[]; kept: string[] }

/** ADM-03..05: sets what is wanted, and records who changed what. Throws SettingRefused, and then nothing was changed. */
export async function applySettings(
  tx: Tx,
  practice: OdsCode,
  { wanted, changedBy }: { wanted: WantedSettings; changedBy: ChangedBy },
): Promise<AppliedSettings> {
  const before = await lockPractice(tx, practice)
  const named = SETTINGS.filter((name) => wanted[name] !== undefined && textOf(wanted[name] ?? undefined) !== textOf(before[name]))
  const ofPersons = changedBy.source === 'file' ? await findSettingsOfPersons(tx, practice, namesOf(named)) : new Set<string>()
  const toChange = named.filter((name) => !ofPersons.has(SETTING_NAMES[name]))

  const after = Object.assign({ ...before }, ...toChange.map((name) => ({ [name]: wanted[name] ?? undefined }))) as PracticeSettings
  if (after.serviceFiltering && !before.serviceFiltering) await checkServiceFilteringPossible(tx, practice, after)

  const changes = toChange.map((name) => changeOf(SETTING_NAMES[name], textOf(before[name]), textOf(after[name])))
  if (changes.length > 0) await updateSettings(tx, practice, after)
  await recordSettingChanges(tx, practice, { changes, changedBy })
  return { changes, kept: [...ofPersons] }
}

/** Every change of a practice's settings begins with this. */
export async function lockPractice(tx: Tx, practice: OdsCode): Promise<PracticeSettings> {
  const settings = await lockSettings(tx, practice)
  if (!settings) throw new SettingRefused(`${practice} is no practice of this appointment book.`)
  return settings
}

export function changeOf(setting: string, oldValue: string | undefined, newValue: string | undefined): SettingChange {
  return { setting, ...(oldValue !== undefined && { oldValue }), ...(newValue !== undefined && { newValue }) }
}

function namesOf(settings: readonly Setting[]): string[] {
  return settings.map((name) => SETTING_NAMES[name])
}

function textOf(value: boolean | number | undefined): string | undefined {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return value === undefined ? undefined : String(value)
}

/** SLOT-10, ADM-05: every reason at once. */
async function checkServiceFilteringPossible(tx: Tx, practice: OdsCode, settings: PracticeSettings): Promise<void> {
  const services = await listServices(tx, practice)
  const reasons = [
    ...(settings.serviceFilteringOffered ? [] : ['the supplier does not offer it at this practice']),
    ...(settings.gpConnect ? [] : ['GP Connect is off']),
    ...(settings.appointmentManagement ? [] : ['Appointment Management is off']),
    ...(services.length > 0 ? [] : ["the practice's list of services is empty"]),
  ]
  if (reasons.length > 0) throw new SettingRefused(`Service filtering cannot be switched on at ${practice}: ${reasons.join('; ')}.`)
}
