import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { statementError } from './statement-error.ts'
import { violatedConstraint } from './violated-constraint.ts'

describe('The violated constraint', () => {
  test('is named by an integrity error, and by no other', () => {
    const named = { message: 'refused', constraint: 'patient_is_registered_once' }
    assert.equal(violatedConstraint(statementError({ ...named, code: '23505' })), 'patient_is_registered_once')
    assert.equal(violatedConstraint(statementError({ message: 'null value', code: '23502' })), undefined)
    assert.equal(violatedConstraint(statementError({ ...named, code: '40001' })), undefined)
    assert.equal(violatedConstraint(new Error('23505')), undefined)
    assert.equal(violatedConstraint({ ...named, code: '23505' }), undefined)
    assert.equal(violatedConstraint(undefined), undefined)
  })
})
