import type { Scope } from '../../src/provider/interactions.ts'

export type TokenOptions = { now: Date; audience: string; scope: Scope; claims?: Record<string, unknown>; header?: Record<string, unknown> }

/** The claims of a well-behaved consumer (SEC-04). A claim given as undefined is left out. */
export function givenClaims({ now, audience, scope, claims = {} }: TokenOptions): Record<string, unknown> {
  const iat = Math.floor(now.getTime() / 1000)
  const all = {
    iss: 'https://consumer.example/',
    sub: 'user-1',
    aud: audience,
    iat,
    exp: iat + 300,
    reason_for_request: 'directcare',
    requested_scope: scope,
    requesting_device: {
      resourceType: 'Device',
      identifier: [{ system: 'https://consumer.example/Id/device', value: 'desk-1' }],
      model: 'Test consumer',
      version: '1.0',
    },
    requesting_organization: {
      resourceType: 'Organization',
      identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'B30012' }],
      name: 'A hub',
    },
    requesting_practitioner: {
      resourceType: 'Practitioner',
      id: 'user-1',
      identifier: [
        { system: 'https://fhir.nhs.uk/Id/sds-user-id', value: '111222333444' },
        { system: 'https://fhir.nhs.uk/Id/sds-role-profile-id', value: '444555666777' },
        { system: 'https://consumer.example/Id/user', value: 'user-1' },
      ],
      name: [{ family: 'Handler', given: ['Call'], prefix: ['Ms'] }],
    },
    ...claims,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

export function givenToken(options: TokenOptions): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  return `${encode({ alg: 'none', typ: 'JWT', ...options.header })}.${encode(givenClaims(options))}.`
}
