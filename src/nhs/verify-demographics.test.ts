import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type ClaimedDemographics, demographicsAgree } from './verify-demographics.ts'

const traced: ClaimedDemographics = { family: 'Jackson', given: ['Jane', 'Ann'], birthDate: '1952-05-31' }

describe('Verifying demographics against PDS', () => {
  test('PAT-10 an equal date of birth is enough', () => {
    assert.ok(demographicsAgree({ family: 'Other', given: [], birthDate: '1952-05-31' }, traced))
  })

  test('PAT-10 two of its three parts need the first three letters of the family name and the initial', () => {
    for (const birthDate of ['1952-05-13', '1952-06-31', '1953-05-31']) {
      assert.ok(demographicsAgree({ family: 'JACKS', given: ['janet'], birthDate }, traced))
      assert.ok(!demographicsAgree({ family: 'Jones', given: ['Jane'], birthDate }, traced))
      assert.ok(!demographicsAgree({ family: 'Jackson', given: ['Ann'], birthDate }, traced))
      assert.ok(!demographicsAgree({ family: 'Jackson', given: [], birthDate }, traced))
    }
  })

  test('PAT-10 one equal part is not enough', () => {
    assert.ok(!demographicsAgree({ family: 'Jackson', given: ['Jane'], birthDate: '1952-06-30' }, traced))
  })

  test('PAT-10 case and diacritics are folded, punctuation and blanks dropped', () => {
    const onPds = { family: "O'Néill", given: ['Éva'], birthDate: '1990-01-02' }
    assert.ok(demographicsAgree({ family: 'ONEILL', given: ['eva'], birthDate: '1990-01-03' }, onPds))
    assert.ok(demographicsAgree({ family: 'o ne', given: ['-Eva'], birthDate: '1990-01-03' }, onPds))
  })

  test('PAT-10 a family name shorter than three letters is compared whole', () => {
    const onPds = { family: 'Ng', given: ['Li'], birthDate: '1990-01-02' }
    assert.ok(demographicsAgree({ family: 'NG', given: ['Li'], birthDate: '1990-01-03' }, onPds))
    assert.ok(!demographicsAgree({ family: 'Nguyen', given: ['Li'], birthDate: '1990-01-03' }, onPds))
    assert.ok(!demographicsAgree({ family: '', given: ['Li'], birthDate: '1990-01-03' }, { ...onPds, family: '' }))
  })

  test('PAT-10 a date of birth that PDS lacks, or a part of it, agrees with nothing', () => {
    assert.ok(!demographicsAgree(traced, { ...traced, birthDate: undefined }))
    assert.ok(!demographicsAgree({ ...traced, birthDate: '1952' }, { ...traced, birthDate: '1952' }))
    assert.ok(!demographicsAgree(traced, { ...traced, birthDate: '1952' }))
  })
})
