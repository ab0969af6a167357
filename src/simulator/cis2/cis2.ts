import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { default as OidcProvider } from 'oidc-provider'
import type { SpineFile } from '../../dataset/spine-file.ts'
import { answerSignIn } from './answer-sign-in.ts'
import type { Cis2Faults } from './faults.ts'
import { openProvider, type ProviderDeps } from './open-provider.ts'
import { generateSigningKey } from './signing-keys.ts'
import { createCis2Store } from './store.ts'

/** Where the real one has its realm for healthcare staff. */
export const CIS2_REALM_PATH = '/openam/oauth2/realms/root/realms/NHSIdentity/realms/Healthcare'

export type Cis2SimulatorDeps = {
  now: () => Date
  newId: () => string
  /** For back-channel logout, and for the keys that applications publish. */
  fetch: typeof fetch
  file: () => SpineFile
  /** Used letter by letter: an explicit `:443` stays. Asked for when the first request comes. */
  issuer: () => string
  logFault: (error: unknown) => void
}

export type Cis2Simulator = {
  listener: RequestListener
  /** A new key signs from now on; the former stay published. */
  rotateKeys: () => Promise<void>
  /** As if this person's smartcard were taken out: their sessions end, and every application of theirs is told. How many were told. */
  signOut: (uid: string) => Promise<number>
  setFaults: (faults: Cis2Faults) => void
}

type Running = { provider: OidcProvider; deps: ProviderDeps }

export function createCis2Simulator(deps: Cis2SimulatorDeps): Cis2Simulator {
  const { now, newId, file, fetch } = deps
  const store = createCis2Store({ now, client: (id) => file().signInClients.find(({ clientId }) => clientId === id) })
  let faults: Cis2Faults = {}
  // Not before somebody asks: the library and a key of its own would slow down the start of everything else.
  let running: Promise<Running> | undefined

  async function run(of: ProviderDeps): Promise<Running> {
    const provider = await openProvider(of)
    provider.on('server_error', (_ctx, error) => deps.logFault(error))
    return { provider, deps: of }
  }

  async function start(): Promise<Running> {
    const keys = [await generateSigningKey(newId)] as const
    return run({
      now,
      newId,
      fetch,
      file,
      store,
      keys,
      issuer: deps.issuer(),
      faults: () => faults,
      cookieKeys: [newId()],
      chosenRoles: new Map(),
    })
  }

  function current(): Promise<Running> {
    running ??= start()
    return running
  }

  return {
    listener: (request, response) => {
      answer({ ...deps, current }, request, response).catch((error: unknown) => {
        deps.logFault(error)
        if (response.headersSent) response.destroy()
        else response.writeHead(500).end()
      })
    },
    rotateKeys: async () => {
      const former = await current()
      running = run({ ...former.deps, keys: [await generateSigningKey(newId), ...former.deps.keys] })
      await running
    },
    signOut: async (uid) => {
      const { provider } = await current()
      const sessions = store.sessionsOf(uid)
      for (const session of sessions) store.end(session)
      const told = await Promise.all(
        sessions.flatMap(({ payload }) =>
          Object.entries(payload.authorizations ?? {}).map(async ([clientId, { sid }]) => {
            const client = await provider.Client.find(clientId)
            const tell = client?.backchannelLogout
            if (!client?.backchannelLogoutUri || typeof tell !== 'function' || sid === undefined) return false
            await tell.call(client, uid, sid).catch(deps.logFault)
            return true
          }),
        ),
      )
      return told.filter((one) => one).length
    },
    setFaults: (wanted) => {
      faults = wanted
    },
  }
}

type AnswerDeps = { file: () => SpineFile; current: () => Promise<Running> }

async function answer({ file, current }: AnswerDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { provider } = await current()
  const issuer = new URL(provider.issuer)
  const realm = issuer.pathname.replace(/\/$/, '')
  const target = request.url ?? ''
  if (!target.startsWith(`${realm}/`)) {
    response.writeHead(404).end()
    return
  }
  // Whatever address this was reached by, it is the one that the issuer names: a gateway is in front of the real one, too.
  request.headers.host = issuer.host
  request.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1)
  delete request.headers['x-forwarded-host']

  if (target.startsWith(`${realm}/sign-in/`)) return answerSignIn({ provider, file: file() }, { request, response })
  // As a router would: the library finds the way to its own root by what is left out of the URL.
  Object.assign(request, { originalUrl: target, url: target.slice(realm.length) })
  await provider.callback()(request, response)
}
