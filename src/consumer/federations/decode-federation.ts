import { type Federation, type FederationId, federationIdFor, MOST_PRACTICES, parseFederationId } from './federation.ts'
import { type FederationFault, faultsOf } from './federation-fault.ts'
import { federationFileSchema } from './federation-schema.ts'

/**
 * The federation, or everything that is wrong with it: also of what was typed, or came from a database. Where it says no id, it is known by
 * `idOtherwise`, or else by one made from its name.
 */
export function decodeFederation(value: unknown, idOtherwise?: FederationId): { federation: Federation } | { faults: FederationFault[] } {
  const parsed = federationFileSchema.safeParse(withoutMoreThanIsJudged(value))
  const faults = [...(parsed.success ? [] : faultsOf(parsed.error)), ...repeatedPractices(practicesIn(value))]
  if (!parsed.success || faults.length > 0) return { faults }

  const { name, practices, defaultFilter } = parsed.data
  const id = parsed.data.id === undefined ? (idOtherwise ?? federationIdFor(name)) : parseFederationId(parsed.data.id)
  if (id === undefined) return { faults: [{ place: 'id', message: 'is missing, and cannot be made from the name: write one' }] }
  return { federation: { id, name, practices, defaultFilter } }
}

/** Of far too many practices, those beyond the limit are not read one by one: one more tells that there are too many. */
function withoutMoreThanIsJudged(value: unknown): unknown {
  const practices = practicesIn(value)
  return practices.length > MOST_PRACTICES + 1 ? { ...Object(value), practices: practices.slice(0, MOST_PRACTICES + 1) } : value
}

/** Looked for in what was written, so that another fault does not hide it. */
function repeatedPractices(practices: readonly unknown[]): FederationFault[] {
  const first = new Map<string, number>()
  return practices.slice(0, MOST_PRACTICES).flatMap((practice, index) => {
    const code: unknown = typeof practice === 'object' && practice !== null ? Reflect.get(practice, 'odsCode') : undefined
    if (typeof code !== 'string') return []
    const earlier = first.get(code.trim())
    if (earlier === undefined) first.set(code.trim(), index)
    return earlier === undefined ? [] : [{ place: `practices[${index}].odsCode`, message: `repeats the code of practices[${earlier}]` }]
  })
}

function practicesIn(value: unknown): readonly unknown[] {
  const practices: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'practices') : undefined
  return Array.isArray(practices) ? practices : []
}
