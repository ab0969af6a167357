import { type OdsCode, parseOdsCode } from '../../nhs/ods-code.ts'
import { type Loose, objectsAt, textAt, textsAt } from '../loose-json.ts'
import type { MemberOrganisation, Person, Role } from './outcomes.ts'

/** Undefined where CIS2 says too little of the person. */
export function readPerson(userinfo: Loose): Person | undefined {
  const uid = textAt(userinfo, 'uid') ?? textAt(userinfo, 'nhsid_useruid') ?? textAt(userinfo, 'sub')
  const family = textAt(userinfo, 'family_name')
  if (uid === undefined || family === undefined) return undefined
  const given = [textAt(userinfo, 'given_name'), textAt(userinfo, 'middle_names')].flatMap((names) => names?.trim().split(/\s+/) ?? [])
  const title = textAt(userinfo, 'title')
  const shown = textAt(userinfo, 'display_name') ?? [title, ...given, family].filter((part) => part !== undefined).join(' ')
  return { uid, family, given, name: shown, ...(title !== undefined && { title }) }
}

/** Every id that CIS2 gives the person must be the one that the ID token is about. */
export function isAbout(userinfo: Loose, subject: string): boolean {
  return ['sub', 'uid', 'nhsid_useruid'].every((name) => userinfo[name] === undefined || userinfo[name] === subject)
}

/** A role without a profile id or an organisation that can be read is none. */
export function readRoles(userinfo: Loose): Role[] {
  return objectsAt(userinfo, 'nhsid_nrbac_roles').flatMap((claim) => {
    const roleId = textAt(claim, 'person_roleid')
    const odsCode = odsCodeAt(claim)
    if (roleId === undefined || odsCode === undefined) return []
    const jobRoleCode = textAt(claim, 'role_code')?.split(':').at(-1)
    const jobRole = jobRoleOf(textAt(claim, 'role_name'))
    const activityCodes = textsAt(claim, 'activity_codes')
    return [{ roleId, odsCode, activityCodes, ...(jobRoleCode && { jobRoleCode }), ...(jobRole && { jobRole }) }]
  })
}

/** `"Clinical":"Clinical Provision":"Nurse Access Role"`, the quotes among the text. */
function jobRoleOf(roleName: string | undefined): string | undefined {
  return roleName?.split(':').at(-1)?.replaceAll('"', '').trim()
}

export function readOrganisations(userinfo: Loose): MemberOrganisation[] {
  return objectsAt(userinfo, 'nhsid_user_orgs').flatMap((claim) => {
    const name = textAt(claim, 'org_name')
    const odsCode = odsCodeAt(claim)
    return name === undefined || odsCode === undefined ? [] : [{ odsCode, name }]
  })
}

function odsCodeAt(claim: Loose): OdsCode | undefined {
  return parseOdsCode(textAt(claim, 'org_code') ?? '')
}
