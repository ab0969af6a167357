import { isJsonObject, type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import { PROFILE_OF, SYSTEM } from '../vocabulary.ts'
import type { Answer } from '../wire/answer.ts'
import { mask } from '../wire/mask.ts'
import { type Fault, fault } from './fault.ts'
import { SPINE_CODES } from './spine-codes.ts'

/** Of a stack trace as Node, Java and .NET write it, or of a page of a server. */
const INNER = /\bat \S+ \(|\bat [\w$.]+\.[\w$<>]+\(|node_modules|<html/i

/** The one coding of an OperationOutcome's first issue. */
export function codingOf(resource: JsonObject | undefined): JsonObject {
  const [issue] = objectsOf(resource?.issue)
  const details = isJsonObject(issue?.details) ? issue.details : {}
  return objectsOf(details.coding)[0] ?? {}
}

/** ERR-01, ERR-02, ERR-04: the body of every refusal, in full. */
export function checkOutcome({ status, resource, text }: Answer): Fault[] {
  if (status < 400) return []
  const type = resource?.resourceType
  if (resource === undefined || type !== 'OperationOutcome')
    return [
      fault('ERR-01', 'The body of every error is an OperationOutcome.', { expected: 'OperationOutcome', got: type ?? 'no resource' }),
    ]

  const issues = objectsOf(resource.issue)
  const [issue = {}] = issues
  const { severity, code, details, diagnostics } = issue
  const codings = isJsonObject(details) ? objectsOf(details.coding) : []
  const coding = codings[0] ?? {}
  const known = SPINE_CODES[String(coding.code)]
  const faults: Fault[] = []
  const hold = (requirement: string, rule: string, pair: { expected: unknown; got: unknown }) =>
    pair.expected === pair.got || faults.push(fault(requirement, rule, pair))

  hold('ERR-01', 'An OperationOutcome names the GP Connect profile, and only that.', {
    expected: PROFILE_OF.OperationOutcome,
    got: profilesOf(resource).join(' '),
  })
  hold('ERR-01', 'The severity of an issue is "error".', { expected: 'error', got: severity })
  hold('ERR-01', 'An issue has exactly one coding.', { expected: 1, got: codings.length })
  hold('ERR-01', "The coding's system is that of the Spine codes.", { expected: SYSTEM.spineError, got: coding.system })
  hold('ERR-02', 'The Spine code is one of the catalogue.', { expected: true, got: known !== undefined })
  if (known) {
    hold('ERR-01', 'The display is as in the code list.', { expected: known.display, got: coding.display })
    const expected = known.sentAs.map((pair) => pair.join(' ')).join(' or ')
    const got = `${status} ${code}`
    if (!known.sentAs.some((pair) => pair.join(' ') === got))
      faults.push(fault('ERR-02', 'A Spine code goes with its status and issue code.', { expected, got }))
  }
  hold('ERR-01', 'Every issue is an error.', { expected: true, got: issues.every((one) => one.severity === 'error') })
  hold('GEN-11', 'An OperationOutcome has no narrative.', { expected: undefined, got: resource.text })
  hold('ERR-04', 'Diagnostics tell a developer what is wrong.', {
    expected: true,
    got: typeof diagnostics === 'string' && diagnostics.trim() !== '',
  })
  hold('ERR-05', 'An error shows nothing of the software within.', { expected: false, got: INNER.test(text) })
  hold('ERR-01', 'Diagnostics repeat no NHS number and no token.', {
    expected: diagnostics,
    got: mask(String(diagnostics ?? '')) || undefined,
  })
  return faults
}

export function profilesOf(resource: JsonObject): unknown[] {
  const profile = isJsonObject(resource.meta) ? resource.meta.profile : undefined
  return Array.isArray(profile) ? profile : []
}
