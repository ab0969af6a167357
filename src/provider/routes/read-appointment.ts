import { readAppointment } from '../../appointments/read-appointment.ts'
import type { ProviderDeps } from '../deps.ts'
import { idOf, noteAbout, practiceOf } from '../request.ts'
import { toVisibleAppointmentResource } from '../resources/visit.ts'
import { sendVersioned } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** APT-07 */
export const readAppointmentRoute = (deps: ProviderDeps) =>
  interactionRoute('readAppointment', async (request, reply) => {
    const { organisation, serviceRoot } = practiceOf(request)
    const appointment = await readAppointment(deps, organisation.odsCode, idOf(request))
    noteAbout(request, { patient: appointment.patientId })
    return sendVersioned(reply, serviceRoot, toVisibleAppointmentResource(appointment, organisation))
  })
