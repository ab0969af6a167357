import { checkIsOrganisation } from '../../directory/read-directory.ts'
import { idOf, practiceOf } from '../request.ts'
import { toOrganizationResource } from '../resources/organization.ts'
import { sendVersioned } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** ORG-02 */
export const readOrganizationRoute = () =>
  interactionRoute('readOrganization', async (request, reply) => {
    const { organisation, serviceRoot } = practiceOf(request)
    checkIsOrganisation(organisation, idOf(request))
    return sendVersioned(reply, serviceRoot, toOrganizationResource(organisation))
  })
