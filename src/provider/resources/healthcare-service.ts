import type { HealthcareService, Organisation } from '../../directory/model.ts'
import type { ServiceFilteringStatus } from '../../directory/service-filtering.ts'
import { parseToken, type QueryParameter } from '../../fhir/query.ts'
import type { Extension, HealthcareService as HealthcareServiceResource } from '../../fhir/types.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../../fhir/urls.ts'
import { SpineError } from '../../nhs/spine-errors.ts'

/** CareConnect-GPC-HealthcareService-1 (ORG-05). */
export function toHealthcareServiceResource(
  { id, version, dosServiceId, name }: HealthcareService,
  providedBy: Organisation,
): HealthcareServiceResource {
  return {
    resourceType: 'HealthcareService',
    id,
    meta: { versionId: String(version), profile: [PROFILES.HealthcareService] },
    identifier: [{ system: SYSTEMS.dosServiceId, value: dosServiceId }],
    providedBy: { reference: `Organization/${providedBy.id}` },
    name,
  }
}

/** Extension-GPConnect-ServiceFilteringStatus-1 (SLOT-10, ORG-04). */
export function toServiceFilteringStatus(status: ServiceFilteringStatus): Extension {
  return { url: EXTENSIONS.serviceFilteringStatus, valueCode: status }
}

/** ORG-05: `identifier`, which may be left out. A token of another system is a sound one that nothing matches. */
export function decodeServiceIdentifier(query: readonly QueryParameter[]): { system: string; code: string } | undefined {
  const values = query.filter(({ name }) => name === 'identifier').map(({ value }) => value)
  const [value] = values
  if (value === undefined) return undefined

  const { system, code } = parseToken(value)
  if (values.length > 1 || !system?.trim() || !code.trim()) {
    throw new SpineError('INVALID_PARAMETER', `Search parameter identifier must be sent once at most, as ${SYSTEMS.dosServiceId}|[id].`)
  }
  return { system, code }
}
