import type { AsRecord, MhsRecord } from '../spine-records.ts'

/** Directory records as FHIR R4. What a record lacks is left out. */

const ID = 'https://fhir.nhs.uk/Id'
const STRUCTURE = 'https://fhir.nhs.uk/StructureDefinition'

function identifier(name: string, value: string): { system: string; value: string } {
  return { system: `${ID}/${name}`, value }
}

function extensionOf(name: string, ...[system, value]: Parameters<typeof identifier>): object {
  return { url: `${STRUCTURE}/Extension-SDS-${name}`, valueReference: { identifier: identifier(system, value) } }
}

const interactionExtension = (interaction: string) => extensionOf('NhsServiceInteractionId', 'nhsServiceInteractionId', interaction)

export type DirectoryResource = { resourceType: 'Device' | 'Endpoint'; id: string; [element: string]: unknown }

export function toDeviceResource({ odsCode, asid, partyKey, manufacturer, interactions }: AsRecord, id: string): DirectoryResource {
  return {
    resourceType: 'Device',
    id,
    identifier: [identifier('nhsSpineASID', asid), identifier('nhsMhsPartyKey', partyKey)],
    extension: [
      ...(manufacturer === undefined ? [] : [extensionOf('ManufacturingOrganisation', 'ods-organization-code', manufacturer)]),
      ...interactions.map(interactionExtension),
    ],
    owner: { identifier: identifier('ods-organization-code', odsCode) },
  }
}

export function toEndpointResource({ odsCode, partyKey, cpaId, interaction, serviceRoot, fqdn }: MhsRecord, id: string): DirectoryResource {
  return {
    resourceType: 'Endpoint',
    id,
    status: 'active',
    connectionType: {
      system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type',
      code: 'hl7-fhir-msg',
      display: 'HL7 FHIR Messaging',
    },
    payloadType: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/endpoint-payload-type', code: 'any', display: 'Any' }] }],
    ...(serviceRoot !== undefined && { address: serviceRoot }),
    managingOrganization: { identifier: identifier('ods-organization-code', odsCode) },
    identifier: [
      ...(fqdn === undefined ? [] : [identifier('nhsMhsFQDN', fqdn)]),
      identifier('nhsMhsPartyKey', partyKey),
      identifier('nhsMhsCPAId', cpaId),
      identifier('nhsMHSId', cpaId),
    ],
    extension: [
      {
        url: `${STRUCTURE}/Extension-SDS-ReliabilityConfiguration`,
        extension: [{ url: 'nhsMHSSyncReplyMode', valueString: 'None' }],
      },
      interactionExtension(interaction),
    ],
  }
}
