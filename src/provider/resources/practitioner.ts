import type { Practitioner } from '../../directory/model.ts'
import type { Practitioner as PractitionerResource } from '../../fhir/types.ts'
import { PROFILES, SYSTEMS } from '../../fhir/urls.ts'
import { toNhsCommunication } from './nhs-communication.ts'

/** CareConnect-GPC-Practitioner-1: SDS identifiers, name, gender and languages, nothing else (ORG-02). */
export function toPractitionerResource(practitioner: Practitioner): PractitionerResource {
  const { id, version, sdsUserId, sdsRoleProfileIds, family, given, prefix, gender, languages } = practitioner
  const identifier = [
    ...(sdsUserId === undefined ? [] : [{ system: SYSTEMS.sdsUserId, value: sdsUserId }]),
    ...sdsRoleProfileIds.map((value) => ({ system: SYSTEMS.sdsRoleProfileId, value })),
  ]
  return {
    resourceType: 'Practitioner',
    id,
    meta: { versionId: String(version), profile: [PROFILES.Practitioner] },
    ...(languages.length > 0 && { extension: languages.map((language) => toNhsCommunication(language)) }),
    ...(identifier.length > 0 && { identifier }),
    name: [{ family, ...(given.length > 0 && { given: [...given] }), ...(prefix.length > 0 && { prefix: [...prefix] }) }],
    ...(gender && { gender }),
  }
}
