import type { ServiceFilteringStatus } from '../../directory/service-filtering.ts'
import type { CapabilityStatement } from '../../fhir/types.ts'
import { PROFILES } from '../../fhir/urls.ts'
import { INTERACTIONS, type Interaction } from '../interactions.ts'
import { toServiceFilteringStatus } from './healthcare-service.ts'

type ServedType = 'Patient' | 'Practitioner' | 'Organization' | 'Location' | 'HealthcareService' | 'Slot' | 'Appointment'

/** What this provider can do, made from the table of interactions (ORG-04): all of it, whatever is switched on at the practice. */
export function capabilityStatement(serviceFiltering: ServiceFilteringStatus): CapabilityStatement {
  const interactions: Interaction[] = Object.values(INTERACTIONS)
  const capabilities = interactions.flatMap(({ capability }) => capability ?? [])
  const types = [...new Set(capabilities.flatMap((capability) => ('type' in capability ? [capability.type] : [])))]
  return {
    resourceType: 'CapabilityStatement',
    extension: [toServiceFilteringStatus(serviceFiltering)],
    version: '1.2.9',
    name: 'GP Connect',
    status: 'active',
    date: '2024-01-01',
    publisher: 'GP Appointments',
    description: 'GP Connect Foundations and Appointment Management, API version 1.2.9',
    kind: 'capability',
    software: { name: 'GP Appointments' },
    fhirVersion: '3.0.1',
    acceptUnknown: 'both',
    format: ['application/fhir+json', 'application/fhir+xml'],
    profile: Object.values(PROFILES).map((reference) => ({ reference })),
    rest: [
      {
        mode: 'server',
        resource: types.map((type) => resourceOf(type as ServedType, capabilities)),
        operation: capabilities.flatMap((capability) =>
          'operation' in capability ? [{ name: capability.operation, definition: { reference: capability.definition } }] : [],
        ),
      },
    ],
  }
}

type Capability = NonNullable<Interaction['capability']>

function resourceOf(type: ServedType, capabilities: readonly Capability[]) {
  const own = capabilities.flatMap((capability) => ('type' in capability && capability.type === type ? [capability] : []))
  const searchParam = own.flatMap(({ search = [] }) => [...search])
  const searchInclude = own.flatMap(({ includes = [] }) => [...includes])
  return {
    type,
    profile: { reference: PROFILES[type] },
    interaction: own.map(({ code }) => ({ code })),
    versioning: 'versioned' as const,
    updateCreate: false,
    ...(searchInclude.length > 0 && { searchInclude }),
    ...(searchParam.length > 0 && { searchParam }),
  }
}
