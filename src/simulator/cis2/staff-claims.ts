import type { SpineFile } from '../../dataset/spine-file.ts'
import type { SpineRole, SpineStaff } from '../../dataset/spine-staff.ts'

/** What each scope lets userinfo say. */
export const SCOPE_CLAIMS = {
  openid: ['sub'],
  profile: ['name', 'family_name', 'given_name', 'uid'],
  email: ['email'],
  nhsperson: ['nhsid_useruid', 'title', 'idassurancelevel', 'initials', 'middle_names', 'display_name'],
  nationalrbacaccess: ['nhsid_nrbac_roles'],
  associatedorgs: ['nhsid_user_orgs'],
} as const

/** Everything that userinfo could say of somebody; the scopes decide what of it is said. */
export function userinfoClaims(staff: SpineStaff, organisations: SpineFile['organisations']) {
  const { uid, family, given, middleNames, title, email, identityAssurance, roles } = staff
  return {
    sub: uid,
    uid,
    nhsid_useruid: uid,
    name: [family, given, title].filter((part) => part !== undefined).join(' '),
    display_name: [title, given, family].filter((part) => part !== undefined).join(' '),
    family_name: family,
    given_name: given,
    middle_names: middleNames,
    initials: [given, middleNames].flatMap((part) => part?.at(0) ?? []).join('') || undefined,
    title,
    email,
    idassurancelevel: identityAssurance,
    nhsid_nrbac_roles: roles.map((role) => roleClaim(staff, role)),
    nhsid_user_orgs: organisationsOf(staff).flatMap((odsCode) => {
      const organisation = organisations.find((one) => one.odsCode === odsCode)
      // CIS2 does not know the name of every organisation that a role is in.
      return organisation ? [{ org_name: organisation.name.toUpperCase(), org_code: odsCode }] : []
    }),
  }
}

function organisationsOf({ organisations, roles }: SpineStaff): readonly string[] {
  return [...new Set<string>(organisations ?? roles.map(({ odsCode }) => odsCode))]
}

function roleClaim({ uid }: SpineStaff, { roleId, odsCode, code, name, activities }: SpineRole) {
  return {
    // A membership of an organisation has an id of its own, which no client needs.
    person_orgid: `${odsCode.length}${uid.slice(1)}`,
    person_roleid: roleId,
    org_code: odsCode,
    role_name: name.map((part) => `"${part}"`).join(':'),
    role_code: code,
    // Where there are none, the arrays are absent.
    ...(activities && {
      activities: activities.flatMap((activity) => activity.name ?? []),
      activity_codes: activities.map((activity) => activity.code),
    }),
    workgroups: [],
    workgroups_codes: [],
    aow: [],
    aow_codes: [],
  }
}

/** The level of what somebody signs in with. */
export function authenticationAssurance({ authenticator }: SpineStaff): 1 | 2 | 3 {
  if (authenticator.startsWith('AAL1')) return 1
  return authenticator.startsWith('AAL2') ? 2 : 3
}
