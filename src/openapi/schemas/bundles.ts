import { PROFILES } from '../../fhir/urls.ts'
import { constant, list, object, one, ref, type Schema } from '../schema.ts'

function searchset(types: readonly string[], rest: { meta?: Readonly<Record<string, Schema>>; mostEntries?: number } = {}): Schema {
  const resource =
    types.length === 1
      ? ref(types[0] ?? '')
      : {
          oneOf: types.map(ref),
          discriminator: {
            propertyName: 'resourceType',
            mapping: Object.fromEntries(types.map((type) => [type, `#/components/schemas/${type}`])),
          },
        }
  return object(
    {
      resourceType: constant('Bundle'),
      meta: object({ profile: one(constant(PROFILES.Bundle)) }, rest.meta),
      type: constant('searchset'),
    },
    { entry: list(object({ resource }), rest.mostEntries === undefined ? {} : { maxItems: rest.mostEntries }) },
    { description: 'Without entry where nothing was found.' },
  )
}

/** The answers to searches (and to a registration). */
export const bundleSchemas: Readonly<Record<string, Schema>> = {
  PatientBundle: searchset(['Patient'], { mostEntries: 1 }),
  PractitionerBundle: searchset(['Practitioner'], { mostEntries: 1 }),
  OrganizationBundle: searchset(['Organization'], { mostEntries: 1 }),
  HealthcareServiceBundle: searchset(['HealthcareService']),
  SlotBundle: searchset(['Slot', 'Schedule', 'Practitioner', 'Location', 'HealthcareService', 'Organization'], {
    meta: { extension: one(ref('ServiceFilteringStatusExtension')) },
  }),
  AppointmentBundle: searchset(['Appointment']),
}
