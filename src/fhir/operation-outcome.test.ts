import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { SPINE_ERRORS, type SpineErrorName } from '../nhs/spine-errors.ts'
import { checkShape } from './check-shape.ts'
import { readOperationOutcome, toOperationOutcome } from './operation-outcome.ts'
import { PROFILES } from './urls.ts'

const errors = Object.keys(SPINE_ERRORS) as SpineErrorName[]

const outcome = (coding: object, rest: object = {}) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'forbidden', details: { coding: [coding] } }],
  ...rest,
})

describe('Sending an OperationOutcome', () => {
  test('ERR-01 one issue, one coding of the code list, diagnostics and the profile', () => {
    assert.deepEqual(toOperationOutcome('DUPLICATE_REJECTED', 'Slot/1 is no longer free'), {
      resourceType: 'OperationOutcome',
      meta: { profile: ['https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-OperationOutcome-1'] },
      issue: [
        {
          severity: 'error',
          code: 'duplicate',
          details: {
            coding: [
              {
                system: 'https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1',
                code: 'DUPLICATE_REJECTED',
                display: 'Create would lead to creation of a duplicate resource',
              },
            ],
          },
          diagnostics: 'Slot/1 is no longer free',
        },
      ],
    })
  })

  test('ERR-02 every error of the catalogue is valid STU3, and is read back as what was sent', () => {
    for (const error of errors) {
      const sent = toOperationOutcome(error, 'why')
      assert.deepEqual(checkShape(sent, 'OperationOutcome'), [], error)
      const { code, display } = SPINE_ERRORS[error]
      assert.deepEqual(readOperationOutcome(sent), { refusedBy: 'provider', code, display, diagnostics: 'why' })
    }
  })

  test('ERR-01 empty diagnostics are left out', () => {
    assert.deepEqual(checkShape(toOperationOutcome('PATIENT_NOT_FOUND', ''), 'OperationOutcome'), [])
  })
})

describe('Reading an OperationOutcome', () => {
  test('ERR-01 the value set in place of the code system is read too', () => {
    const coding = {
      system: 'https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1',
      code: 'PATIENT_NOT_FOUND',
      display: 'Patient not found',
    }
    assert.deepEqual(readOperationOutcome(outcome(coding)), {
      refusedBy: 'provider',
      code: 'PATIENT_NOT_FOUND',
      display: 'Patient not found',
    })
  })

  test('ERR-02 the spellings of the specification text are read as the code list spells them', () => {
    const meta = { profile: [PROFILES.OperationOutcome] }
    for (const [sent, code] of [
      ['NO_ORGANISATION_CONSENT', 'NO_ORGANISATIONAL_CONSENT'],
      ['NO_ORGANISATIONAL_CONSENT', 'NO_ORGANISATIONAL_CONSENT'],
      ['ACCESS_DENIED', 'ACCESS DENIED'],
      ['ACCESS DENIED', 'ACCESS DENIED'],
    ]) {
      assert.deepEqual(readOperationOutcome(outcome({ code: sent }, { meta })), { refusedBy: 'provider', code })
    }
  })

  test('CON-11 the Spine Secure Proxy names the HTTP status, without profile, id or diagnostics', () => {
    const text = 'ASID_CHECK_FAILED_MESSAGESENDER_200000000001'
    const refused = outcome({ system: 'http://fhir.nhs.net/ValueSet/gpconnect-schedule-response-code-1-0', code: '403', display: text })
    assert.deepEqual(readOperationOutcome(refused), { refusedBy: 'ssp', code: '403', display: text })

    const notAllowed = outcome({
      system: 'https://fhir.nhs.uk/StructureDefinition/spine-operationoutcome-1',
      code: '405',
      display: '405: Method Not Allowed',
    })
    assert.deepEqual(readOperationOutcome(notAllowed), { refusedBy: 'ssp', code: '405', display: '405: Method Not Allowed' })
    assert.equal(readOperationOutcome(outcome({ code: '502' }))?.refusedBy, 'ssp')
  })

  test('CON-11 PDS has a code system of its own, whose spellings are kept', () => {
    const coding = {
      system: 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode',
      version: '1',
      code: 'ACCESS_DENIED',
      display: 'Access Denied - Unauthorised',
    }
    assert.deepEqual(readOperationOutcome(outcome(coding)), {
      refusedBy: 'pds',
      code: 'ACCESS_DENIED',
      display: 'Access Denied - Unauthorised',
    })
  })

  test('CON-11 an outcome without codings is still one: its issue speaks', () => {
    const issue = [{ severity: 'error', code: 'processing', diagnostics: 'down' }]
    assert.deepEqual(readOperationOutcome({ resourceType: 'OperationOutcome', issue }), {
      refusedBy: 'unknown',
      code: 'processing',
      diagnostics: 'down',
    })
    assert.deepEqual(readOperationOutcome({ resourceType: 'OperationOutcome' }), { refusedBy: 'unknown', code: 'unknown' })
  })

  test('CON-11 the issue with a coding is preferred to one without', () => {
    const { issue } = outcome({ code: 'NO_RECORD_FOUND' })
    const body = { resourceType: 'OperationOutcome', issue: [null, { code: 'informational' }, ...issue] }
    assert.equal(readOperationOutcome(body)?.code, 'NO_RECORD_FOUND')
  })

  test('CON-11 other bodies are no outcome, and nothing throws', () => {
    for (const body of [undefined, null, '<html>', [], { resourceType: 'Patient' }]) assert.equal(readOperationOutcome(body), undefined)
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (issue, coding) => {
        assert.ok(readOperationOutcome({ resourceType: 'OperationOutcome', meta: coding, issue }))
        assert.ok(readOperationOutcome({ resourceType: 'OperationOutcome', issue: [{ code: issue, details: { coding } }] }))
      }),
    )
  })
})
