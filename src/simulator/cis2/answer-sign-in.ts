import type { IncomingMessage, ServerResponse } from 'node:http'
import type { default as OidcProvider } from 'oidc-provider'
import type { SpineFile } from '../../dataset/spine-file.ts'
import { PAGE_HEADERS } from './page.ts'
import { chooseRolePage, faultPage, signInPage } from './sign-in-pages.ts'
import { authenticationAssurance } from './staff-claims.ts'

type Exchange = { request: IncomingMessage; response: ServerResponse }

/** The page between the authorisation request and the way back: who, and where it was asked for, in which role. */
export async function answerSignIn(
  { provider, file }: { provider: OidcProvider; file: SpineFile },
  { request, response }: Exchange,
): Promise<void> {
  const interaction = await provider.interactionDetails(request, response).catch(() => undefined)
  if (!interaction) {
    const description = 'This sign-in has ended, or was begun in another browser. Go back to the application and sign in again.'
    return sendPage(response, 400, faultPage({ error: 'invalid_request', description }))
  }
  if (request.method !== 'POST') return sendPage(response, 200, signInPage(file))

  const form = await readForm(request)
  if (form.has('cancel')) {
    const denied = { error: 'access_denied', error_description: 'The user cancelled' }
    return provider.interactionFinished(request, response, denied, { mergeWithLastSubmission: false })
  }
  const member = file.staff.find(({ uid }) => uid === form.get('uid'))
  if (!member) return sendPage(response, 400, signInPage(file))

  const asked = String(interaction.params.scope ?? '')
    .split(' ')
    .includes('selectedrole')
  const { roles } = member
  const role = roles.length > 1 ? roles.find(({ roleId }) => roleId === form.get('role')) : roles[0]
  if (asked && roles.length > 1 && !role) return sendPage(response, 200, chooseRolePage(member, file.organisations))

  const login = { accountId: member.uid, acr: `AAL${authenticationAssurance(member)}_ANY`, amr: [member.authenticator] }
  const result = { login, ...(asked && role && { role: role.roleId }) }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

export function sendPage(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...PAGE_HEADERS, 'content-length': Buffer.byteLength(text) }).end(text)
}

const LARGEST_FORM = 4096

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > LARGEST_FORM) return new URLSearchParams()
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
