import {
  type ConsumerDeps,
  connectToSpine,
  createAccessToken,
  createCis2,
  createOrganisations,
  createTlsFetch,
  type DirectoryRoute,
  type Fetch,
  type OdsCode,
} from '../consumer/index.ts'
import type { Cis2Config, WebConfig } from './config.ts'
import type { Connections } from './deps.ts'
import type { BookingOrganisation, SpineSettings } from './spine-settings.ts'

export type ConnectDeps = {
  now: () => Date
  newId: () => string
  /** For CIS2, and for Spine where no certificates are configured. */
  fetch: Fetch
  readFile: (path: string) => Promise<string>
}

/** CIS2, Spine as each organisation, and ODS. Every file is read; nothing is sent yet. */
export async function connect(
  deps: ConnectDeps,
  { config, settings }: { config: Pick<WebConfig, 'url' | 'cis2'>; settings: SpineSettings },
): Promise<Connections> {
  const { application, organisations, ods, patience } = settings
  const shared = await spineWith(deps, settings, undefined)
  const own = new Map<OdsCode, ConsumerDeps>()
  for (const organisation of organisations) {
    if (organisation.tls) own.set(organisation.odsCode, (await spineWith(deps, settings, organisation.tls)).spine)
  }
  return {
    cis2: createCis2({ ...deps, ...(await cis2Settings(deps, config)) }),
    spineOf: (organisation) => own.get(organisation) ?? shared.spine,
    ods: createOrganisations({ now: deps.now, fetch: shared.fetch, baseUrl: ods.url, apiKey: ods.apiKey, timeoutMs: patience * 1000 }),
    organisations,
    application,
  }
}

async function cis2Settings({ readFile }: ConnectDeps, { url, cis2 }: { url: string; cis2: Cis2Config }) {
  const { keyFile, ...settings } = cis2
  return {
    ...settings,
    privateKey: await readFile(keyFile),
    timeoutMs: CIS2_TIMEOUT_MS,
    redirectUri: `${url}/sign-in/callback`,
    postLogoutRedirectUri: `${url}/signed-out`,
  }
}

const CIS2_TIMEOUT_MS = 10_000

async function spineWith(deps: ConnectDeps, settings: SpineSettings, own: BookingOrganisation['tls']) {
  const { pds, ssp, application, patience } = settings
  const { now, newId } = deps
  const timeoutMs = patience * 1000
  const { fetch, credentials } = await fetchWith(deps, settings, own)
  const { token } = pds
  const authorizePds =
    token &&
    createAccessToken({
      ...{ fetch, now, newId, timeoutMs },
      ...{ tokenUrl: token.url, apiKey: token.apiKey, kid: token.keyId, privateKey: await deps.readFile(token.privateKeyFile) },
    })
  const spine = connectToSpine({
    ...{ fetch, now, newId, timeoutMs, application, authorizePds },
    pdsUrl: pds.url,
    sspUrl: ssp.url,
    ...directoryRoute(settings, credentials),
  })
  return { spine, fetch }
}

type Credentials = { ca: string; certificate: string; key: string }

async function fetchWith({ fetch, readFile }: ConnectDeps, { tls }: SpineSettings, own: BookingOrganisation['tls']) {
  if (!tls) return { fetch, credentials: undefined }
  const { certificateFile, keyFile } = own ?? tls
  const [ca, certificate, key] = await Promise.all([readFile(tls.caFile), readFile(certificateFile), readFile(keyFile)])
  const credentials: Credentials = { ca, certificate, key }
  return { fetch: createTlsFetch({ credentials: () => credentials }).fetch, credentials }
}

function directoryRoute({ sds }: SpineSettings, credentials: Credentials | undefined): DirectoryRoute {
  if (!('ldapUrl' in sds)) return { sdsUrl: sds.url, sdsApiKey: sds.apiKey }
  if (!credentials) throw new Error('The directory by LDAP is reached with the certificate of tls')
  return { sdsLdap: { url: sds.ldapUrl, tls: credentials } }
}
