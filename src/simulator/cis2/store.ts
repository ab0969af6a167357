import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'
import type { SignInClient } from '../../dataset/spine-staff.ts'

type Entry = { payload: AdapterPayload; until: number }

export type StoredSession = { id: string; payload: AdapterPayload }

export type Cis2Store = {
  adapter: AdapterFactory
  /** Of one person, in whatever browsers. */
  sessionsOf: (uid: string) => StoredSession[]
  end: (session: StoredSession) => void
}

/** What the provider keeps, in memory, across a rotation of keys. Applications are not kept: they are read from the data set. */
export function createCis2Store(deps: { now: () => Date; client: (id: string) => SignInClient | undefined }): Cis2Store {
  const models = new Map<string, Map<string, Entry>>()
  const now = () => deps.now().getTime()

  function entriesOf(model: string): Map<string, Entry> {
    const entries = models.get(model) ?? new Map<string, Entry>()
    models.set(model, entries)
    return entries
  }

  const adapter: AdapterFactory = (model): Adapter => {
    const entries = entriesOf(model)
    const live = (id: string) => {
      const entry = entries.get(id)
      if (entry && entry.until <= now()) entries.delete(id)
      return entries.get(id)?.payload
    }
    const findBy = async (name: 'uid' | 'userCode', value: string) => {
      const [id] = [...entries].find(([, { payload }]) => payload[name] === value) ?? []
      return id === undefined ? undefined : live(id)
    }
    return {
      upsert: async (id, payload, expiresIn) => {
        for (const [other, { until }] of entries) if (until <= now()) entries.delete(other)
        entries.set(id, { payload, until: expiresIn === undefined ? Number.POSITIVE_INFINITY : now() + expiresIn * 1000 })
      },
      find: async (id) => {
        if (model !== 'Client') return live(id)
        const client = deps.client(id)
        return client && toClientMetadata(client)
      },
      findByUid: (uid) => findBy('uid', uid),
      findByUserCode: (userCode) => findBy('userCode', userCode),
      consume: async (id) => {
        const payload = live(id)
        if (payload) payload.consumed = Math.floor(now() / 1000)
      },
      destroy: async (id) => {
        entries.delete(id)
      },
      revokeByGrantId: async (grantId) => {
        for (const [id, { payload }] of entries) if (payload.grantId === grantId) entries.delete(id)
      },
    }
  }

  return {
    adapter,
    sessionsOf: (uid) =>
      [...entriesOf('Session')].filter(([, { payload }]) => payload.accountId === uid).map(([id, { payload }]) => ({ id, payload })),
    end: ({ id }) => void entriesOf('Session').delete(id),
  }
}

function toClientMetadata(client: SignInClient) {
  const { clientId, algorithm, keys, jwksUrl, redirectUrls, postLogoutRedirectUrls, backChannelLogoutUrl } = client
  return {
    client_id: clientId,
    response_types: ['code' as const],
    grant_types: ['authorization_code'],
    redirect_uris: redirectUrls,
    post_logout_redirect_uris: postLogoutRedirectUrls,
    token_endpoint_auth_method: 'private_key_jwt' as const,
    token_endpoint_auth_signing_alg: algorithm,
    id_token_signed_response_alg: 'RS256' as const,
    ...(keys && { jwks: { keys } }),
    ...(jwksUrl !== undefined && { jwks_uri: jwksUrl }),
    ...(backChannelLogoutUrl !== undefined && { backchannel_logout_uri: backChannelLogoutUrl, backchannel_logout_session_required: true }),
  }
}
