import { readHealthcareService } from '../../directory/read-directory.ts'
import { SpineError } from '../../nhs/spine-errors.ts'
import type { ProviderDeps } from '../deps.ts'
import { idOf, practiceOf } from '../request.ts'
import { toHealthcareServiceResource } from '../resources/healthcare-service.ts'
import { sendVersioned } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** ORG-02, ORG-05 */
export const readHealthcareServiceRoute = (deps: ProviderDeps) =>
  interactionRoute('readHealthcareService', async (request, reply) => {
    // INT-02: this type alone may be searched bare, so an empty id is a request that says not what it wants.
    if ((request.params as { id?: string }).id === '') throw new SpineError('BAD_REQUEST', 'The id of the HealthcareService is empty.')

    const { organisation, serviceRoot } = practiceOf(request)
    const service = await readHealthcareService(deps, organisation.odsCode, idOf(request))
    return sendVersioned(reply, serviceRoot, toHealthcareServiceResource(service, organisation))
  })
