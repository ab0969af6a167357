import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenPerson, givenSpine, NHS_NUMBER } from './given/spine.ts'
import { tracePatient } from './trace-patient.ts'

describe('Trace a patient', () => {
  test('CON-04 CON-09 without an outcome of "traced" there is nobody to list for, and no practice was asked', async () => {
    // Given
    const cases: [object, string][] = [
      [{ meta: { security: [{ code: 'R' }] } }, 'sensitive'],
      [{ deceasedDateTime: '2020-01-01' }, 'deceased'],
    ]
    for (const [more, because] of cases) {
      const { spine, asker, sent } = givenSpine({ people: { [NHS_NUMBER]: givenPerson(NHS_NUMBER, more) } })
      // When
      const traced = await tracePatient(spine, { nhsNumber: NHS_NUMBER, organisation: asker.organisation })
      // Then
      assert.ok(traced.kind === 'stopped')
      assert.deepEqual([traced.because, 'patient' in traced, sent.length], [because, false, 0])
    }
  })

  test('CON-04 who has no registered practice is traced all the same', async () => {
    const { spine, asker } = givenSpine({ people: { [NHS_NUMBER]: givenPerson(NHS_NUMBER, { generalPractitioner: undefined }) } })
    const traced = await tracePatient(spine, { nhsNumber: NHS_NUMBER, organisation: asker.organisation })
    assert.ok(traced.kind === 'traced')
    assert.deepEqual([traced.patient.family, traced.registeredPractice], ['Smith', undefined])
  })
})
