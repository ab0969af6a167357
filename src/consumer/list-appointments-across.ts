import type { Failure } from './failure.ts'
import { findRecord } from './find-patient.ts'
import { lineUntil } from './line-until.ts'
import { type AppointmentRange, daysToList, type ListAppointmentsOutcome, listAppointments } from './list-appointments.ts'
import type { Asker, LineDeps, PracticeLine } from './practice-line.ts'
import type { TracedPatient } from './trace-patient.ts'
import { type AcrossRequest, type AcrossSummary, type AcrossUpdate, type FederationPractice, watchAcross } from './watch-across.ts'

/** `patient` is traced once for all practices: see `tracePatient`, and `patient` of a session. */
export type AppointmentsSearch = AcrossRequest & AppointmentRange & { patient: TracedPatient }

/** `no-record`: this practice has no record of the patient, and so nothing to list. Nobody is registered for being asked about. */
type Listed = Extract<ListAppointmentsOutcome, { kind: 'listed' }> | { kind: 'no-record' }

export type AppointmentsAnswer = { practice: FederationPractice; outcome: ListAppointmentsOutcome | { kind: 'no-record' } }

/**
 * Of those who `answered`, `noRecord` have no record of the patient, and the others listed so many `appointments`, cancelled ones too. What
 * the patient has at those who `failed`, or whom it `gaveUp`, is not known. `unusable`: what practices sent and could not be read.
 */
export type AppointmentsSummary = AcrossSummary & { noRecord: number; appointments: number; unusable: number }

export type AppointmentsUpdate = AcrossUpdate<Listed, AppointmentsSummary>

type AcrossDeps = LineDeps & { now: () => Date }

/**
 * APT-08, CON-14: what a patient has at each practice of a federation from today on, or why that is not known, as each one answers. One
 * practice's failure hides no other's appointments.
 */
export async function* listAppointmentsAcross(
  deps: AcrossDeps,
  asker: Asker,
  search: AppointmentsSearch,
): AsyncGenerator<AppointmentsAnswer, void, undefined> {
  for await (const update of watchAppointmentsAcross(deps, asker, search)) {
    if ('outcome' in update) yield { practice: update.practice, outcome: update.outcome }
  }
}

/** The same, and how it goes: what each practice is at, and a summary at the end, as `watchFreeSlotsAcross` tells them. */
export async function* watchAppointmentsAcross(
  deps: AcrossDeps,
  asker: Asker,
  search: AppointmentsSearch,
): AsyncGenerator<AppointmentsUpdate, void, undefined> {
  const { patient, from, to } = search
  daysToList(deps.now(), { from, to }) // Misuse is thrown before anybody is asked.
  const tally = { noRecord: 0, appointments: 0, unusable: 0 }

  async function ask(line: PracticeLine, signal: AbortSignal): Promise<Listed | Failure> {
    const inTime = lineUntil(line, signal)
    const found = await findRecord(inTime, patient.nhsNumber)
    return found.kind === 'held' ? listAppointments(deps, inTime, found.patient.id, { from, to }) : found
  }

  yield* watchAcross<Listed, AppointmentsSummary>(deps, asker, search, {
    step: 'list the appointments',
    ask,
    count(answer) {
      if (answer.kind === 'no-record') {
        tally.noRecord += 1
        return
      }
      tally.appointments += answer.appointments.length
      tally.unusable += answer.unusable
    },
    sumUp: (summary) => ({ ...summary, ...tally }),
  })
}
