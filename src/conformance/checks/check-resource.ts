import { checkShape } from '../../fhir/check-shape.ts'
import { isJsonObject, type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import { isResourceType } from '../../fhir/types.ts'
import { PROFILE_OF } from '../vocabulary.ts'
import type { Answer } from '../wire/answer.ts'
import { checkByType } from './check-by-type.ts'
import { profilesOf } from './check-outcome.ts'
import { type Fault, fault } from './fault.ts'
import { isLondonTime } from './local-time.ts'
import { PROHIBITED, PROHIBITED_WITHIN } from './prohibited.ts'
import { walk } from './walk.ts'

/** What holds for every resource that is sent: by STU3, by the profiles, by the rules for every answer. */
export function checkResources({ resource }: Answer): Fault[] {
  const type = resource?.resourceType
  if (resource === undefined || type === 'OperationOutcome') return []
  if (!isResourceType(type)) return [fault('GEN-20', 'A resource is of a type of GP Connect.', { expected: 'a known type', got: type })]

  const shape = checkShape(resource, type).map(({ path, message }) =>
    fault('GEN-11', 'Every resource is valid STU3.', { expected: message, got: `not so at ${path}` }),
  )
  return [...shape, ...resourcesIn(resource).flatMap((one) => [...checkIdentity(one), ...checkElements(one), ...checkByType(one)])]
}

export type Within = { resource: JsonObject; type: string; as: 'whole' | 'entry' | 'contained' }

/** The resource itself, the entries of a Bundle, and what they contain. */
export function resourcesIn(resource: JsonObject): Within[] {
  const containing = (one: JsonObject, as: Within['as']): Within[] => [
    { resource: one, type: String(one.resourceType), as },
    ...objectsOf(one.contained).map(
      (contained): Within => ({ resource: contained, type: String(contained.resourceType), as: 'contained' }),
    ),
  ]
  const entries = objectsOf(resource.entry).flatMap((entry) => (isJsonObject(entry.resource) ? containing(entry.resource, 'entry') : []))
  return [...containing(resource, 'whole'), ...entries]
}

const WITHOUT_ID = ['Bundle', 'CapabilityStatement']

/** GEN-06, GEN-16. */
function checkIdentity({ resource, type, as }: Within): Fault[] {
  const faults: Fault[] = []
  const hold = (requirement: string, rule: string, expected: unknown, got: unknown) =>
    expected === got || faults.push(fault(requirement, rule, { expected, got }))
  const { id, meta } = resource
  const versionId = isJsonObject(meta) ? meta.versionId : undefined
  if (as === 'contained') hold('GEN-06', 'A contained resource has no version.', undefined, versionId)
  else if (!WITHOUT_ID.includes(type)) {
    hold(
      'GEN-16',
      `The id of a ${type} is letters, digits, "-" and ".", 64 at most.`,
      true,
      /^[A-Za-z0-9\-.]{1,64}$/.test(String(id ?? '')),
    )
    hold('GEN-06', `A ${type} has a version.`, true, typeof versionId === 'string' && versionId !== '')
  }
  const profiles = profilesOf(resource)
  const mayHaveNone = type === 'CapabilityStatement' || (type === 'Bundle' && profiles.length === 0)
  if (!mayHaveNone) hold('GEN-06', `A ${type} names its GP Connect profile, and only that.`, PROFILE_OF[type], profiles.join(' '))
  hold('GEN-11', 'No narrative is sent.', undefined, resource.text)
  return faults
}

const MOMENTS: Readonly<Record<string, readonly string[]>> = {
  Slot: ['start', 'end'],
  Appointment: ['start', 'end', 'created'],
  Schedule: ['planningHorizon.start', 'planningHorizon.end'],
}

/** GEN-09, GEN-10, GEN-11. */
function checkElements({ resource, type }: Within): Fault[] {
  const faults: Fault[] = []
  const banned = PROHIBITED[type]
  for (const element of banned?.elements ?? []) {
    if (resource[element] !== undefined)
      faults.push(
        fault(banned?.requirement ?? 'GEN-11', `${type}.${element} is never sent.`, { expected: undefined, got: resource[element] }),
      )
  }
  for (const { path, name, value, parent } of walk(resource, type)) {
    const within = PROHIBITED_WITHIN[name]
    const members = isJsonObject(value) && within ? within.members.filter((member) => value[member] !== undefined) : []
    for (const member of members)
      faults.push(
        fault(within?.requirement ?? 'GEN-11', `${name}.${member} is never sent.`, { expected: undefined, got: `${path}.${member}` }),
      )
    if (
      name === 'reference' &&
      typeof value === 'string' &&
      !isLocalReference(value) &&
      !('definition' in parent) &&
      type !== 'CapabilityStatement'
    )
      faults.push(fault('GEN-10', 'References are relative, to this server.', { expected: 'Type/id', got: `${value} at ${path}` }))
  }
  for (const moment of MOMENTS[type] ?? []) {
    const value = moment.split('.').reduce<unknown>((node, member) => (isJsonObject(node) ? node[member] : undefined), resource)
    if (value !== undefined && !isLondonTime(value))
      faults.push(
        fault('GEN-09', `${type}.${moment} is local time with seconds and its offset.`, {
          expected: 'yyyy-mm-ddThh:mm:ss+hh:mm as London shows it',
          got: value,
        }),
      )
  }
  return faults
}

function isLocalReference(text: string): boolean {
  return /^(?:#[A-Za-z0-9\-.]{1,64}|[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/.test(text)
}
