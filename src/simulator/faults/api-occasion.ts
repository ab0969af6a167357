import type { IncomingMessage } from 'node:http'
import { readApiRequest } from '../api-request.ts'
import { ODS_BASE_PATH } from '../ods/ods.ts'
import { PDS_BASE_PATH } from '../pds/pds.ts'
import { SDS_BASE_PATH } from '../sds/sds.ts'
import { TOKEN_PATH } from '../token/token.ts'
import type { Occasion } from './faults.ts'

const PATHS = [
  ['pds', PDS_BASE_PATH],
  ['ods', ODS_BASE_PATH],
  ['token', TOKEN_PATH],
] as const

/** Which service of the platform a request is for; of the directory, also about whom. */
export function apiOccasion(request: IncomingMessage): (Occasion & { service: 'pds' | 'sds' | 'ods' | 'token' }) | undefined {
  const directory = readApiRequest(request, SDS_BASE_PATH)
  if (directory) {
    const [, practice] = directory.query.get('organization')?.split('|') ?? []
    const interaction = directory.query.getAll('identifier').flatMap((value) => /\|(urn:.*)$/.exec(value)?.[1] ?? [])[0]
    return { service: 'sds', practice, interaction }
  }
  const service = PATHS.find(([, path]) => request.url?.startsWith(path))?.[0]
  return service && { service }
}
