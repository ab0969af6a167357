import type { Asid } from '../nhs/asid.ts'
import type { InteractionName } from '../nhs/interaction-ids.ts'
import type { OdsCode } from '../nhs/ods-code.ts'

/** The person at the keyboard: always the real one, never a generic user (CON-05). */
export type User = {
  /** The consumer's own id of this person: `sub`, and the practitioner's id. */
  id: string
  family: string
  given?: readonly string[]
  prefix?: readonly string[]
  /** `UNK` is sent for somebody not signed in nationally. */
  sdsUserId?: string
  sdsRoleProfileId?: string
  localIdentifier: { system: string; value: string }
}

/** The organisation in which the request starts, not one that hosts its system (CON-05). */
export type RequestingOrganisation = { odsCode: OdsCode; name: string; asid: Asid }

/** The consumer system itself. `issuer` is its URL. */
export type Application = { issuer: string; device: { system: string; value: string; model: string; version: string } }

type Scope = 'patient/*.read' | 'patient/*.write' | 'organization/*.read'

/** SEC-05. */
const REQUESTED_SCOPES = {
  readMetadata: 'organization/*.read',
  findPatient: 'patient/*.read',
  readPatient: 'patient/*.read',
  registerPatient: 'patient/*.write',
  findPractitioner: 'organization/*.read',
  readPractitioner: 'organization/*.read',
  findOrganization: 'organization/*.read',
  readOrganization: 'organization/*.read',
  readLocation: 'organization/*.read',
  findHealthcareService: 'organization/*.read',
  readHealthcareService: 'organization/*.read',
  searchFreeSlots: 'organization/*.read',
  bookAppointment: 'patient/*.write',
  readAppointment: 'patient/*.read',
  amendAppointment: 'patient/*.write',
  cancelAppointment: 'patient/*.write',
  retrieveAppointments: 'patient/*.read',
} as const satisfies Record<InteractionName, Scope>

const ODS_SYSTEM = 'https://fhir.nhs.uk/Id/ods-organization-code'
const LIFETIME_SECONDS = 300

/** SEC-04: one unsecured token per request. The empty last part is the signature. */
export function bearerToken(of: {
  application: Application
  user: User
  organisation: RequestingOrganisation
  audience: string
  interaction: InteractionName
  now: Date
}): string {
  const issuedAt = Math.floor(of.now.getTime() / 1000)
  const claims = {
    iss: of.application.issuer,
    sub: of.user.id,
    aud: of.audience,
    exp: issuedAt + LIFETIME_SECONDS,
    iat: issuedAt,
    reason_for_request: 'directcare',
    requested_scope: REQUESTED_SCOPES[of.interaction],
    requesting_device: requestingDevice(of.application),
    requesting_organization: {
      resourceType: 'Organization',
      identifier: [{ system: ODS_SYSTEM, value: of.organisation.odsCode }],
      name: of.organisation.name,
    },
    requesting_practitioner: requestingPractitioner(of.user),
  }
  return `${encodePart({ alg: 'none', typ: 'JWT' })}.${encodePart(claims)}.`
}

function requestingDevice({ device: { system, value, model, version } }: Application) {
  return { resourceType: 'Device', identifier: [{ system, value }], model, version }
}

function requestingPractitioner(user: User) {
  return {
    resourceType: 'Practitioner',
    id: user.id,
    identifier: [
      { system: 'https://fhir.nhs.uk/Id/sds-user-id', value: user.sdsUserId ?? 'UNK' },
      { system: 'https://fhir.nhs.uk/Id/sds-role-profile-id', value: user.sdsRoleProfileId ?? 'UNK' },
      user.localIdentifier,
    ],
    // FHIR knows no empty arrays.
    name: [{ family: user.family, ...(user.given?.length && { given: user.given }), ...(user.prefix?.length && { prefix: user.prefix }) }],
  }
}

function encodePart(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
