import type { Caller } from '../../audit/caller.ts'
import { checkShape } from '../../fhir/check-shape.ts'
import type { Device, Organization, Practitioner } from '../../fhir/types.ts'
import { SYSTEMS } from '../../fhir/urls.ts'
import { type Dialect, errorBy } from '../../nhs/dialect.ts'
import { SpineError } from '../../nhs/spine-errors.ts'
import { type ResourceFault, refuseFaults } from '../resources/refuse.ts'

export type TokenRules = { now: Date; skewSeconds: number; audiences: readonly string[]; dialect: Dialect }

const LIFETIME_SECONDS = 300

const TEXT_CLAIMS = ['iss', 'sub', 'reason_for_request', 'requested_scope'] as const
const TIME_CLAIMS = ['exp', 'iat'] as const
const RESOURCE_CLAIMS = {
  requesting_device: 'Device',
  requesting_organization: 'Organization',
  requesting_practitioner: 'Practitioner',
} as const

type Claims = Record<(typeof TEXT_CLAIMS)[number], string> &
  Record<(typeof TIME_CLAIMS)[number], number> & { aud: string | string[] } & {
    requesting_device: Device
    requesting_organization: Organization
    requesting_practitioner: Practitioner
  }

const refuse = (why: string) => new SpineError('BAD_REQUEST', `Authorization: ${why}.`)

/** SEC-04: the bearer token, unsecured, three parts of which the third is empty; undefined when none was sent. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1]
}

/** SEC-05. A token may name several. */
export function checkScope(scopes: readonly string[], needed: string): void {
  if (!scopes.includes(needed)) throw refuse(`requested_scope must be ${needed} for this interaction`)
}

/**
 * SEC-04: what the token says of who asks. `iat` is not compared with the clock, because consumers' clocks run
 * fast: expiry alone decides.
 */
export function readBearerClaims(
  token: string,
  rules: TokenRules,
): { caller: Pick<Caller, 'user' | 'organisation' | 'device'>; scopes: readonly string[] } {
  const claims = checkClaims(decodeToken(token))
  if (claims.exp - claims.iat !== LIFETIME_SECONDS) throw refuse(`exp must be iat + ${LIFETIME_SECONDS} seconds`)
  if ((claims.exp + rules.skewSeconds) * 1000 <= rules.now.getTime()) throw refuse('the token has expired')
  if (claims.reason_for_request !== 'directcare') throw refuse('reason_for_request must be directcare')

  const withoutSlash = (url: string) => url.replace(/\/$/, '')
  const audiences = [claims.aud].flat().map(withoutSlash)
  if (!audiences.some((aud) => rules.audiences.map(withoutSlash).includes(aud)))
    throw refuse("aud must be this practice's service root URL")

  checkClaimResources(claims, rules.dialect)
  return { caller: callerOf(claims), scopes: claims.requested_scope.split(' ') }
}

function decodeToken(token: string): Record<string, unknown> {
  const parts = token.split('.')
  const [header, payload, signature] = parts
  if (parts.length !== 3 || !header || !payload) throw refuse('the token must have three parts')
  if (signature !== '' || decodePart(header).alg !== 'none') throw refuse('the token must be unsecured: alg none, and no signature')
  return decodePart(payload)
}

function decodePart(part: string): Record<string, unknown> {
  if (!/^[A-Za-z0-9_-]+={0,2}$/.test(part)) throw refuse('the token is not base64url')
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch (error) {
    throw new SpineError('BAD_REQUEST', 'Authorization: the token does not hold JSON.', { cause: error })
  }
  throw refuse('the token does not hold JSON objects')
}

