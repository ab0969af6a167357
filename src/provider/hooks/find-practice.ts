import { findOrganisation } from '../../directory/store/organisations.ts'
import { parseOdsCode } from '../../nhs/ods-code.ts'
import { SpineError } from '../../nhs/spine-errors.ts'
import type { ProviderDeps } from '../deps.ts'
import { isKnownPath } from '../interactions.ts'
import type { Practice } from '../request.ts'

/** `/A20047/STU3/1/gpconnect/Slot` is the practice A20047 and `/Slot`. */
export function splitServiceRoot(path: string, routingSegment: string): { odsCode: string; rest: string } | undefined {
  const [empty, odsCode, version, edition, segment, ...rest] = path.split('/')
  if (empty !== '' || !odsCode || version !== 'STU3' || edition !== '1' || segment !== routingSegment) return undefined
  return { odsCode, rest: ['', ...rest].join('/') }
}

/** GEN-01, SEC-03: the practice that the URL addresses. An unknown root is 404. */
export async function findPractice({ db, config }: ProviderDeps, path: string): Promise<Practice> {
  const root = splitServiceRoot(path, config.routingSegment)
  const odsCode = parseOdsCode(root?.odsCode ?? '')
  const organisation = odsCode && (await findOrganisation(db, odsCode))
  if (!organisation) {
    throw new SpineError('NO_RECORD_FOUND', `No practice's service root is here: it ends /[ODS code]/STU3/1/${config.routingSegment}.`)
  }
  return { organisation, serviceRoot: `${config.baseUrl}/${organisation.odsCode}/STU3/1/${config.routingSegment}` }
}

/** SEC-03, ERR-03: what is refused under a known root when no route fits. */
export function refuseUnrouted(path: string, routingSegment: string): never {
  const rest = splitServiceRoot(path, routingSegment)?.rest ?? ''
  if (isKnownPath(decodeURIPath(rest))) throw new SpineError('BAD_REQUEST', 'That path is not addressed with this verb.')
  throw new SpineError('NOT_IMPLEMENTED', 'This provider has no such type, operation or path: /metadata lists what it has.')
}

function decodeURIPath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
