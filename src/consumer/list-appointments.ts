import { resourcesOf } from '../fhir/bundle.ts'
import { addDays, type LocalDate, localDateOf } from '../nhs/local-time.ts'
import { type Appointment, decodeAppointment } from './appointment.ts'
import { isA } from './bundle-reading.ts'
import { type Failure, unintelligible } from './failure.ts'
import type { PracticeLine } from './practice-line.ts'
import { withNames } from './with-names.ts'

/** Days of the patient's local calendar. Without `to`, two years on: further ahead no practice books. */
export type AppointmentRange = { from?: LocalDate | undefined; to?: LocalDate | undefined; signal?: AbortSignal | undefined }

export type ListAppointmentsOutcome =
  /**
   * Soonest first, cancelled ones and visits too, as the practice sends them. `from` and `to` are the days that were asked about: never
   * any before today (CON-14), and whoever shows the list says that earlier appointments are not in it. `unusable`: what made no sense.
   */
  { kind: 'listed'; appointments: readonly Appointment[]; from: LocalDate; to: LocalDate; unusable: number } | Failure

const FURTHEST_AHEAD_DAYS = 730

/** APT-08, from this side. `patientId` is the practice's own, as finding the patient gave it. */
export async function listAppointments(
  deps: { now: () => Date },
  line: PracticeLine,
  patientId: string,
  range: AppointmentRange = {},
): Promise<ListAppointmentsOutcome> {
  const at = { step: 'list the appointments', practice: line.practice } as const
  const { from, to } = daysToList(deps.now(), range)
  const reply = await line.ask({
    ...at,
    interaction: 'retrieveAppointments',
    path: `Patient/${encodeURIComponent(patientId)}/Appointment`,
    query: [
      ['start', `ge${from}`],
      ['start', `le${to}`],
    ],
    signal: range.signal,
  })
  if (reply.kind === 'failed') return reply.failure
  if (!isA('Bundle', reply.resource)) return unintelligible(at, reply.traceId)

  const resources = resourcesOf(reply.resource, 'Appointment')
  const decoded = resources.flatMap((resource) => decodeAppointment(resource, line.practice) ?? [])
  // Somebody else's appointment is never shown, whoever sent it.
  const own = decoded.filter((appointment) => appointment.patientId === patientId)
  const appointments = (await withNames(line, own)).sort(soonestFirst)
  return { kind: 'listed', appointments, from, to, unusable: resources.length - own.length }
}

/** CON-14: from today on, however early it is wanted from. */
export function daysToList(now: Date, range: Omit<AppointmentRange, 'signal'>): { from: LocalDate; to: LocalDate } {
  const today = localDateOf(now)
  const from = range.from !== undefined && range.from > today ? range.from : today
  const to = range.to ?? addDays(today, FURTHEST_AHEAD_DAYS)
  if (to < from) throw new RangeError('The range of days ends before it starts, or before today.')
  return { from, to }
}

export function soonestFirst(one: Appointment, other: Appointment): number {
  return Date.parse(one.start) - Date.parse(other.start) || one.id.localeCompare(other.id)
}