function checkClaims(claims: Record<string, unknown>): Claims {
  const isText = (value: unknown) => typeof value === 'string' && value.trim() !== ''
  const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  const { aud } = claims
  const bad = [
    ...TEXT_CLAIMS.filter((name) => !isText(claims[name])),
    ...TIME_CLAIMS.filter((name) => !Number.isSafeInteger(claims[name])),
    ...(isText(aud) || (Array.isArray(aud) && aud.length > 0 && aud.every(isText)) ? [] : ['aud']),
    ...Object.keys(RESOURCE_CLAIMS).filter((name) => !isObject(claims[name])),
  ]
  if (bad.length > 0) throw refuse(`a claim is missing, empty or of the wrong type: ${bad.join(', ')}`)
  if (!URL.canParse(String(claims.iss))) throw refuse('iss must be a URL')
  // Each claim has just been checked; the resources are looked into by checkClaimResources before anything reads them.
  return claims as Claims
}

function checkClaimResources(claims: Claims, dialect: Dialect): void {
  const faults: ResourceFault[] = []
  for (const [name, type] of Object.entries(RESOURCE_CLAIMS) as [
    keyof typeof RESOURCE_CLAIMS,
    'Device' | 'Organization' | 'Practitioner',
  ][]) {
    const resource = claims[name]
    if (resource.resourceType === type) {
      faults.push(...checkShape(resource, type).map(({ path, message }) => ({ path: `${name}: ${path}`, message })))
      continue
    }
    const error = errorBy(dialect, 'token: a claim holds a resource of the wrong type')
    faults.push({ path: name, message: `must be a ${type}`, ...(error && { error }) })
  }
  refuseFaults(faults)
  refuseFaults(missingFromClaims(claims))
}

/** What SEC-04 wants of each resource. SDS ids may be `UNK`, and the local identifier missing. */
function missingFromClaims({
  sub,
  requesting_device: device,
  requesting_organization: organization,
  requesting_practitioner: practitioner,
}: Claims) {
  const [name] = practitioner.name ?? []
  const faults: ResourceFault[] = []
  const need = (holds: unknown, path: string, message = 'must be sent') => holds || faults.push({ path, message })
  need(device.identifier?.[0]?.value, 'requesting_device.identifier')
  need(device.model, 'requesting_device.model')
  need(device.version, 'requesting_device.version')
  need(organization.name, 'requesting_organization.name')
  need(odsCodeOf(organization), 'requesting_organization.identifier', 'must hold the ODS code')
  need(name?.family || name?.given?.[0] || name?.text, 'requesting_practitioner.name')
  need(
    practitioner.identifier?.some(({ system, value }) => system === SYSTEMS.sdsUserId && value),
    'requesting_practitioner.identifier',
    'must hold an SDS user id, or UNK',
  )
  if (faults.length === 0 && practitioner.id !== sub) throw refuse('sub must be the id of requesting_practitioner')
  return faults
}

function odsCodeOf({ identifier = [] }: Organization): string | undefined {
  return identifier.find(({ system }) => system === SYSTEMS.odsOrganisationCode || system === SYSTEMS.oldOdsOrganisationCode)?.value
}

function callerOf(claims: Claims): Pick<Caller, 'user' | 'organisation' | 'device'> {
  const { requesting_device: device, requesting_organization: organization, requesting_practitioner: practitioner } = claims
  const [name] = practitioner.name ?? []
  const identifierOf = (system: string) => practitioner.identifier?.find((identifier) => identifier.system === system)?.value
  const sdsUserId = identifierOf(SYSTEMS.sdsUserId)
  const sdsRoleProfileId = identifierOf(SYSTEMS.sdsRoleProfileId)
  return {
    user: {
      id: claims.sub,
      name: [...(name?.prefix ?? []), ...(name?.given ?? []), name?.family ?? ''].join(' ').trim() || (name?.text ?? ''),
      ...(sdsUserId && { sdsUserId }),
      ...(sdsRoleProfileId && { sdsRoleProfileId }),
    },
    organisation: { odsCode: odsCodeOf(organization) ?? '', name: organization.name ?? '' },
    device: { identifier: device.identifier?.[0]?.value ?? '', model: device.model ?? '', version: device.version ?? '' },
  }
}
