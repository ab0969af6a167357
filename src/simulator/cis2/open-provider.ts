import type { Configuration, errors as OidcErrors, default as OidcProvider } from 'oidc-provider'
import type { SpineFile } from '../../dataset/spine-file.ts'
import { assertionFault } from './assertion-fault.ts'
import type { Cis2Faults } from './faults.ts'
import { faultPage, signedOutPage, signOutPage } from './sign-in-pages.ts'
import { type SigningKey, toPrivateJwk } from './signing-keys.ts'
import { speakLikeCis2 } from './speak-like-cis2.ts'
import { SCOPE_CLAIMS, userinfoClaims } from './staff-claims.ts'
import type { Cis2Store } from './store.ts'

/** Below the issuer, as CIS2 has them. */
const ROUTES = {
  authorization: '/authorize',
  token: '/access_token',
  userinfo: '/userinfo',
  jwks: '/connect/jwk_uri',
  end_session: '/connect/endSession',
}

export type ProviderDeps = {
  now: () => Date
  newId: () => string
  fetch: typeof fetch
  issuer: string
  file: () => SpineFile
  faults: () => Cis2Faults
  store: Cis2Store
  /** Newest first: it signs, the others stay published. */
  keys: readonly [SigningKey, ...SigningKey[]]
  cookieKeys: string[]
  /** By grant: what was picked on the sign-in page. Survives a rotation of keys. */
  chosenRoles: Map<string, string>
}

const MINUTE = 60
const HOUR = 60 * MINUTE

/** The library is large, and loaded only when somebody turns to CIS2. */
export async function openProvider(deps: ProviderDeps): Promise<OidcProvider> {
  const { default: Provider, errors, interactionPolicy } = await import('oidc-provider')
  const policy = interactionPolicy.base()
  // Somebody who is signed in already, but has picked no role, is asked for it.
  policy.get('login')?.checks.add(
    new interactionPolicy.Check('role_not_chosen', 'a role has to be chosen', ({ oidc }) => {
      const member = deps.file().staff.find(({ uid }) => uid === oidc.session?.accountId)
      const grantId = oidc.client && oidc.session?.grantIdFor(oidc.client.clientId)
      const chosen = grantId !== undefined && deps.chosenRoles.has(grantId)
      return oidc.requestParamScopes.has('selectedrole') && (member?.roles.length ?? 0) > 1 && !chosen && !oidc.result?.login
    }),
  )
  const provider = new Provider(deps.issuer, configurationOf(deps, { policy, errors }))
  provider.proxy = true
  speakLikeCis2(provider, deps)
  return provider
}

type Library = { policy: NonNullable<Configuration['interactions']>['policy']; errors: typeof OidcErrors }

function configurationOf(deps: ProviderDeps, { policy, errors }: Library): Configuration {
  const tokenEndpoint = `${deps.issuer}${ROUTES.token}`
  return {
    adapter: deps.store.adapter,
    jwks: { keys: deps.keys.map(toPrivateJwk) },
    routes: ROUTES,
    scopes: ['openid', 'organisationalmemberships', 'professionalmemberships', 'selectedrole', 'changedrole'],
    claims: {
      ...Object.fromEntries(Object.entries(SCOPE_CLAIMS).map(([scope, claims]) => [scope, [...claims]])),
      acr: null,
      amr: null,
      sid: null,
      auth_time: null,
    },
    acrValues: ['AAL3_ANY', 'AAL2_OR_AAL3_ANY', 'AAL2_ANY', 'AAL1_USERPASS'],
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'RS512'], idTokenSigningAlgValues: ['RS256'] },
    pkce: { required: () => true },
    // Judged by the simulator's own clock in assertionFault, so here only roughly.
    clockTolerance: HOUR,
    assertJwtClientAuthClaimsAndHeader: async (_ctx, claims, header) => {
      const fault = assertionFault(deps, { claims, header, tokenEndpoint })
      if (fault !== undefined) throw new errors.InvalidClientAuth(fault)
    },
    // Without the library's dispatcher, which keeps out every address that is not public: those of a simulator's users are not.
    fetch: (input, { method = 'GET', headers, body, redirect, signal } = {}) =>
      deps.fetch(input, {
        method,
        ...(headers && { headers }),
        ...(body != null && { body }),
        ...(redirect && { redirect }),
        ...(signal && { signal }),
      }),
    cookies: { keys: deps.cookieKeys },
    ttl: { AccessToken: 5 * MINUTE, AuthorizationCode: MINUTE, IdToken: HOUR, Interaction: HOUR, Session: 12 * HOUR, Grant: 12 * HOUR },
    interactions: { policy, url: (_ctx, { uid }) => `${new URL(deps.issuer).pathname}/sign-in/${uid}` },
    findAccount: async (_ctx, uid) => {
      const { staff, organisations } = deps.file()
      const member = staff.find((one) => one.uid === uid)
      return member && { accountId: uid, claims: async () => userinfoClaims(member, organisations) }
    },
    loadExistingGrant: async ({ oidc }) => {
      const { client, session, provider, result } = oidc
      if (!client || !session?.accountId) return undefined
      const grantId = session.grantIdFor(client.clientId)
      const grant =
        (grantId === undefined ? undefined : await provider.Grant.find(grantId)) ??
        new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      // Staff are not asked whether they consent.
      grant.addOIDCScope([...oidc.requestParamScopes].join(' '))
      const id = await grant.save()
      if (result?.login) deps.chosenRoles.delete(id)
      if (typeof result?.role === 'string') deps.chosenRoles.set(id, result.role)
      return grant
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = signOutPage({ html: form })
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.type = 'html'
          ctx.body = signedOutPage()
        },
      },
    },
    renderError: (ctx, { error, error_description: description = '' }) => {
      ctx.type = 'html'
      ctx.body = faultPage({ error, description })
    },
  }
}
