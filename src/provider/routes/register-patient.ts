import { searchset } from '../../fhir/bundle.ts'
import { PROFILES } from '../../fhir/urls.ts'
import { registerPatient } from '../../patients/register-patient.ts'
import type { ProviderDeps } from '../deps.ts'
import { parseBody } from '../parse-body.ts'
import { callerOf, noteAbout, practiceOf } from '../request.ts'
import { toPatientResource } from '../resources/patient.ts'
import { decodeRegistration } from '../resources/registration.ts'
import { sendResource } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** REG-01..05 */
export const registerPatientRoute = (deps: ProviderDeps) =>
  interactionRoute('registerPatient', async (request, reply) => {
    const registration = decodeRegistration(parseBody(request), deps.config.dialect)
    noteAbout(request, { nhsNumber: registration.nhsNumber })
    const { organisation } = practiceOf(request)
    const { temporaryRegistrationDays } = deps.config
    const patient = await registerPatient({ ...deps, temporaryRegistrationDays }, organisation.odsCode, {
      registration,
      caller: callerOf(request),
    })
    noteAbout(request, { patient: patient.id, record: `Patient/${patient.id}/_history/${patient.version}` })
    return sendResource(reply, searchset([toPatientResource(patient, organisation)], { profile: PROFILES.Bundle }))
  })
