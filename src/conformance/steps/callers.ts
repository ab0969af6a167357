import { SYSTEM } from '../vocabulary.ts'
import { type Draft, withClaim, withHeader, withinClaim } from '../wire/draft.ts'

/** The same request to another practice on the same host. */
export function atPractice(draft: Draft, { serviceRoot, asid }: { serviceRoot: string; asid: string }): Draft {
  return { ...withHeader(withClaim(draft, 'aud', serviceRoot), 'Ssp-To', asid), serviceRoot }
}

/** The same request on behalf of another organisation. */
export function asOrganisation(draft: Draft, odsCode: string): Draft {
  return withinClaim(draft, 'requesting_organization', { identifier: [{ system: SYSTEM.odsCode, value: odsCode }], name: 'Somebody else' })
}
