// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source

import { type Mutant, waysIn } from '../mutant.ts'

/** What the bearer token must say (SEC-04). */
export const TOKEN_WAYS: readonly Mutant[] = waysIn(
  'src/provider/hooks/read-bearer-claims.ts',
  ['readMetadata', 'searchFreeSlots'],
  [
    {
      id: 'expired-token-taken',
      rule: 'SEC-04',
      breaks: 'takes an expired token',
      search: '(claims.exp + rules.skewSeconds) * 1000 <= rules.now.getTime()',
      replace: '(claims.exp + rules.skewSeconds) * 1000 <= 0',
    },
    {
      id: 'any-lifetime',
      rule: 'SEC-04',
      breaks: 'takes a token that lives longer than five minutes',
      search: 'claims.exp - claims.iat !== LIFETIME_SECONDS',
      replace: 'claims.exp - claims.iat < LIFETIME_SECONDS',
    },
    {
      id: 'clock-compared',
      rule: 'SEC-04',
      breaks: 'refuses a consumer whose clock runs fast',
      search: "if (claims.reason_for_request !== 'directcare')",
      replace:
        "if (claims.iat * 1000 > rules.now.getTime() + 1000) throw refuse('it is of the future')\n  if (claims.reason_for_request !== 'directcare')",
    },
    {
      id: 'any-reason',
      rule: 'SEC-04',
      breaks: 'takes any reason_for_request',
      search: "if (claims.reason_for_request !== 'directcare')",
      replace: "if (claims.reason_for_request === '')",
    },
    {
      id: 'any-audience',
      rule: 'SEC-04',
      breaks: 'takes a token for another practice',
      search: '.includes(aud)))',
      replace: '.includes(aud)) && audiences.length === 0)',
    },
    {
      id: 'audience-to-the-letter',
      rule: 'SEC-04',
      breaks: 'refuses an aud that ends in a slash',
      search: "url.replace(/\\/$/, '')",
      replace: 'url',
    },
    {
      id: 'signed-token-taken',
      rule: 'SEC-04',
      breaks: 'takes a token that says it is signed',
      search: "if (signature !== '' || decodePart(header).alg !== 'none')",
      replace: "if (signature === undefined || decodePart(header).alg === '')",
    },
    {
      id: 'practitioner-left-out',
      rule: 'SEC-04',
      breaks: 'takes a practitioner without an SDS user id',
      search: 'practitioner.identifier?.some(({ system, value }) => system === SYSTEMS.sdsUserId && value)',
      replace: "practitioner.identifier?.some(({ value }) => value) ?? 'none'",
    },
    {
      id: 'old-system-refused',
      rule: 'SEC-04',
      breaks: "refuses the older system of the organisation's code",
      search: 'system === SYSTEMS.odsOrganisationCode || system === SYSTEMS.oldOdsOrganisationCode',
      replace: 'system === SYSTEMS.odsOrganisationCode',
    },
    {
      id: 'subject-of-another',
      rule: 'SEC-04',
      breaks: 'takes a sub that is not the practitioner',
      search: 'faults.length === 0 && practitioner.id !== sub',
      replace: "faults.length === 0 && sub === ''",
    },
    {
      id: 'device-without-version',
      rule: 'SEC-04',
      breaks: 'takes a device without a version',
      search: "  need(device.version, 'requesting_device.version')\n",
      replace: '',
    },
    {
      id: 'wrong-resource-is-400',
      rule: 'DIFF-07',
      breaks: 'answers 400 where a claim holds a resource of the wrong type',
      search: "errorBy(dialect, 'token: a claim holds a resource of the wrong type')",
      replace: "errorBy(dialect === 'assurance' ? 'specification' : dialect, 'token: a claim holds a resource of the wrong type')",
    },
    {
      id: 'unknown-element-in-claim',
      rule: 'SEC-04',
      breaks: 'takes a claim resource with elements that STU3 does not know',
      search: 'checkShape(resource, type).map(',
      replace: "checkShape(resource, type).filter(({ message }) => !message.includes('only elements')).map(",
    },
  ],
)
