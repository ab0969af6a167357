import type { Role, SignedIn } from './outcomes.ts'

export type RoleChoice =
  | { kind: 'role'; role: Role }
  /** Nobody has given this person a role nationally: signed in, but nothing that needs one is open to them. */
  | { kind: 'no-role' }
  | { kind: 'must-choose'; roles: readonly Role[] }
  /** What was chosen is none of this person's roles. */
  | { kind: 'not-theirs' }

/** `roleId` is the user's choice in the application; without it, what they picked at CIS2 counts, and then the only one there is. */
export function chooseRole({ roles, selectedRoleId }: Pick<SignedIn, 'roles' | 'selectedRoleId'>, roleId = selectedRoleId): RoleChoice {
  if (roleId !== undefined) {
    const role = roles.find((one) => one.roleId === roleId)
    return role ? { kind: 'role', role } : { kind: 'not-theirs' }
  }
  const [role, ...others] = roles
  if (!role) return { kind: 'no-role' }
  return others.length === 0 ? { kind: 'role', role } : { kind: 'must-choose', roles }
}
