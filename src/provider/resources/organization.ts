import type { Organisation } from '../../directory/model.ts'
import type { Organization } from '../../fhir/types.ts'
import { PROFILES, SYSTEMS } from '../../fhir/urls.ts'
import { toOrganizationAddress, toOrganizationContactPoint } from './contact-details.ts'

/** CareConnect-GPC-Organization-1: the practice. */
export function toOrganizationResource({ id, version, odsCode, name, telecom, address }: Organisation): Organization {
  return {
    resourceType: 'Organization',
    id,
    meta: { versionId: String(version), profile: [PROFILES.Organization] },
    identifier: [{ system: SYSTEMS.odsOrganisationCode, value: odsCode }],
    name,
    ...(telecom.length > 0 && { telecom: telecom.map(toOrganizationContactPoint) }),
    ...(address && { address: [toOrganizationAddress(address)] }),
  }
}
