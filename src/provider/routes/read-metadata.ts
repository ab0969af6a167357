import { serviceFilteringStatus } from '../../directory/service-filtering.ts'
import { practiceOf } from '../request.ts'
import { capabilityStatement } from '../resources/capability-statement.ts'
import { sendResource } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** ORG-04 */
export const readMetadataRoute = () =>
  interactionRoute('readMetadata', async (request, reply) => {
    const { switches } = practiceOf(request).organisation
    return sendResource(reply, capabilityStatement(serviceFilteringStatus(switches)))
  })
