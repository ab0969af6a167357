import { isJsonObject } from '../../fhir/json-object.ts'
import type { Target } from '../target/decode-target.ts'
import { type Answer, headerOf } from '../wire/answer.ts'
import type { Draft } from '../wire/draft.ts'
import { type Fault, fault } from './fault.ts'

/** GEN-02, GEN-03, GEN-05: the head of every answer. */
export function checkHeaders(answer: Answer, { draft, target }: { draft: Draft; target: Target }): Fault[] {
  const faults: Fault[] = []
  const { status, text } = answer
  if (status >= 300 && status < 400)
    faults.push(
      fault('GEN-01', 'A practice is where its service root says: no request is redirected.', { expected: 'no redirect', got: status }),
    )
  if (text !== '') {
    const expected = `application/fhir+${draft.expects};charset=utf-8`
    const got = headerOf(answer, 'content-type')
    if (got !== expected)
      faults.push(
        fault(
          got?.includes(draft.expects) ? 'GEN-02' : 'GEN-03',
          'The Content-Type is the format that was asked for, with its charset and no blank.',
          { expected, got },
        ),
      )
  }
  if (!/(?:^|,)\s*no-store\s*(?:,|$)/.test(headerOf(answer, 'cache-control') ?? ''))
    faults.push(
      fault('GEN-05', 'Every answer says Cache-Control: no-store.', { expected: 'no-store', got: headerOf(answer, 'cache-control') }),
    )
  const isTls = (target.ssp ?? target.serviceRoot).startsWith('https:')
  if (isTls && target.ssp === undefined && !/max-age=[1-9]/.test(headerOf(answer, 'strict-transport-security') ?? ''))
    faults.push(
      fault('GEN-05', 'Over TLS every answer has Strict-Transport-Security.', {
        expected: 'max-age=...',
        got: headerOf(answer, 'strict-transport-security'),
      }),
    )
  if (answer.unreadable !== undefined)
    faults.push(
      fault('GEN-02', 'The body can be read in the format that its Content-Type names.', {
        expected: 'a FHIR resource',
        got: answer.unreadable,
      }),
    )
  return [...faults, ...checkVersionHeaders(answer, draft, target)]
}

/** GEN-07: of one resource, under its version. */
function checkVersionHeaders(answer: Answer, draft: Draft, { serviceRoot }: Target): Fault[] {
  const { resource, status } = answer
  const { resourceType: type, id, meta } = resource ?? {}
  if (status >= 300 || type === undefined || type === 'Bundle' || type === 'CapabilityStatement') return []
  const faults: Fault[] = []
  const hold = (rule: string, expected: unknown, got: unknown) => expected === got || faults.push(fault('GEN-07', rule, { expected, got }))
  const versionId = isJsonObject(meta) ? meta.versionId : undefined
  const address = `${serviceRoot}/${type}/${id}`
  hold('The ETag is the version of the resource.', `W/"${versionId}"`, headerOf(answer, 'etag'))
  const location = headerOf(answer, 'content-location')
  if (location !== address && location !== `${address}/_history/${versionId}`)
    faults.push(
      fault('GEN-07', 'Content-Location is where the resource is.', { expected: `${address}/_history/${versionId}`, got: location }),
    )
  if (draft.method === 'POST' && status === 201) {
    hold('A creation says where what was created is.', `${address}/_history/${versionId}`, headerOf(answer, 'location'))
    const modified = Date.parse(headerOf(answer, 'last-modified') ?? '')
    hold('A creation says when it was (Last-Modified).', true, !Number.isNaN(modified))
  }
  return faults
}
