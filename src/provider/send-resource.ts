import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Resource } from '../fhir/types.ts'
import { toXml } from '../fhir/xml/to-xml.ts'
import { CONTENT_TYPES, formatOf } from './hooks/negotiate-format.ts'
import { noteAbout } from './request.ts'

/** In the format that was asked for (GEN-03). */
export function sendResource(reply: FastifyReply, resource: Resource): FastifyReply {
  return reply.send(resourceText(reply, resource))
}

/** The body of such an answer, whose Content-Type is set. */
export function resourceText(reply: FastifyReply, resource: Resource): string {
  const format = formatOf(reply.request)
  reply.header('content-type', CONTENT_TYPES[format])
  return format === 'xml' ? toXml(resource) : JSON.stringify(resource)
}

/** GEN-07, GEN-08: one resource, under its version; after a write its headers alone, if the consumer prefers that. */
export function sendVersioned(reply: FastifyReply, serviceRoot: string, resource: Resource): FastifyReply {
  const versionId = resource.meta?.versionId
  noteAbout(reply.request, { record: `${resource.resourceType}/${resource.id}/_history/${versionId}` })
  reply
    .header('etag', `W/"${versionId}"`)
    .header('content-location', `${serviceRoot}/${resource.resourceType}/${resource.id}/_history/${versionId}`)
  return prefersMinimal(reply.request) ? reply.send() : sendResource(reply, resource)
}

/** RFC 7240: of several `return` preferences the first one holds, and what is not understood is ignored. */
function prefersMinimal({ method, headers }: FastifyRequest): boolean {
  if (method !== 'POST' && method !== 'PUT') return false
  const preferences = [headers.prefer ?? []].flat().join(',').toLowerCase().split(',')
  const [wanted] = preferences.flatMap((preference) => /^\s*return\s*=\s*"?(\w+)"?\s*(?:;|$)/.exec(preference)?.[1] ?? [])
  return wanted === 'minimal'
}
