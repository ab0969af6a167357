import { findHealthcareServices } from '../../directory/store/healthcare-services.ts'
import { searchset } from '../../fhir/bundle.ts'
import { SYSTEMS } from '../../fhir/urls.ts'
import type { ProviderDeps } from '../deps.ts'
import { practiceOf, queryOf } from '../request.ts'
import { decodeServiceIdentifier, toHealthcareServiceResource } from '../resources/healthcare-service.ts'
import { sendResource } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** ORG-05: the whole list, or the one service asked for. The list is short: a practice has a handful. */
export const findHealthcareServiceRoute = (deps: ProviderDeps) =>
  interactionRoute('findHealthcareService', async (request, reply) => {
    const identifier = decodeServiceIdentifier(queryOf(request))
    const { organisation } = practiceOf(request)
    const services = await findHealthcareServices(deps.db, organisation.odsCode)
    const found = services.filter(
      ({ dosServiceId }) => !identifier || (identifier.system === SYSTEMS.dosServiceId && identifier.code === dosServiceId),
    )
    return sendResource(reply, searchset(found.map((service) => toHealthcareServiceResource(service, organisation))))
  })
