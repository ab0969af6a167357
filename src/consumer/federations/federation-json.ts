import { parseJson } from '../../fhir/parse-json.ts'
import { decodeFederation } from './decode-federation.ts'
import type { Federation, FederationId } from './federation.ts'
import type { FederationFault } from './federation-fault.ts'

/** Far above what a thousand practices need. */
export const MOST_CHARACTERS = 2_000_000

/** A federation file, or everything that is wrong with it. Where it says no id, as `decodeFederation`. */
export function readFederationJson(text: string, idOtherwise?: FederationId): { federation: Federation } | { faults: FederationFault[] } {
  if (text.length > MOST_CHARACTERS) return { faults: [TOO_LARGE] }
  const json = parseJson(text.replace(/^\uFEFF/, ''))
  if (json.kind === 'parsed') return decodeFederation(json.value, idOtherwise)
  const [place = '', message = ''] = json.reason.split(/: (.*)/s)
  return { faults: [{ place, message }] }
}

export const TOO_LARGE: FederationFault = { place: '(file)', message: 'is too large to be a federation' }

/** As `readFederationJson` reads it back. A part of the filter that is blank is not asked for, and left out. */
export function toFederationJson({ id, name, practices, defaultFilter }: Federation): string {
  const members = practices.map(({ odsCode, name, note }) => ({ odsCode, name, ...(note !== undefined && { note }) }))
  const filter = Object.fromEntries(Object.entries(defaultFilter).filter(([, part]) => !isBlank(part)))
  const written = { kind: 'federation', id, name, practices: members, ...(Object.keys(filter).length > 0 && { defaultFilter: filter }) }
  return `${JSON.stringify(written, undefined, 2)}\n`
}

function isBlank(part: unknown): boolean {
  if (typeof part === 'string') return part.trim() === ''
  return part === undefined || (Array.isArray(part) && part.length === 0)
}
