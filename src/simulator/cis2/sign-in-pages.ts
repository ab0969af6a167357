import type { SpineFile } from '../../dataset/spine-file.ts'
import type { SpineRole, SpineStaff } from '../../dataset/spine-staff.ts'
import { type Html, html, page } from './page.ts'
import { authenticationAssurance } from './staff-claims.ts'

type Organisations = SpineFile['organisations']

const nameOf = ({ title, given, family }: SpineStaff) => [title, given, family].filter((part) => part !== undefined).join(' ')

function roleLine({ name, odsCode }: SpineRole, organisations: Organisations): string {
  const organisation = organisations.find((one) => one.odsCode === odsCode)
  return `${name.at(-1)}, ${organisation ? `${organisation.name} (${odsCode})` : odsCode}`
}

function staffItem(member: SpineStaff, organisations: Organisations): Html {
  const { uid, roles, authenticator, identityAssurance } = member
  const lines = roles.length > 0 ? roles.map((role) => roleLine(role, organisations)) : ['No national role']
  return html`<li><button name="uid" value="${uid}">Sign in as ${nameOf(member)}</button>
${lines.map((line) => html`<br>${line}`)}
<br>Signs in with ${authenticator} (level ${String(authenticationAssurance(member))}); identity checked to level ${String(identityAssurance)}</li>
`
}

const CANCEL = html`<form method="post"><button class="secondary" name="cancel" value="yes">Cancel</button></form>`

export function signInPage({ staff, organisations }: SpineFile): string {
  return page(
    'Who are you?',
    html`<form method="post"><ul>
${staff.map((member) => staffItem(member, organisations))}</ul></form>
${CANCEL}`,
  )
}

export function chooseRolePage(member: SpineStaff, organisations: Organisations): string {
  const items = member.roles.map(
    (role) => html`<li><button name="role" value="${role.roleId}">${roleLine(role, organisations)}</button></li>
`,
  )
  return page(
    `In which role, ${nameOf(member)}?`,
    html`<form method="post"><input type="hidden" name="uid" value="${member.uid}"><ul>
${items}</ul></form>
${CANCEL}`,
  )
}

/** `form` comes from the provider, which guards it with a secret. */
export function signOutPage(form: Html): string {
  return page(
    'Do you want to sign out?',
    html`${form}
<button form="op.logoutForm" name="logout" value="yes">Sign out</button>
<button class="secondary" form="op.logoutForm">Stay signed in</button>`,
  )
}

export const signedOutPage = () => page('You are signed out', html`<p>You can close this page.</p>`)

export function faultPage({ error, description }: { error: string; description: string }): string {
  return page('That did not work', html`<p>${description}</p><p>OpenID Connect error: <code>${error}</code></p>`)
}
