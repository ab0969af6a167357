import { readFile } from 'node:fs/promises'
import { ConfigError } from '../nhs/config-error.ts'
import { type AccessTokenDeps, type Authorize, createAccessToken } from '../spine/access-token.ts'
import type { PdsAccessConfig } from './pds-settings.ts'

type Deps = Pick<AccessTokenDeps, 'fetch' | 'now' | 'newId'>

const TIMEOUT_MS = 5_000

/** Reads the key. Throws a ConfigError that says nothing of what is in the file. */
export async function openPdsAccess(deps: Deps, { tokenUrl, apiKey, keyId, privateKey }: PdsAccessConfig): Promise<Authorize> {
  const pem = await readFile(privateKey, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError([`PDS_PRIVATE_KEY: ${privateKey} cannot be read (${cause.code}).`])
  })
  try {
    return createAccessToken({ ...deps, tokenUrl, apiKey, kid: keyId, privateKey: pem, timeoutMs: TIMEOUT_MS })
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(error.faults.map((fault) => `PDS_PRIVATE_KEY: ${privateKey}: ${fault}`))
    throw error
  }
}
