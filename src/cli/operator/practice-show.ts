import type { Cap } from '../../appointments/caps.ts'
import { capName } from '../../appointments/control/apply-cap.ts'
import { findAllCaps } from '../../appointments/store/caps.ts'
import { findScheduleLimits, type ScheduleSettings } from '../../appointments/store/schedule-settings.ts'
import { findSettingChanges } from '../../audit/store/setting-changes.ts'
import { serviceFilteringStatus } from '../../directory/service-filtering.ts'
import { SettingRefused } from '../../directory/setting-refused.ts'
import { type ListedService, listServices } from '../../directory/store/services.ts'
import { findSettings, listSettings, type PracticeSettings } from '../../directory/store/settings.ts'
import { formatLocalDateTime } from '../../nhs/local-time.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { PracticeAnswer } from './practice-commands.ts'
import { answer, facts, table } from './practice-layout.ts'
import type { OperatorDeps } from './run-operator-command.ts'

type Options = { json?: true }

const onOff = (on: boolean) => (on ? 'on' : 'off')
const windowText = (days: number | null | undefined) => (days == null ? 'no limit' : days === 0 ? 'today alone' : `${days} days ahead`)
const embargoText = (minutes: number | null | undefined) => (minutes ? `${minutes} minutes before` : 'none')

export async function listPractices({ db }: OperatorDeps, { json }: Options): Promise<PracticeAnswer> {
  const practices = await listSettings(db)
  return answer(json, practices, () => {
    if (practices.length === 0) return 'There is no practice in this appointment book: gpa import brings one in.'
    return table(
      ['Practice', 'Name', 'GP Connect', 'Appointments', 'Service filtering', 'Window', 'Embargo'],
      practices.map((of) => [
        of.odsCode,
        of.name,
        onOff(of.gpConnect),
        onOff(of.appointmentManagement),
        serviceFilteringStatus(of),
        windowText(of.bookingWindowDays),
        embargoText(of.embargoMinutes),
      ]),
    )
  })
}

export async function showPractice({ db }: OperatorDeps, ods: OdsCode, { json }: Options): Promise<PracticeAnswer> {
  const settings = await settingsOf({ db }, ods)
  const [caps, services, schedules] = await Promise.all([findAllCaps(db, ods), listServices(db, ods), findScheduleLimits(db, ods)])
  return answer(json, { odsCode: ods, ...settings, caps, services, schedules }, () =>
    [
      ods,
      facts([
        ['GP Connect', onOff(settings.gpConnect)],
        ['Appointment Management', onOff(settings.appointmentManagement)],
        [
          'Service filtering',
          `${onOff(settings.serviceFiltering)}${settings.serviceFilteringOffered ? '' : ' (not offered by the supplier)'}`,
        ],
        ['Booking window', windowText(settings.bookingWindowDays)],
        ['Embargo', embargoText(settings.embargoMinutes)],
      ]),
      '',
      ...(schedules.length > 0 ? [scheduleTable(schedules), ''] : []),
      capTable(caps),
      '',
      serviceTable(services),
    ].join('\n'),
  )
}

export async function showCaps({ db }: OperatorDeps, ods: OdsCode, { json }: Options): Promise<PracticeAnswer> {
  await settingsOf({ db }, ods)
  const caps = await findAllCaps(db, ods)
  return answer(json, caps, () => capTable(caps))
}

export async function showServices({ db }: OperatorDeps, ods: OdsCode, { json }: Options): Promise<PracticeAnswer> {
  await settingsOf({ db }, ods)
  const services = await listServices(db, ods)
  return answer(json, services, () => serviceTable(services))
}

export async function showHistory({ db }: OperatorDeps, ods: OdsCode, { json }: Options): Promise<PracticeAnswer> {
  await settingsOf({ db }, ods)
  const changes = await findSettingChanges(db, ods)
  return answer(json, changes, () => {
    if (changes.length === 0) return `No setting of ${ods} has been changed yet.`
    return table(
      ['', 'When', 'Who', 'Setting', 'Before', 'After'],
      changes.map(({ number, at, by, setting, oldValue = 'not set', newValue = 'not set' }) => [
        String(number),
        formatLocalDateTime(at).slice(0, 19).replace('T', ' '),
        by,
        setting,
        oldValue,
        newValue,
      ]),
    )
  })
}

async function settingsOf({ db }: Pick<OperatorDeps, 'db'>, ods: OdsCode): Promise<PracticeSettings> {
  const settings = await findSettings(db, ods)
  if (!settings) throw new SettingRefused(`${ods} is no practice of this appointment book: gpa practice list shows them.`)
  return settings
}

function capTable(caps: readonly Cap[]): string {
  if (caps.length === 0) return 'No caps.'
  return table(
    ['Cap', 'Most'],
    caps.map((cap) => [capName(cap), String(cap.most)]),
  )
}

function serviceTable(services: readonly ListedService[]): string {
  if (services.length === 0) return 'No services.'
  return table(
    ['Service', 'DOS id', 'Name', 'Schedules'],
    services.map(({ key, dosServiceId, name, linked }) => [key, dosServiceId, name, String(linked)]),
  )
}

function scheduleTable(schedules: readonly ScheduleSettings[]): string {
  return table(
    ['Schedule', 'Window', 'Embargo'],
    schedules.map(({ key, bookingWindowDays, embargoMinutes }) => [
      key,
      bookingWindowDays === null ? "the practice's" : windowText(bookingWindowDays),
      embargoMinutes === null ? "the practice's" : embargoText(embargoMinutes),
    ]),
  )
}
