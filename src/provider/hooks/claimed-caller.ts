import type { CallDetails } from '../../audit/entry.ts'
import { SYSTEMS } from '../../fhir/urls.ts'
import type { Unchecked } from './recordable.ts'

/** Who a refused token says is asking, as far as that can be read: for the audit trail alone, nothing may be granted by it. */
export function claimedCaller(token: string): Unchecked<Pick<CallDetails, 'user' | 'organisation' | 'device'>> {
  const claims = decodePayload(token)
  const practitioner = at(claims, 'requesting_practitioner')
  const organization = at(claims, 'requesting_organization')
  const device = at(claims, 'requesting_device')
  return {
    user: {
      id: textAt(claims, 'sub'),
      name: nameOf(at(practitioner, 'name', 0)),
      sdsUserId: identifierOf(practitioner, SYSTEMS.sdsUserId),
      sdsRoleProfileId: identifierOf(practitioner, SYSTEMS.sdsRoleProfileId),
    },
    organisation: {
      odsCode: identifierOf(organization, SYSTEMS.odsOrganisationCode) ?? identifierOf(organization, SYSTEMS.oldOdsOrganisationCode),
      name: textAt(organization, 'name'),
    },
    device: {
      identifier: textAt(device, 'identifier', 0, 'value'),
      model: textAt(device, 'model'),
      version: textAt(device, 'version'),
    },
  }
}

function decodePayload(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((node, key) => (typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined), value)
}

function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : undefined
}

function identifierOf(resource: unknown, system: string): string | undefined {
  const identifiers = at(resource, 'identifier')
  return Array.isArray(identifiers)
    ? textAt(
        identifiers.find((identifier) => textAt(identifier, 'system') === system),
        'value',
      )
    : undefined
}

function nameOf(name: unknown): string | undefined {
  const parts = [at(name, 'prefix'), at(name, 'given'), at(name, 'family')].flat().filter((part) => typeof part === 'string')
  return parts.join(' ').trim() || textAt(name, 'text')
}
