import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { runScenarios } from '../../src/conformance/run/run-scenarios.ts'
import { selectScenarios } from '../../src/conformance/run/select-scenarios.ts'
import { SCENARIOS } from '../../src/conformance/scenarios/all.ts'
import { givenJudged } from './given-judged.ts'
import type { Passing, Spoil } from './given-proxy.ts'

const replaced =
  (from: string | RegExp, to: string): Spoil =>
  ({ text }) => ({ text: text.replace(from, to) })
const headed =
  (name: string, value: string | undefined): Spoil =>
  ({ headers }) => ({ headers: { ...headers, [name]: value } })
const when =
  (holds: (answer: Passing) => boolean, spoil: Spoil): Spoil =>
  (answer, asked) =>
    holds(answer) ? spoil(answer, asked) : undefined
const isError = ({ status }: Passing) => status >= 400
const isBundle = ({ text }: Passing) => text.includes('"resourceType":"Bundle"')
const isAppointment = ({ text }: Passing) => text.startsWith('{"resourceType":"Appointment"')

/** What a provider may do wrong, where that must show, and by which requirement. */
const WAYS: readonly (readonly [what: string, only: string, spoil: Spoil, requirement: string])[] = [
  [
    'answers 200 where it creates',
    'book-appointment/booked',
    when(
      ({ status }) => status === 201,
      () => ({ status: 200 }),
    ),
    'APT-01',
  ],
  ['refuses with another status', 'search-free-slots/refused-status-busy', when(isError, () => ({ status: 400 })), 'SLOT-01'],
  [
    'refuses with another code',
    'search-free-slots/refused-status-busy',
    when(isError, replaced('INVALID_PARAMETER', 'INVALID_RESOURCE')),
    'SLOT-01',
  ],
  [
    'shows a code otherwise than the list',
    'search-free-slots/refused-status-busy',
    when(isError, replaced('"Invalid parameter"', '"Parameter invalid"')),
    'ERR-01',
  ],
  [
    'names another system of codes',
    'search-free-slots/refused-status-busy',
    when(isError, replaced('CodeSystem/Spine', 'ValueSet/Spine')),
    'ERR-01',
  ],
  ['leaves diagnostics out', 'search-free-slots/refused-status-busy', when(isError, replaced(/,"diagnostics":"[^"]*"/, '')), 'ERR-04'],
  [
    'sends an error page',
    'search-free-slots/refused-status-busy',
    when(isError, () => ({ text: '<html>', headers: { 'content-type': 'text/html' } })),
    'ERR-01',
  ],
  ['lets answers be stored', 'read-metadata/answers-json', headed('cache-control', 'private'), 'GEN-05'],
  ['leaves the charset out', 'read-metadata/answers-json', headed('content-type', 'application/fhir+json'), 'GEN-02'],
  ['answers in the other format', 'read-metadata/answers-xml', headed('content-type', 'application/fhir+json;charset=utf-8'), 'GEN-03'],
  [
    'redirects',
    'read-metadata/answers-json',
    () => ({ status: 302, headers: { location: 'https://elsewhere.example/' }, text: '' }),
    'GEN-01',
  ],
  ['has no ETag', 'book-appointment/read-back-json', headed('etag', undefined), 'GEN-07'],
  [
    'has a strong ETag',
    'book-appointment/read-back-json',
    when(isAppointment, ({ headers }) => ({ headers: { ...headers, etag: String(headers.etag).slice(2) } })),
    'GEN-07',
  ],
  ['has no Location', 'book-appointment/booked', headed('location', undefined), 'GEN-07'],
  ['has no Last-Modified', 'book-appointment/booked', headed('last-modified', undefined), 'GEN-07'],
  [
    'says how many there are',
    'search-free-slots/found-json',
    when(isBundle, replaced('"type":"searchset"', '"type":"searchset","total":1')),
    'GEN-17',
  ],
  [
    'sends an empty list of entries',
    'search-free-slots/nothing-free-json',
    when(isBundle, replaced('"type":"searchset"', '"type":"searchset","entry":[]')),
    'GEN-17',
  ],
  ['sends times as Z', 'search-free-slots/found-json', when(isBundle, replaced(/\+00:00"/g, 'Z"')), 'GEN-09'],
  [
    'sends absolute references',
    'search-free-slots/found-json',
    when(isBundle, replaced('"reference":"Schedule/', '"reference":"https://host.example/Schedule/')),
    'GEN-10',
  ],
  [
    'sends an unknown element',
    'search-free-slots/found-json',
    when(isBundle, replaced('"status":"free"', '"status":"free","colour":"blue"')),
    'GEN-11',
  ],
  [
    'sends a prohibited element',
    'search-free-slots/found-json',
    when(isBundle, replaced('"status":"free"', '"specialty":[{"text":"GP"}],"status":"free"')),
    'SLOT-09',
  ],
  [
    'sends a narrative',
    'search-free-slots/found-json',
    when(
      isBundle,
      replaced(
        '"resourceType":"Slot"',
        '"resourceType":"Slot","text":{"status":"empty","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">x</div>"}',
      ),
    ),
    'GEN-11',
  ],
  ['names another profile', 'search-free-slots/found-json', when(isBundle, replaced('GPConnect-Slot-1', 'GPConnect-Slot-2')), 'GEN-06'],
  ['leaves versions out', 'search-free-slots/found-json', when(isBundle, replaced(/"versionId":"\d+",/, '')), 'GEN-06'],
  [
    'makes a channel up',
    'search-free-slots/found-json',
    when(isBundle, replaced('"valueCode":"In-person"', '"valueCode":"Visit"')),
    'SLOT-09',
  ],
  ['shows a slot that is busy', 'search-free-slots/found-json', when(isBundle, replaced('"status":"free"', '"status":"busy"')), 'SLOT-06'],
  ['writes XML out of order', 'search-free-slots/found-xml', replaced(/(<status value="free"\/>)(<start [^>]*>)/, '$2$1'), 'GEN-02'],
  ['cuts texts', 'book-appointment/longest-texts', when(isAppointment, replaced('é!', 'é')), 'APT-06'],
  [
    'forgets the cancellation reason',
    'cancel-appointment/cancelled-json',
    when(isAppointment, replaced('Patient has got better', 'Cancelled')),
    'APT-10',
  ],
  ['names a registration regular', 'register-patient/registered-json', when(isBundle, replaced('"code":"T"', '"code":"R"')), 'REG-05'],
  [
    'forgets when a registration ends',
    'register-patient/registered-json',
    when(isBundle, replaced(/("valuePeriod":\{"start":"[^"]*"),"end":"[^"]*"/, '$1')),
    'REG-04',
  ],
  [
    'cuts a comment when it amends',
    'amend-appointment/amended-json',
    when(isAppointment, replaced('Another comment', 'Another')),
    'APT-09',
  ],
  [
    'answers an amendment with the version of before',
    'amend-appointment/amended-json',
    when(isAppointment, ({ text, headers }) => ({
      text: text.replace('"versionId":"2"', '"versionId":"1"'),
      headers: { ...headers, etag: 'W/"1"' },
    })),
    'GEN-06',
  ],
  ['does not challenge', 'bearer-token/refused-expired', headed('www-authenticate', undefined), 'SEC-04'],
]

describe('The judge, of a provider that is wrong', () => {
  for (const [what, only, spoil, requirement] of WAYS) {
    test(`one that ${what} is caught, by ${requirement}`, async (t) => {
      // Given
      const { deps } = await givenJudged(t, { spoil })
      const selected = selectScenarios(SCENARIOS, { readOnly: false, only: [only] })
      assert.ok(selected.length > 0, `there is no ${only}`)

      // When
      const { results } = await runScenarios(deps, selected, { format: 'json', signal: AbortSignal.timeout(60_000) })

      // Then
      const found = results.flatMap(({ findings }) => findings.map((finding) => finding.requirement))
      assert.ok(
        found.includes(requirement),
        `found ${found.join(', ') || 'nothing'} in ${results.map(({ status, reason }) => `${status} ${reason ?? ''}`).join()}`,
      )
      assert.ok(
        results.every(({ status }) => status === 'failed'),
        'a scenario passed',
      )
    })
  }
})
