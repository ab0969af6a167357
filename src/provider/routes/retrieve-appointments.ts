import { retrieveAppointments } from '../../appointments/retrieve-appointments.ts'
import { searchset } from '../../fhir/bundle.ts'
import type { PatientId } from '../../patients/model.ts'
import type { ProviderDeps } from '../deps.ts'
import { idOf, noteAbout, practiceOf, queryOf } from '../request.ts'
import { decodeRetrieval } from '../resources/retrieval.ts'
import { toVisibleAppointmentResource } from '../resources/visit.ts'
import { sendResource } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** APT-08 */
export const retrieveAppointmentsRoute = (deps: ProviderDeps) =>
  interactionRoute('retrieveAppointments', async (request, reply) => {
    const { organisation } = practiceOf(request)
    const patientId = idOf(request) as PatientId
    noteAbout(request, { patient: patientId })
    const range = decodeRetrieval(queryOf(request), deps.now())
    const appointments = await retrieveAppointments(deps, organisation.odsCode, { ...range, patientId })
    return sendResource(reply, searchset(appointments.map((appointment) => toVisibleAppointmentResource(appointment, organisation))))
  })
