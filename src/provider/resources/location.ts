import type { Location, Organisation } from '../../directory/model.ts'
import type { Location as LocationResource } from '../../fhir/types.ts'
import { PROFILES } from '../../fhir/urls.ts'
import { toOrganizationAddress, toOrganizationContactPoint } from './contact-details.ts'

/** CareConnect-GPC-Location-1: a surgery of the practice. */
export function toLocationResource({ id, version, name, telecom, address }: Location, managedBy: Organisation): LocationResource {
  return {
    resourceType: 'Location',
    id,
    meta: { versionId: String(version), profile: [PROFILES.Location] },
    name,
    ...(telecom.length > 0 && { telecom: telecom.map(toOrganizationContactPoint) }),
    ...(address && { address: toOrganizationAddress(address) }),
    managingOrganization: { reference: `Organization/${managedBy.id}` },
  }
}
