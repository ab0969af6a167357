import { INTERACTIONS, type Interaction } from '../../../provider/interactions.ts'
import type { HttpRequest } from './http-request.ts'
import { headerOf, withHeader } from './http-request.ts'
import type { PracticeAsked } from './offline-provider.ts'

export type InteractionName = keyof typeof INTERACTIONS

/** What a fault is explained with: whom the request asks, for what, and when. */
export type Context = PracticeAsked & { serviceRoot: string; interaction: InteractionName | undefined }

export type Claims = Readonly<Record<string, unknown>>

/** The claims of the bearer token, as far as they can be read. */
export function claimsOf(request: HttpRequest): Claims {
  const [, payload = ''] = (headerOf(request, 'Authorization') ?? '').replace(/^Bearer\s+/i, '').split('.')
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? { ...claims } : {}
  } catch {
    return {}
  }
}

export function withClaims(request: HttpRequest, claims: Claims): HttpRequest {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  return withHeader(request, 'Authorization', `Bearer ${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`)
}

/** SEC-04: a claim that would be taken, for its place and its form. */
export function goodClaims({ serviceRoot, interaction, now }: Context): Record<string, unknown> {
  const iat = Math.floor(now.getTime() / 1000)
  return {
    iss: 'https://consumer.example/token',
    sub: 'user-1',
    aud: serviceRoot,
    exp: iat + 300,
    iat,
    reason_for_request: 'directcare',
    requested_scope: interaction ? INTERACTIONS[interaction].scope : 'organization/*.read',
    requesting_device: {
      resourceType: 'Device',
      identifier: [{ system: 'https://consumer.example/Id/device', value: '1' }],
      model: 'Consumer',
      version: '1',
    },
    requesting_organization: {
      resourceType: 'Organization',
      identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'X99998' }],
      name: 'Consumer organisation',
    },
    requesting_practitioner: {
      resourceType: 'Practitioner',
      id: 'user-1',
      identifier: [
        { system: 'https://fhir.nhs.uk/Id/sds-user-id', value: 'UNK' },
        { system: 'https://fhir.nhs.uk/Id/sds-role-profile-id', value: 'UNK' },
      ],
      name: [{ family: 'Surname', given: ['Forename'] }],
    },
  }
}

/** Which interaction verb and path mean; of a PUT, the one that Ssp-InteractionID or else the body names (INT-01). */
export function interactionOf(request: HttpRequest, path: string): InteractionName | undefined {
  const sentId = headerOf(request, 'Ssp-InteractionID')
  const all = Object.entries(INTERACTIONS) as [InteractionName, Interaction][]
  const fitting = all.filter(([, { method, path: pattern }]) => method === request.method.toUpperCase() && isAt(pattern, path))
  const named = fitting.find(([, { id }]) => id === sentId)
  const cancels = /"cancelled"/.test(request.body)
  const meant = named ?? fitting.find(([name]) => name === 'cancelAppointment' && cancels) ?? fitting[0]
  return meant?.[0]
}

function isAt(pattern: string, path: string): boolean {
  const escaped = pattern.replace(/[.$]/g, '\\$&').replace(':id', '[^/$]*')
  return new RegExp(`^${escaped}$`).test(path.replace('/%24gpc.', '/$gpc.'))
}
