import { OPERATIONS, PROFILES } from '../../fhir/urls.ts'
import { choice, constant, list, object, one, ref, type Schema, text } from '../schema.ts'
import { date } from './datatypes.ts'

const profile = object({ reference: choice(Object.values(PROFILES)) })

const resource = object(
  {
    type: text(),
    profile,
    interaction: list(object({ code: choice(['read', 'search-type', 'create', 'update']) })),
    versioning: constant('versioned'),
    updateCreate: { type: 'boolean', const: false },
  },
  {
    searchInclude: list(text()),
    searchParam: list(object({ name: text(), type: choice(['token', 'date']), documentation: text() })),
  },
)

export const capabilitySchemas: Readonly<Record<string, Schema>> = {
  CapabilityStatement: object({
    resourceType: constant('CapabilityStatement'),
    extension: one(ref('ServiceFilteringStatusExtension')),
    version: text('The version of GP Connect that is spoken here.'),
    name: text(),
    status: constant('active'),
    date,
    publisher: text(),
    description: text(),
    kind: constant('capability'),
    software: object({ name: text() }),
    fhirVersion: constant('3.0.1'),
    acceptUnknown: constant('both'),
    format: list(text()),
    profile: list(profile),
    rest: one(
      object({
        mode: constant('server'),
        resource: list(resource),
        operation: list(object({ name: text(), definition: object({ reference: choice(Object.values(OPERATIONS)) }) })),
      }),
    ),
  }),
}
