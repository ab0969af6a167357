import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeTargetValue, type Target } from '../target/decode-target.ts'
import { type Draft, goodDraft, queryText, withAnyResource, withClaim, withHeader, withinClaim, withText, withToken } from './draft.ts'
import { urlOf } from './send.ts'
import { writeToken } from './token.ts'

const now = new Date('2026-03-02T08:00:00Z')

function givenTarget(rest: object = {}): Target {
  const consumer = { asid: '200000000111', odsCode: 'RX8', name: 'NHS 111' }
  const decoded = decodeTargetValue({
    serviceRoot: 'https://provider.example/A20047/STU3/1/gpconnect',
    asid: '200000000222',
    consumer,
    ...rest,
  })
  if ('faults' in decoded) throw new Error(decoded.faults.join())
  return decoded.target
}

function givenDraft(of: Partial<Parameters<typeof goodDraft>[1]> = {}): Draft {
  return goodDraft('readAppointment', { target: givenTarget(), format: 'json', now, newId: () => 'trace-1', id: 'a1', ...of })
}

const claimsOf = ({ token }: Draft) => JSON.parse(Buffer.from((token ? writeToken(token) : '').split('.')[1] ?? '', 'base64url').toString())

describe('A request of the judge', () => {
  test('begins as a good one', () => {
    const draft = givenDraft({ version: '3' })
    assert.deepEqual(Object.fromEntries(draft.headers), {
      'Ssp-TraceID': 'trace-1',
      'Ssp-From': '200000000111',
      'Ssp-To': '200000000222',
      'Ssp-InteractionID': 'urn:nhs:names:services:gpconnect:fhir:rest:read:appointment-1',
      Accept: 'application/fhir+json',
      'If-Match': 'W/"3"',
    })
    const { exp, iat, requested_scope } = claimsOf(draft)
    assert.deepEqual([iat, exp - iat, requested_scope], [1772438400, 300, 'patient/*.read'])
    assert.equal(urlOf(draft, givenTarget()).href, 'https://provider.example/A20047/STU3/1/gpconnect/Appointment/a1')
  })

  test("through an SSP the practice's URL follows the SSP's, as it is", () => {
    const target = givenTarget({ ssp: 'https://ssp.example/proxy' })
    assert.equal(
      urlOf(givenDraft({ target }), target).href,
      'https://ssp.example/proxy/https://provider.example/A20047/STU3/1/gpconnect/Appointment/a1',
    )
  })

  test('is made wrong one thing at a time, and the good one stays good', () => {
    const good = givenDraft()
    const named = (draft: Draft, name: string) => draft.headers.filter(([other]) => other === name).map(([, value]) => value)
    assert.deepEqual(named(withHeader(good, 'Ssp-To', undefined), 'Ssp-To'), [])
    assert.deepEqual(named(withHeader(good, 'Ssp-To', ['1', '2']), 'Ssp-To'), ['1', '2'])
    assert.deepEqual(named(withHeader(good, 'ssp-to', '1'), 'Ssp-To'), [])
    assert.ok(!('exp' in claimsOf(withClaim(good, 'exp', undefined))))
    assert.equal(claimsOf(withClaim(good, 'aud', null)).aud, null)
    assert.ok(!('model' in claimsOf(withinClaim(good, 'requesting_device', { model: undefined })).requesting_device))
    assert.equal(writeToken(withToken(good, (token) => ({ ...token, write: () => 'abc' })).token ?? { header: {}, claims: {} }), 'abc')
    assert.deepEqual(named(withText(good, '<', 'text/plain'), 'Content-Type'), ['text/plain'])
    assert.deepEqual(named(good, 'Ssp-To'), ['200000000222'])
    assert.ok('exp' in claimsOf(good))
  })

  test('its query is percent-encoded but for what is written raw', () => {
    assert.equal(
      queryText([['identifier', 'https://x/Id|1'], 'start=ge2026-03-02T00:00:00+00:00']),
      'identifier=https%3A%2F%2Fx%2FId%7C1&start=ge2026-03-02T00:00:00+00:00',
    )
  })

  test('a body is written in the format of the run', () => {
    const body = { resourceType: 'Appointment', status: 'booked', participant: [{ status: 'accepted' }] }
    assert.match(String(givenDraft({ body, format: 'xml' }).body), /^<Appointment xmlns/)
    assert.deepEqual(JSON.parse(String(givenDraft({ body }).body)), body)
  })

  test('a body with something that XML has no place for is written as JSON', () => {
    const good = { resourceType: 'Appointment', status: 'maybe', participant: [{ status: 'accepted' }] }
    for (const body of [
      { ...good, colour: 'blue' },
      { ...good, slot: [] },
      { ...good, resourceType: 'Nothing' },
    ])
      assert.deepEqual(JSON.parse(String(withAnyResource(givenDraft(), body, 'xml').body)), body)
    assert.match(String(withAnyResource(givenDraft(), good, 'xml').body), /^<Appointment .*<status value="maybe"/)
    assert.deepEqual(JSON.parse(String(withAnyResource(givenDraft(), good, 'json').body)), good)
  })
})
