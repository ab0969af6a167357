import { searchset } from '../../fhir/bundle.ts'
import { SYSTEMS } from '../../fhir/urls.ts'
import { parseNhsNumber } from '../../nhs/nhs-number.ts'
import { SpineError } from '../../nhs/spine-errors.ts'
import { findPatient } from '../../patients/find-patient.ts'
import type { ProviderDeps } from '../deps.ts'
import { noteAbout, practiceOf, queryOf } from '../request.ts'
import { decodeIdentifier } from '../resources/identifier-search.ts'
import { toPatientResource } from '../resources/patient.ts'
import { sendResource } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** PAT-01 */
export const findPatientRoute = (deps: ProviderDeps) =>
  interactionRoute('findPatient', async (request, reply) => {
    const nhsNumber = parseNhsNumber(decodeIdentifier(queryOf(request), SYSTEMS.nhsNumber, deps.config.dialect))
    if (!nhsNumber) throw new SpineError('INVALID_NHS_NUMBER', 'Search parameter identifier does not hold a valid NHS number.')

    noteAbout(request, { nhsNumber })

    const { organisation } = practiceOf(request)
    const patient = await findPatient(deps, organisation.odsCode, nhsNumber)
    if (patient) noteAbout(request, { patient: patient.id })
    return sendResource(reply, searchset(patient ? [toPatientResource(patient, organisation)] : []))
  })
