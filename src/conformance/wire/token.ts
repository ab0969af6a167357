import { INTERACTIONS, type InteractionName } from '../interactions.ts'
import type { Target } from '../target/decode-target.ts'
import { SYSTEM } from '../vocabulary.ts'

/** The parts of a bearer token, to be altered before it is written. */
export type Token = {
  header: Readonly<Record<string, unknown>>
  claims: Readonly<Record<string, unknown>>
  /** How the two, already encoded, become a token; as an unsecured JWT unless told. */
  write?: (header: string, claims: string) => string
}

/** SEC-04: what a well-behaved consumer says of itself. */
export function goodToken(name: InteractionName, { now, target }: { now: Date; target: Target }): Token {
  const { consumer } = target
  const iat = Math.floor(now.getTime() / 1000)
  return {
    header: { alg: 'none', typ: 'JWT' },
    claims: {
      iss: consumer.issuer,
      sub: 'judge-1',
      aud: target.serviceRoot,
      exp: iat + 300,
      iat,
      reason_for_request: 'directcare',
      requested_scope: INTERACTIONS[name].scope,
      requesting_device: {
        resourceType: 'Device',
        identifier: [{ system: 'https://judge.example/Id/device', value: 'judge' }],
        model: 'Conformance runner',
        version: '1',
      },
      requesting_organization: {
        resourceType: 'Organization',
        identifier: [{ system: SYSTEM.odsCode, value: consumer.odsCode }],
        name: consumer.name,
      },
      requesting_practitioner: {
        resourceType: 'Practitioner',
        id: 'judge-1',
        identifier: [
          { system: SYSTEM.sdsUserId, value: '111222333444' },
          { system: SYSTEM.sdsRoleProfileId, value: '444555666777' },
          { system: 'https://judge.example/Id/user', value: 'judge-1' },
        ],
        name: [{ family: 'Judge', given: ['Jo'], prefix: ['Mx'] }],
      },
    },
  }
}

export function writeToken({ header, claims, write = (first, second) => `${first}.${second}.` }: Token): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  return write(encode(header), encode(claims))
}
