import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { redactNhsNumbers } from './redact-nhs-numbers.ts'

describe('Redacting NHS numbers', () => {
  test('an NHS number is redacted however it is written', () => {
    for (const written of [
      '9990000018',
      '999 000 0018',
      '999-000-0018',
      '999%20000%200018',
      '999+000+0018',
      '%39990000018',
      '%2539990000018',
      '%209990000018',
      'https://fhir.nhs.uk/Id/nhs-number%7C9990000018',
      'https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C9990000018&x=1',
    ]) {
      const redacted = redactNhsNumbers(`/Patient?identifier=${written}`)
      assert.match(redacted, /\[NHS number\]/, written)
      assert.doesNotMatch(redacted, /0018/, written)
    }
  })

  test('what an operator needs stays: ASIDs, dates, ids', () => {
    const kept = '/ZZ001/STU3/1/gpconnect/Slot/60e0b220-8136-4ca5-ae46-1d97ef59d068?start=ge2026-03-02T09:00:00&asid=999000000011'
    assert.equal(redactNhsNumbers(kept), kept)
  })

  test('text that decodes badly is kept as it is', () => {
    assert.equal(redactNhsNumbers('/%E0%A4%A/%zz%0a'), '/%E0%A4%A/%zz%0a')
  })
})
