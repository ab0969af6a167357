import { changeScheduleLimit, linkSchedule } from '../../appointments/control/change-schedules.ts'
import { removeService, saveService } from '../../appointments/control/change-services.ts'
import { changeCap, changeSettings } from '../../appointments/control/change-settings.ts'
import { changeSupplierSwitch } from '../../appointments/control/change-supplier-switch.ts'
import { findSchedulesWithoutService } from '../../appointments/store/schedule-settings.ts'
import type { SettingChange } from '../../audit/store/setting-changes.ts'
import { listServices } from '../../directory/store/services.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Feature } from './practice-arguments.ts'
import type { CapOptions, LinkOptions, PracticeAnswer } from './practice-commands.ts'
import type { OperatorDeps } from './run-operator-command.ts'

const SWITCHES = {
  'gp-connect': 'gpConnect',
  'appointment-management': 'appointmentManagement',
  'service-filtering': 'serviceFiltering',
} as const satisfies Record<Feature, string>

type SwitchRequest = { ods: OdsCode; on: boolean; features: readonly Feature[] | undefined; by: string; confirm?: true }

export async function switchFeatures(deps: OperatorDeps, { ods, on, features = [], by, confirm }: SwitchRequest): Promise<PracticeAnswer> {
  const named: readonly Feature[] = features.length > 0 ? features : ['gp-connect', 'appointment-management']
  // ADM-05: turning it on is confirmed, because it acts at once.
  if (on && named.includes('service-filtering') && !confirm) return { text: await whatFilteringWouldDo(deps, ods), refused: true }

  const wanted = Object.fromEntries(named.map((feature) => [SWITCHES[feature], on]))
  return told(ods, await changeSettings(deps, { practice: ods, by, wanted }))
}

async function whatFilteringWouldDo({ db, now }: OperatorDeps, ods: OdsCode): Promise<string> {
  const services = await listServices(db, ods)
  const without = await findSchedulesWithoutService(db, ods, now())
  return [
    `Service filtering at ${ods} would act at once: its ${services.length} services are named to everybody who searches, and a search for one`,
    'of them finds the slots of its schedules alone.',
    ...(without.length > 0
      ? [`Schedules with bookable slots and no service, which such a search does not find: ${without.join(', ')}.`]
      : []),
    'Nothing was changed. Say --confirm to switch it on.',
  ].join('\n')
}

export async function switchSupplier(
  deps: OperatorDeps,
  request: { on: boolean; practices: readonly OdsCode[]; by: string },
): Promise<PracticeAnswer> {
  const { state, changed } = await changeSupplierSwitch(deps, request)
  const where = { on: 'at every practice, new ones too', off: 'nowhere', selected: 'at the practices selected' }[state]
  const list = changed.length > 20 ? `${changed.length} practices` : changed.join(', ')
  const what = changed.length === 0 ? 'Nothing changed.' : `Changed at ${list}.`
  return { text: `The supplier offers service filtering ${where}. ${what}` }
}

type LimitRequest = { ods: OdsCode; limit: 'bookingWindowDays' | 'embargoMinutes'; value: number | null; by: string; schedule?: string }

export async function setLimit(deps: OperatorDeps, { ods, limit, value, by, schedule }: LimitRequest): Promise<PracticeAnswer> {
  const most = { bookingWindowDays: 3660, embargoMinutes: 366 * 24 * 60 }[limit]
  if ((value ?? 0) > most) return { text: `That is too far: ${most} at most.`, refused: true }

  const changes =
    schedule === undefined
      ? await changeSettings(deps, { practice: ods, by, wanted: { [limit]: value } })
      : await changeScheduleLimit(deps, { practice: ods, by, schedule, limit, value })
  return told(ods, changes)
}

export async function setCap(
  deps: OperatorDeps,
  { ods, by, per, type, organisation, most }: { ods: OdsCode } & CapOptions,
): Promise<PracticeAnswer> {
  if ((most ?? 0) > 10_000) return { text: 'That is too many: 10000 at most.', refused: true }
  const whom = { ...(type && { organisationType: type }), ...(organisation && { organisationCode: organisation }) }
  const outcome = await changeCap(deps, { practice: ods, by, scope: per, ...whom, most })
  if (outcome === 'unchanged' && most === undefined) return { text: `${ods} has no such cap.`, refused: true }
  return { text: `${ods}: cap ${outcome}.` }
}

export async function setService(
  deps: OperatorDeps,
  { ods, key, by, dosId, name }: { ods: OdsCode; key: string; by: string; dosId?: string; name?: string },
): Promise<PracticeAnswer> {
  const said = { ...(dosId !== undefined && { dosServiceId: dosId }), ...(name !== undefined && { name }) }
  return told(ods, await saveService(deps, { practice: ods, by, key, ...said }))
}

export async function dropService(
  deps: OperatorDeps,
  { ods, key, by }: { ods: OdsCode; key: string; by: string },
): Promise<PracticeAnswer> {
  return told(ods, await removeService(deps, { practice: ods, by, key }))
}

export async function link(
  deps: OperatorDeps,
  { ods, schedule, service, by, notApplicable }: { ods: OdsCode; schedule: string; service: string | undefined } & LinkOptions,
): Promise<PracticeAnswer> {
  const without = notApplicable ? 'not-applicable' : 'none'
  const to = service === undefined ? without : { service }
  return told(ods, await linkSchedule(deps, { practice: ods, by, schedule, to }))
}

function told(ods: OdsCode, changes: readonly SettingChange[]): PracticeAnswer {
  if (changes.length === 0) return { text: `${ods}: nothing to change, it is so already.` }
  return {
    text: changes
      .map(({ setting, oldValue, newValue }) => `${ods}: ${setting}: ${oldValue ?? 'not set'} -> ${newValue ?? 'not set'}`)
      .join('\n'),
  }
}
