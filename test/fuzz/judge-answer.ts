import { gunzipSync } from 'node:zlib'
import { PROFILES, SYSTEMS } from '../../src/fhir/urls.ts'
import { parseXml } from '../../src/fhir/xml/parse-xml.ts'
import { SPINE_ERRORS } from '../../src/nhs/spine-errors.ts'
import type { Draft } from './draft.ts'
import { expectedFormats, type Format } from './expected-formats.ts'
import type { Answer } from './read-answers.ts'
import { holdsSecret } from './secrets.ts'

/** What the report counts: the Spine code of a refusal, or '' for a success. */
export type Verdict = { code: string; faults: string[]; isUnreadable: boolean }

const CONTENT_TYPES: Record<string, Format | undefined> = {
  'application/fhir+json;charset=utf-8': 'json',
  'application/fhir+xml;charset=utf-8': 'xml',
}
const SUCCESSES = [200, 201]
const UNREADABLE = 'What was sent is not a well-formed HTTP request.'

/** Everything that holds of any answer at all, whatever was asked (ERR-01, ERR-02, ERR-04, ERR-05, GEN-02, GEN-03, GEN-05). */
export function judgeAnswer(draft: Draft, { status, headers, body }: Answer): Verdict {
  const faults: string[] = []
  const expect = (holds: unknown, fault: string) => holds || faults.push(fault)
  expect(headers['cache-control'] === 'no-store', `cache-control is ${headers['cache-control']}`)
  const isSuccess = SUCCESSES.includes(status)

  if (body.length === 0) {
    expect(draft.method === 'HEAD' || (isSuccess && prefersMinimal(draft)), `${status} has no body`)
    return { code: '', faults, isUnreadable: false }
  }
  const format = CONTENT_TYPES[headers['content-type'] ?? '']
  expect(format, `content-type is ${headers['content-type']}`)
  const resource = format && parse(body, headers['content-encoding'], format)
  expect(resource, `the body is not what content-type ${headers['content-type']} says`)
  if (!resource || !format) return { code: '', faults, isUnreadable: false }

  const refusal = isSuccess ? undefined : judgeOutcome(resource, status, expect)
  const isUnreadable = refusal?.diagnostics === UNREADABLE
  expect(!isUnreadable || draft.expected !== 'one', 'a well-formed request was not read')
  // What is not clear may have been read as asking for nothing.
  const formats = draft.expected === 'one' ? expectedFormats(draft) : ['json', ...expectedFormats(draft)]
  expect(formats.includes(format), `${format} was not asked for`)
  if (isSuccess) expect(resource.resourceType !== 'OperationOutcome', `an OperationOutcome with ${status}`)
  return { code: refusal?.code ?? '', faults, isUnreadable }
}

function prefersMinimal({ method, headers }: Draft): boolean {
  const isWrite = method === 'POST' || method === 'PUT'
  return isWrite && headers.some(([name, value]) => name.toLowerCase() === 'prefer' && /minimal/i.test(value))
}

/** Every part of it may be missing: that is what is looked at. */
type Outcome = {
  resourceType?: string
  meta?: { profile?: string[] }
  issue?: {
    severity?: string
    code?: string
    diagnostics?: string
    details?: { coding?: { system?: string; code?: string; display?: string }[] }
  }[]
}

function parse(body: Buffer, encoding: string | undefined, format: Format): Outcome | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(encoding === 'gzip' ? gunzipSync(body) : body)
    if (format === 'json') return JSON.parse(text)
    const parsed = parseXml(text)
    return parsed.kind === 'parsed' ? (parsed.value as Outcome) : undefined
  } catch {
    return undefined
  }
}

function judgeOutcome(outcome: Outcome, status: number, expect: (holds: unknown, fault: string) => void) {
  const text = JSON.stringify(outcome)
  const [issue] = outcome.issue ?? []
  const [coding, ...otherCodings] = issue?.details?.coding ?? []
  const row = Object.values(SPINE_ERRORS).find((known) => known.code === coding?.code && known.status === status)
  expect(status < 500 || status === SPINE_ERRORS.NOT_IMPLEMENTED.status, `${status}: ${text}`)
  expect(outcome.resourceType === 'OperationOutcome' && outcome.issue?.length === 1, `no OperationOutcome: ${text.slice(0, 200)}`)
  expect(outcome.meta?.profile?.join() === PROFILES.OperationOutcome, 'the outcome does not name its profile')
  expect(row && otherCodings.length === 0, `${status} ${coding?.code} is not in the catalogue`)
  expect(issue?.severity === 'error' && issue.code === row?.issue, `issue ${issue?.severity} ${issue?.code}`)
  expect(coding?.system === SYSTEMS.spineError && coding.display === row?.display, `coding ${coding?.system} ${coding?.display}`)
  expect(issue?.diagnostics, `${status} ${coding?.code} has no diagnostics`)
  expect(!holdsSecret(text), 'the outcome repeats a secret')
  return { code: coding?.code ?? '', diagnostics: issue?.diagnostics }
}
