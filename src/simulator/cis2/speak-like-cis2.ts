import type { KoaContextWithOIDC, default as OidcProvider } from 'oidc-provider'
import { dressIdToken } from './id-token.ts'
import type { ProviderDeps } from './open-provider.ts'

type Body = Record<string, unknown>
type Speaker = (deps: ProviderDeps, ctx: KoaContextWithOIDC, body: Body) => Body | Promise<Body>

/** What each endpoint says otherwise than the library. */
const SPEAKERS: Readonly<Record<string, Speaker>> = { discovery, token, userinfo }

export function speakLikeCis2(provider: OidcProvider, deps: ProviderDeps): void {
  // The library would take its own spelling of the address, which has no default port, and the issuer besides.
  const tokenEndpoint = new Set([`${deps.issuer}/access_token`])
  provider.OIDCContext.prototype.clientJwtAuthExpectedAudience = () => tokenEndpoint

  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    await next()
    const speaker = SPEAKERS[ctx.oidc?.route ?? '']
    const body: unknown = ctx.body
    if (speaker && isBody(body)) ctx.body = await speaker(deps, ctx, body)
  })
}

function isBody(body: unknown): body is Body {
  return typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype
}

/** Every endpoint begins with the issuer as it is written, `:443` included. */
function discovery({ issuer }: ProviderDeps, _ctx: KoaContextWithOIDC, body: Body): Body {
  const normalised = new URL(issuer).href
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      typeof value === 'string' && value.startsWith(normalised) ? issuer + value.slice(normalised.length) : value,
    ]),
  )
}

async function token(deps: ProviderDeps, { oidc }: KoaContextWithOIDC, body: Body): Promise<Body> {
  // Whatever is wrong with an assertion, CIS2 says the same of it.
  if (body.error === 'invalid_client') return { error: 'invalid_client', error_description: 'JWT is not valid' }

  const { AuthorizationCode: code, Account: account } = oidc.entities
  const staff = deps.file().staff.find(({ uid }) => uid === account?.accountId)
  const { id_token: issued, access_token: accessToken } = body
  if (typeof issued !== 'string' || typeof accessToken !== 'string' || !staff || code?.grantId === undefined) return body
  const { now, newId, keys, chosenRoles } = deps
  const selectedRole = code.scopes.has('selectedrole') ? chosenRoles.get(code.grantId) : undefined
  const sid = code.sid ?? code.grantId
  const of = { staff, selectedRole, sid, accessToken, code: String(oidc.params?.code) }
  const id_token = await dressIdToken({ now, newId, key: keys[0], faults: deps.faults() }, issued, of)
  return { ...body, id_token }
}

function userinfo({ faults }: ProviderDeps, _ctx: KoaContextWithOIDC, body: Body): Body {
  return 'error' in body ? body : { ...body, ...faults().userinfo }
}
