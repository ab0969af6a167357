/** The directory's query parameters: exact names, `system|code` tokens, exact faults. */

const ODS_CODE = 'https://fhir.nhs.uk/Id/ods-organization-code'
const INTERACTION_ID = 'https://fhir.nhs.uk/Id/nhsServiceInteractionId'
const PARTY_KEY = 'https://fhir.nhs.uk/Id/nhsMhsPartyKey'

export type DeviceQuery = { odsCode: string; interaction: string; partyKey: string | undefined; manufacturer: string | undefined }

export type EndpointQuery =
  | { odsCode: string; interaction: string | undefined; partyKey: string | undefined }
  | { odsCode: undefined; interaction: string; partyKey: string }

type Fault = { fault: string }

const SYSTEMS: Readonly<Record<string, readonly string[]>> = {
  organization: [ODS_CODE],
  identifier: [INTERACTION_ID, PARTY_KEY],
  'manufacturing-organization': [ODS_CODE],
}

function invalidParameter(name: string, system: string): Fault {
  return { fault: `Missing or invalid '${name}' query parameter. Should be '${name}=${system}|value'` }
}

// The list is left open at its end in the published service too.
const INVALID_IDENTIFIER: Fault = {
  fault: `Missing or invalid 'identifier' query parameter. Should be one or both of: ['identifier=${INTERACTION_ID}|value', 'identifier=${PARTY_KEY}|value'`,
}

function invalidCombination(): Fault {
  const [organization, interaction, partyKey] = [
    `organization=${ODS_CODE}|value`,
    `identifier=${INTERACTION_ID}|value`,
    `identifier=${PARTY_KEY}|value`,
  ]
  const combinations = [
    [organization, interaction, partyKey],
    [organization, interaction],
    [organization, partyKey],
    [interaction, partyKey],
  ]
  const list = combinations.map((parameters) => `'${parameters.join('&')}'`).join('')
  return { fault: `Missing or invalid query parameters. Should one of following combinations: [${list}]` }
}

function findFault(query: URLSearchParams, legal: readonly string[]): Fault | undefined {
  for (const name of new Set(query.keys())) {
    if (!legal.includes(name)) return { fault: `Illegal query parameter '${name}'` }
    const systems = SYSTEMS[name] ?? []
    if (query.getAll(name).every((value) => systems.some((system) => value.startsWith(`${system}|`)))) continue
    return name === 'identifier' ? INVALID_IDENTIFIER : invalidParameter(name, systems[0] ?? '')
  }
  return undefined
}

/** The last value of a parameter with that system; a blank code counts as none. */
function codeOf(query: URLSearchParams, name: string, system: string): string | undefined {
  const codes = query.getAll(name).flatMap((value) => (value.startsWith(`${system}|`) ? [value.slice(system.length + 1).trim()] : []))
  return codes.findLast((code) => code !== '')
}

export function readDeviceQuery(query: URLSearchParams): DeviceQuery | Fault {
  const fault = findFault(query, ['organization', 'identifier', 'manufacturing-organization'])
  if (fault) return fault

  const odsCode = codeOf(query, 'organization', ODS_CODE)
  if (odsCode === undefined) return invalidParameter('organization', ODS_CODE)
  const interaction = codeOf(query, 'identifier', INTERACTION_ID)
  if (interaction === undefined) return invalidParameter('identifier', INTERACTION_ID)
  const manufacturer = codeOf(query, 'manufacturing-organization', ODS_CODE)
  return { odsCode, interaction, partyKey: codeOf(query, 'identifier', PARTY_KEY), manufacturer }
}

export function readEndpointQuery(query: URLSearchParams): EndpointQuery | Fault {
  const fault = findFault(query, ['organization', 'identifier'])
  if (fault) return fault

  const odsCode = codeOf(query, 'organization', ODS_CODE)
  const interaction = codeOf(query, 'identifier', INTERACTION_ID)
  const partyKey = codeOf(query, 'identifier', PARTY_KEY)
  if (odsCode !== undefined) return (interaction ?? partyKey) ? { odsCode, interaction, partyKey } : invalidCombination()
  return interaction !== undefined && partyKey !== undefined ? { odsCode, interaction, partyKey } : invalidCombination()
}
