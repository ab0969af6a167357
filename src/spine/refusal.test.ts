import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { refusalFrom } from './refusal.ts'

const SSP_SYSTEM = 'http://fhir.nhs.net/ValueSet/gpconnect-schedule-response-code-1-0'
const SPINE_SYSTEM = 'https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1'

function refused(status: number, coding: object, diagnostics?: string) {
  const value = { resourceType: 'OperationOutcome', issue: [{ details: { coding: [coding] }, ...(diagnostics && { diagnostics }) }] }
  return refusalFrom({ status, headers: new Headers(), body: { kind: 'json', value } })
}

describe('Tell who refused', () => {
  test('CON-11 the SSP: a status for a code, of whose diagnostics only the check’s name is kept', () => {
    const cases = [
      [403, 'ASID_CHECK_FAILED_MESSAGESENDER_200000000001', 'ASID_CHECK_FAILED_MESSAGESENDER'],
      [403, 'PARTYKEY_INTERACTION_CHECK_FAILED_MESSAGERECEIVER_200000000985', 'PARTYKEY_INTERACTION_CHECK_FAILED_MESSAGERECEIVER'],
      [403, 'FOT_CHECK_FAILED_MESSAGESENDER_200000000001_MESSAGERECEIVER_200000000985', 'FOT_CHECK_FAILED_MESSAGESENDER'],
      [
        400,
        'ENDPOINT_https://p.test/B86013_CPAID_S1_VARIES_FROM_TARGETURL_https://p.test/Patient?identifier=x%7C9000000009',
        'ENDPOINT_VARIES_FROM_TARGETURL',
      ],
      [502, 'ERROR_COMMUNICATING_TO_ENDPOINT_URL_https://p.test/Patient?identifier=x%7C9000000009', 'ERROR_COMMUNICATING_TO_ENDPOINT'],
      [415, 'Unsupported_Media_Type', 'Unsupported_Media_Type'],
    ] as const
    for (const [status, diagnostics, code] of cases) {
      const refusal = refused(status, { system: SSP_SYSTEM, code: `${status}` }, diagnostics)
      assert.deepEqual([refusal.by, refusal.code, refusal.diagnostics], ['ssp', code, undefined])
    }
    assert.deepEqual(refused(405, { system: 'https://fhir.nhs.uk/StructureDefinition/spine-operationoutcome-1', code: '405' }).code, '405')
  })

  test('CON-11 the provider, with either of the two systems; an NHS number in its diagnostics goes no further', () => {
    const refusal = refused(
      404,
      { system: SPINE_SYSTEM, code: 'PATIENT_NOT_FOUND' },
      'No 9000000009 900 000 0017 here, at Patient?identifier=x%7C9000000009, ref 12345678901',
    )
    assert.deepEqual(refusal, {
      by: 'provider',
      status: 404,
      code: 'PATIENT_NOT_FOUND',
      diagnostics: 'No [NHS number] [NHS number] here, at Patient?identifier=x|[NHS number], ref 12345678901',
      mayHaveActed: false,
    })
  })

  test('CON-11 somebody on the way, if it is no FHIR', () => {
    const refusal = refusalFrom({ status: 495, headers: new Headers(), body: { kind: 'unreadable', because: 'not-json' } })
    assert.deepEqual(refusal, { by: 'unknown', status: 495, code: undefined, diagnostics: undefined, mayHaveActed: false })
  })

  test('a write may have been carried out where the other side failed, and only there', () => {
    const statuses = [301, 400, 403, 408, 409, 422, 429, 444, 500, 501, 502, 503, 504, 599]
    const uncertain = statuses.filter((status) => refused(status, { system: SPINE_SYSTEM, code: 'X' }).mayHaveActed)
    assert.deepEqual(uncertain, [408, 444, 500, 502, 503, 504, 599])
  })
})
