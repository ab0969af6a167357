import type { Fault } from '../../fhir/check-shape.ts'
import { SpineError, type SpineErrorName } from '../../nhs/spine-errors.ts'

/** A fault of a submitted resource. Where `error` is absent it is INVALID_RESOURCE. */
export type ResourceFault = Fault & { error?: SpineErrorName }

const MOST_FAULTS_SAID = 50

/** One refusal that names every fault found; of several codes, the first one's (ERR-04). */
export function refuseFaults(faults: readonly ResourceFault[]): void {
  const [first] = faults
  if (!first) return
  const said = faults.slice(0, MOST_FAULTS_SAID).map(({ path, message }) => `${path}: ${message}`)
  const more = faults.length > MOST_FAULTS_SAID ? `, and ${faults.length - MOST_FAULTS_SAID} more` : ''
  throw new SpineError(first.error ?? 'INVALID_RESOURCE', `${said.join('; ')}${more}.`)
}

/** The names of those elements of a resource that are there and are not among the allowed. */
export function otherElements(resource: object, allowed: readonly string[]): string[] {
  return Object.keys(resource).filter((name) => !allowed.includes(name.replace(/^_/, '')))
}

/** Every element of the resource that the profile or the rules forbid. */
export function prohibited(path: string, resource: object, names: readonly string[]): ResourceFault[] {
  const present = names.filter((name) => name in resource || `_${name}` in resource)
  return present.map((name) => ({ path: `${path}.${name}`, message: 'must not be sent' }))
}
