import type { FastifyRequest } from 'fastify'
import {
  type AppointmentsSummary,
  type AppointmentsUpdate,
  type FederationPractice,
  tracePatient,
  watchAppointmentsAcross,
} from '../../../../consumer/index.ts'
import type { WebDeps } from '../../../deps.ts'
import type { Acting } from '../../../request.ts'
import { toProblem } from '../../../views/to-problem.ts'
import { changeEncounter, forgetRestricted, type InHand } from '../../patient-in-hand.ts'
import { withSeen } from '../held.ts'
import { byDay, groupAppointments, type Shown } from './group-appointments.ts'

/** Marks in the page, between which the answers go out as they come. */
const [ANSWERS, END] = ['<!--answers-->', '<!--end-->']

type Of = {
  acting: Acting
  request: FastifyRequest
  inHand: InHand
  practices: readonly FederationPractice[]
  page: string
  deadlineMs: number
  signal: AbortSignal
}

/**
 * The page in pieces: its head at once, each practice's appointments when it answers, all of them by day at its end. It is one document, whole
 * without a script; whoever leaves it ends the asking.
 */
export async function* streamList(deps: WebDeps, of: Of): AsyncGenerator<string, void, undefined> {
  const [head = '', middle = '', tail = ''] = of.page.split(new RegExp(`${ANSWERS}|${END}`))
  yield head
  let last: AppointmentsSummary | undefined
  const shown: Shown[] = []
  let isStopped = false
  try {
    const asked = await updates(deps, of)
    if ('html' in asked) {
      isStopped = true
      yield asked.html
    } else {
      for await (const update of asked.updates) {
        if (update.state === 'finished') last = update.summary
        else yield await arrivalOf(deps, of, { update, shown })
      }
    }
  } catch (err) {
    // The answer is half out, so that no page of its own can say it.
    deps.log.error({ requestId: of.request.id, err }, 'unexpected fault')
  }
  yield middle + endOf(deps, of, { last, shown, isStopped }) + tail
}

type Asked = { updates: AsyncGenerator<AppointmentsUpdate, void, undefined> } | { html: string }

/** CON-04: the patient is traced once, for all of the practices. */
async function updates(deps: WebDeps, { acting, inHand, practices, deadlineMs, request, signal }: Of): Promise<Asked> {
  const { asker } = acting
  const spine = deps.spineOf(asker.organisation.odsCode)
  const { nhsNumber } = inHand.traced.demographics
  const trace = await tracePatient(spine, { nhsNumber, organisation: asker.organisation })
  if (trace.kind === 'traced') {
    const search = { federation: practices, deadlineMs, patient: trace.patient, signal }
    return { updates: watchAppointmentsAcross(spine, asker, search) }
  }
  if (trace.kind === 'stopped' && trace.because === 'sensitive') await forgetRestricted(deps, request, inHand.encounter.id)
  const why = trace.kind === 'stopped' ? { advice: trace.advice } : { problem: toProblem(trace) }
  return { html: deps.views.render(request, { template: 'journeys/appointments/list/stopped.njk', ...why }) }
}

type Arrival = { update: Exclude<AppointmentsUpdate, { state: 'finished' }>; shown: Shown[] }

async function arrivalOf(deps: WebDeps, of: Of, { update, shown }: Arrival): Promise<string> {
  const { practice, state } = update
  // For the script, which shows what each practice is at; nothing to see without it.
  if (!('outcome' in update)) return `<i hidden data-practice="${practice.odsCode}" data-state="${state}"></i>\n`
  const encounterId = of.inHand.encounter.id
  const common = { template: 'journeys/appointments/list/arrival.njk', practice, state, id: encounterId }
  if (update.state !== 'answered') {
    return deps.views.render(of.request, { ...common, problem: toProblem(update.outcome) })
  }
  const { outcome } = update
  if (outcome.kind === 'no-record') return deps.views.render(of.request, { ...common, noRecord: true })

  const { appointments, unusable } = outcome
  if (appointments.length > 0) {
    const change = { encounterId, practiceName: practice.name, seen: appointments }
    await changeEncounter(deps, of.request, { id: encounterId, change: (content) => withSeen(content, change) })
  }
  const grouped = groupAppointments(appointments, { encounterId, practiceName: practice.name, now: deps.now() })
  shown.push(...grouped.days.flatMap((day) => day.appointments))
  const standing = appointments.length - grouped.cancelled.length
  return deps.views.render(of.request, { ...common, ...grouped, standing, unusable })
}

type Ending = { last: AppointmentsSummary | undefined; shown: readonly Shown[]; isStopped: boolean }

function endOf(deps: WebDeps, { request, inHand, practices }: Of, { last, shown, isStopped }: Ending): string {
  const missing = last ? last.practices - last.answered : practices.length
  return deps.views.render(request, {
    template: 'journeys/appointments/list/end.njk',
    id: inHand.encounter.id,
    ended: last ? last.ended : 'broken-off',
    stopped: isStopped,
    standing: shown.length,
    answered: last?.answered ?? 0,
    asked: practices.length,
    missing,
    unusable: last?.unusable ?? 0,
    // With one practice the page is in order as it is.
    days: new Set(shown.map(({ practiceName }) => practiceName)).size > 1 ? byDay(shown) : [],
  })
}
