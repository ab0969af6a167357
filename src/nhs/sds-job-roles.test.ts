import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HUMAN_LANGUAGES, isHumanLanguage } from './human-languages.ts'
import { NHS_NUMBER_VERIFICATION_STATUSES } from './nhs-number-verification-statuses.ts'
import { REGISTRATION_TYPES } from './registration-types.ts'
import { isSdsJobRole, SDS_JOB_ROLES } from './sds-job-roles.ts'

describe('The code lists of Care Connect', () => {
  test('ADM-01 every SDS job role is known, with its display', () => {
    assert.equal(Object.keys(SDS_JOB_ROLES).length, 457)
    assert.equal(SDS_JOB_ROLES.R0260, 'General Medical Practitioner')
    assert.equal(isSdsJobRole('R0260'), true)
    assert.equal(isSdsJobRole('r0260'), false)
    assert.equal(isSdsJobRole('constructor'), false)
  })

  test('REG-01 every language is known, with its display', () => {
    assert.equal(Object.keys(HUMAN_LANGUAGES).length, 189)
    assert.equal(HUMAN_LANGUAGES.en, 'English')
    assert.equal(isHumanLanguage('q4'), true)
    assert.equal(isHumanLanguage('toString'), false)
  })

  test('REG-05 registration types', () => {
    assert.equal(REGISTRATION_TYPES.T, 'Temporary')
  })

  test('PAT-03 NHS number verification statuses', () => {
    assert.equal(NHS_NUMBER_VERIFICATION_STATUSES['01'], 'Number present and verified')
  })
})
