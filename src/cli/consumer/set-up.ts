import {
  type Asker,
  type Authorize,
  type ConsumerDeps,
  connectToSpine,
  createAccessToken,
  createTlsFetch,
  type DirectoryRoute,
} from '../../consumer/index.ts'
import { ConfigError } from '../../nhs/config-error.ts'
import { type Config, parseConfig } from './config.ts'
import type { Io } from './io.ts'

export type SetUp = { config: Config; spine: ConsumerDeps; asker: Asker }

/** What of the process it takes to connect. */
type Needed = Pick<Io, 'environment' | 'readFile' | 'fetch' | 'now' | 'newId'>

/** Where the sandbox writes one. */
const DEFAULT_PATH = './data/gpa.json'

export function chosenPath(io: Pick<Io, 'environment'>, path: string | undefined): string {
  return path ?? io.environment.GPA_CONFIG ?? DEFAULT_PATH
}

export async function setUp(io: Needed, path: string | undefined): Promise<SetUp> {
  const chosen = chosenPath(io, path)
  const file = await io.readFile(chosen)
  if (file === undefined) {
    throw new ConfigError([
      `there is no file ${chosen}: \`npm start\` starts the sandbox and writes one, or name yours with --config or GPA_CONFIG`,
    ])
  }

  const config = parseConfig(file)
  const fetch = await fetchBy(io, config.tls)
  const spine = connectToSpine({
    fetch,
    now: io.now,
    newId: io.newId,
    timeoutMs: config.patience.call * 1000,
    application: config.application,
    pdsUrl: config.pds.url,
    authorizePds: await pdsAccess({ ...io, fetch }, config),
    ...(await directoryRoute(io, config.sds)),
    sspUrl: config.ssp.url,
  })
  return { config, spine, asker: { user: config.user, organisation: config.organisation } }
}

async function pdsAccess(io: Needed, { pds: { token }, patience }: Config): Promise<Authorize | undefined> {
  if (!token) return undefined
  const privateKey = await io.readFile(token.privateKeyFile)
  if (privateKey === undefined) throw new ConfigError([`pds.token.privateKeyFile: there is no file ${token.privateKeyFile}`])
  const { fetch, now, newId } = io
  const { url: tokenUrl, apiKey, keyId: kid } = token
  return createAccessToken({ fetch, now, newId, tokenUrl, apiKey, kid, privateKey, timeoutMs: patience.call * 1000 })
}

async function fetchBy(io: Needed, tls: Config['tls']): Promise<Io['fetch']> {
  if (!tls) return io.fetch
  const credentials = await readPemFiles(io, 'tls', tls)
  return createTlsFetch({ credentials: () => credentials }).fetch
}

async function directoryRoute(io: Needed, sds: Config['sds']): Promise<DirectoryRoute> {
  if (!('ldap' in sds)) return { sdsUrl: sds.url, sdsApiKey: sds.apiKey }
  const { url, serverName, ...files } = sds.ldap
  return { sdsLdap: { url, tls: { ...(await readPemFiles(io, 'sds.ldap', files)), serverName } } }
}

type PemFiles = { caFile: string; certificateFile: string; keyFile: string }

/** `setting` is where the configuration names them. */
async function readPemFiles(io: Needed, setting: string, { caFile, certificateFile, keyFile }: PemFiles) {
  const named = { caFile, certificateFile, keyFile }
  const [ca, certificate, key] = await Promise.all(Object.values(named).map((path) => io.readFile(path)))
  if (ca === undefined || certificate === undefined || key === undefined) {
    const missing = Object.entries(named).filter((_, index) => [ca, certificate, key][index] === undefined)
    throw new ConfigError(missing.map(([name, path]) => `${setting}.${name}: there is no file ${path}`))
  }
  return { ca, certificate, key }
}
