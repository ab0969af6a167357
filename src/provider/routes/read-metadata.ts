import { capabilityStatement } from '../resources/capability-statement.ts'
import { sendResource } from '../send-resource.ts'
import { interactionRoute } from './interaction-route.ts'

/** ORG-04 */
export const readMetadataRoute = () =>
  interactionRoute('readMetadata', async (_request, reply) => sendResource(reply, capabilityStatement()))
