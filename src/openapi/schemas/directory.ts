import { PROFILES, SYSTEMS } from '../../fhir/urls.ts'
import { constant, list, object, one, ref, type Schema, text } from '../schema.ts'
import { gender, id, identifier, meta, publicAddress, publicContactPoint, reference } from './datatypes.ts'

export const directorySchemas: Readonly<Record<string, Schema>> = {
  Organization: object(
    {
      resourceType: constant('Organization'),
      id,
      meta: meta(PROFILES.Organization),
      identifier: one(identifier(SYSTEMS.odsOrganisationCode, text('The ODS code.'))),
      name: text(),
    },
    { telecom: list(publicContactPoint), address: one(publicAddress) },
    { description: 'The practice itself: there is no other under its service root.' },
  ),
  Location: object(
    {
      resourceType: constant('Location'),
      id,
      meta: meta(PROFILES.Location),
      name: text(),
      managingOrganization: reference('Organization'),
    },
    { telecom: list(publicContactPoint), address: publicAddress },
    { description: 'A surgery of the practice, or the place of home visits, which is not told.' },
  ),
  Practitioner: object(
    { resourceType: constant('Practitioner'), id, meta: meta(PROFILES.Practitioner), name: one(nameOf({ family: text() })) },
    {
      extension: list(ref('NhsCommunicationExtension'), { description: 'The languages they speak.' }),
      identifier: list({ oneOf: [identifier(SYSTEMS.sdsUserId, text()), identifier(SYSTEMS.sdsRoleProfileId, text())] }),
      gender,
    },
  ),
  HealthcareService: object(
    {
      resourceType: constant('HealthcareService'),
      id,
      meta: meta(PROFILES.HealthcareService),
      identifier: one(identifier(SYSTEMS.dosServiceId, text('The id in the Directory of Services.'))),
      providedBy: reference('Organization'),
      name: text(),
    },
    {},
    { description: 'A service of the practice that slots can be searched for by, where it has that switched on.' },
  ),
}

function nameOf(required: Readonly<Record<string, Schema>>): Schema {
  return object(required, { given: list(text()), prefix: list(text()) })
}
