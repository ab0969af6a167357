import { EXTENSIONS, PROFILES } from '../../fhir/urls.ts'
import { example } from '../examples.ts'
import type { Described } from '../interactions.ts'
import { ref } from '../schema.ts'

export const metadataOperations: readonly Described[] = [
  {
    interactions: ['readMetadata'],
    operationId: 'readMetadata',
    tag: 'Capability',
    summary: 'Read what the provider can do',
    description:
      'The CapabilityStatement. It is answered whatever the practice has switched off, and says whether slots can be searched for by service.',
    answer: {
      status: 200,
      description: 'The CapabilityStatement.',
      schema: ref('CapabilityStatement'),
      examples: example('In short: every other type and search is listed likewise', {
        resourceType: 'CapabilityStatement',
        extension: [{ url: EXTENSIONS.serviceFilteringStatus, valueCode: 'enabled' }],
        version: '1.2.9',
        name: 'GP Connect',
        status: 'active',
        date: '2024-01-01',
        publisher: 'GP Appointments',
        description: 'GP Connect Foundations and Appointment Management',
        kind: 'capability',
        software: { name: 'GP Appointments' },
        fhirVersion: '3.0.1',
        acceptUnknown: 'both',
        format: ['application/fhir+json', 'application/fhir+xml'],
        profile: [{ reference: PROFILES.Appointment }],
        rest: [
          {
            mode: 'server',
            resource: [
              {
                type: 'Location',
                profile: { reference: PROFILES.Location },
                interaction: [{ code: 'read' }],
                versioning: 'versioned',
                updateCreate: false,
              },
            ],
            operation: [
              {
                name: 'gpc.registerpatient',
                definition: { reference: 'https://fhir.nhs.uk/STU3/OperationDefinition/GPConnect-RegisterPatient-Operation-1' },
              },
            ],
          },
        ],
      }),
    },
    refusals: {},
  },
]
