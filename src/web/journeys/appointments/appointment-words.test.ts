import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compare, fixedBecause } from './appointment-words.ts'
import { givenAppointment } from './given/appointment.ts'

const BEFORE = new Date('2026-03-02T08:59:59Z')

describe('An appointment in words', () => {
  test('CON-08 of two versions, what differs is marked, and nothing else', () => {
    const compared = compare(givenAppointment(), givenAppointment({ version: '2', description: 'Fever', comment: ' ' }))
    assert.deepEqual(
      compared.filter(({ differs }) => differs),
      [{ name: 'About', text: 'Cough', now: 'Fever', differs: true }],
    )
  })

  test('APT-09 APT-12 what has begun, is cancelled or is a visit is not changed from here', () => {
    assert.equal(fixedBecause(givenAppointment(), BEFORE), undefined)
    assert.match(fixedBecause(givenAppointment(), new Date('2026-03-02T09:00:00Z')) ?? '', /begun/)
    assert.match(fixedBecause(givenAppointment({ status: 'cancelled' }), BEFORE) ?? '', /cancelled/)
    assert.match(fixedBecause(givenAppointment({ deliveryChannel: 'Visit' }), BEFORE) ?? '', /visit/)
  })
})
