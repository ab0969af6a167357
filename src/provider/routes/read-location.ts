import { readLocation } from '../../directory/read-directory.ts'
import type { ProviderDeps } from '../deps.ts'
import { idOf, practiceOf } from '../request.ts'
import { toLocationResource } from '../resources/location.ts'
import { sendVersioned } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** ORG-02 */
export const readLocationRoute = (deps: ProviderDeps) =>
  interactionRoute('readLocation', async (request, reply) => {
    const { organisation, serviceRoot } = practiceOf(request)
    const location = await readLocation(deps, organisation, idOf(request))
    return sendVersioned(reply, serviceRoot, toLocationResource(location, organisation))
  })
