import { amendAppointment } from '../../appointments/amend-appointment.ts'
import { cancelAppointment } from '../../appointments/cancel-appointment.ts'
import type { ProviderDeps } from '../deps.ts'
import { INTERACTIONS } from '../interactions.ts'
import { parseBody } from '../parse-body.ts'
import { callerOf, idOf, noteAbout, practiceOf } from '../request.ts'
import { toAppointmentResource } from '../resources/appointment.ts'
import { decodeAmendment, decodeCancellation, decodeIfMatch } from '../resources/appointment-change.ts'
import { sendVersioned } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** APT-09..11. The interaction id, not the content, tells which of the two is meant (INT-01). */
export const amendOrCancelAppointmentRoute = (deps: ProviderDeps) =>
  interactionRoute(['amendAppointment', 'cancelAppointment'], async (request, reply) => {
    const { organisation, serviceRoot } = practiceOf(request)
    const caller = callerOf(request)
    const submitted = { body: parseBody(request), id: idOf(request) }
    const known = { practice: organisation.odsCode, version: decodeIfMatch(request.headers['if-match'], deps.config.dialect) }

    const appointment =
      caller.interactionId === INTERACTIONS.cancelAppointment.id
        ? await cancelAppointment(deps, { ...known, ...decodeCancellation(submitted) }, caller)
        : await amendAppointment(deps, { ...known, ...decodeAmendment(submitted) }, caller)
    noteAbout(request, { patient: appointment.patientId })
    return sendVersioned(reply, serviceRoot, toAppointmentResource(appointment))
  })
