import type { Asid } from '../../nhs/asid.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { RequestingOrganisation, User } from '../bearer-token.ts'
import type { MemberOrganisation, Person, Role } from './outcomes.ts'

/** SEC-04, CON-05: the signed-in person as every request names them. `local` is who they are to the application itself. */
export function toGpConnectUser({
  person,
  role,
  local,
}: {
  person: Person
  role?: Role
  local: Pick<User, 'id' | 'localIdentifier'>
}): User {
  const { uid, family, given, title } = person
  return {
    ...local,
    family,
    given,
    ...(title !== undefined && { prefix: [title] }),
    sdsUserId: uid,
    ...(role && { sdsRoleProfileId: role.roleId }),
  }
}

/** The organisation of the role, by the name that CIS2 gives it, or else the directory. Undefined where neither knows one. */
export async function toRequestingOrganisation(
  deps: { nameOf: (odsCode: OdsCode) => Promise<string | undefined> },
  of: { role: Role; organisations: readonly MemberOrganisation[]; asid: Asid },
): Promise<RequestingOrganisation | undefined> {
  const { odsCode } = of.role
  const name = of.organisations.find((one) => one.odsCode === odsCode)?.name ?? (await deps.nameOf(odsCode))
  return name === undefined ? undefined : { odsCode, name, asid: of.asid }
}

export type IdentityCheck =
  | { kind: 'agrees' }
  | {
      kind: 'disagrees'
      because: 'other-person' | 'other-role' | 'other-organisation' | 'asid-of-another-organisation' | 'booking-for-another-organisation'
      /** For whoever reads the log: no name, no id. */
      says: string
    }

/** Of what is about to be sent. `asidOwner` is whom the directory names for the ASID in `Ssp-From`. */
export type IdentityToCheck = {
  person: Person
  role: Role
  user: User
  organisation: RequestingOrganisation
  asidOwner: OdsCode | undefined
  bookingOrganisation?: OdsCode
}

/** CON-05: role, token, `Ssp-From` and booking must name one organisation, and the token the person at the keyboard. */
export function checkIdentityAgrees(of: IdentityToCheck): IdentityCheck {
  const { person, role, user, organisation, asidOwner, bookingOrganisation } = of
  const disagrees = (because: Extract<IdentityCheck, { kind: 'disagrees' }>['because'], says: string) =>
    ({ kind: 'disagrees', because, says }) as const

  if (user.sdsUserId !== person.uid) return disagrees('other-person', 'The request names somebody else than the person who is signed in.')
  if (user.sdsRoleProfileId !== role.roleId) return disagrees('other-role', 'The request names another role than the one that was chosen.')
  if (organisation.odsCode !== role.odsCode)
    return disagrees('other-organisation', 'The request names another organisation than that of the chosen role.')
  if (asidOwner !== organisation.odsCode)
    return disagrees('asid-of-another-organisation', 'The ASID in Ssp-From is not held by the organisation that the request names.')
  if (bookingOrganisation !== undefined && bookingOrganisation !== organisation.odsCode)
    return disagrees(
      'booking-for-another-organisation',
      'The booking is made for another organisation than the one that the request names.',
    )
  return { kind: 'agrees' }
}
