import type { FastifyReply } from 'fastify'
import type { Resource } from '../fhir/types.ts'
import { FHIR_JSON } from './hooks/send-outcome.ts'

export function sendResource(reply: FastifyReply, resource: Resource): FastifyReply {
  return reply.header('content-type', FHIR_JSON).send(JSON.stringify(resource))
}

/** GEN-07: one resource, under its version. */
export function sendVersioned(reply: FastifyReply, serviceRoot: string, resource: Resource): FastifyReply {
  const versionId = resource.meta?.versionId
  return sendResource(
    reply
      .header('etag', `W/"${versionId}"`)
      .header('content-location', `${serviceRoot}/${resource.resourceType}/${resource.id}/_history/${versionId}`),
    resource,
  )
}
