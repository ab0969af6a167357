import { readPractitioner } from '../../directory/read-directory.ts'
import type { ProviderDeps } from '../deps.ts'
import { idOf, practiceOf } from '../request.ts'
import { toPractitionerResource } from '../resources/practitioner.ts'
import { sendVersioned } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** ORG-02 */
export const readPractitionerRoute = (deps: ProviderDeps) =>
  interactionRoute('readPractitioner', async (request, reply) => {
    const { organisation, serviceRoot } = practiceOf(request)
    const practitioner = await readPractitioner(deps, organisation.odsCode, idOf(request))
    return sendVersioned(reply, serviceRoot, toPractitionerResource(practitioner))
  })
