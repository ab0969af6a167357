import { type Asker, type ConsumerDeps, connectToSpine } from '../../consumer/index.ts'
import { ConfigError } from '../../nhs/config-error.ts'
import { type Config, parseConfig } from './config.ts'
import type { Io } from './io.ts'

export type SetUp = { config: Config; spine: ConsumerDeps; asker: Asker }

/** Where the sandbox writes one. */
const DEFAULT_PATH = './data/gpa.json'

export async function setUp(io: Io, path: string | undefined): Promise<SetUp> {
  const chosen = path ?? io.environment.GPA_CONFIG ?? DEFAULT_PATH
  const file = await io.readFile(chosen)
  if (file === undefined) {
    throw new ConfigError([
      `there is no file ${chosen}: \`npm start\` starts the sandbox and writes one, or name yours with --config or GPA_CONFIG`,
    ])
  }

  const config = parseConfig(file)
  const spine = connectToSpine({
    fetch: io.fetch,
    now: io.now,
    newId: io.newId,
    timeoutMs: config.patience.call * 1000,
    application: config.application,
    pdsUrl: config.pds.url,
    sdsUrl: config.sds.url,
    sdsApiKey: config.sds.apiKey,
    sspUrl: config.ssp.url,
  })
  return { config, spine, asker: { user: config.user, organisation: config.organisation } }
}
