import { readPatient } from '../../patients/find-patient.ts'
import type { PatientId } from '../../patients/model.ts'
import type { ProviderDeps } from '../deps.ts'
import { idOf, noteAbout, practiceOf } from '../request.ts'
import { toPatientResource } from '../resources/patient.ts'
import { sendVersioned } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** PAT-04 */
export const readPatientRoute = (deps: ProviderDeps) =>
  interactionRoute('readPatient', async (request, reply) => {
    const { organisation, serviceRoot } = practiceOf(request)
    const id = idOf(request) as PatientId
    noteAbout(request, { patient: id })
    const patient = await readPatient(deps, organisation.odsCode, id)
    return sendVersioned(reply, serviceRoot, toPatientResource(patient, organisation))
  })
