import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { age, day, moment, nhsNumber } from './filters.ts'

describe('How pages write', () => {
  test('NHS numbers, days and moments', () => {
    assert.equal(nhsNumber('9990000018'), '999 000 0018')
    assert.deepEqual([day('1948-03-07'), day('1948-03'), day('1948')], ['7 March 1948', 'March 1948', '1948'])
    assert.equal(moment(new Date('2026-07-01T08:14:00Z')), '09:14 on 1 July 2026')
  })

  test('ages, which change on the local birthday', () => {
    const born = '1980-07-02'
    assert.equal(age(born, new Date('2026-07-01T22:59:00Z')), 45)
    assert.equal(age(born, new Date('2026-07-01T23:00:00Z')), 46)
    assert.equal(age('1980-07', new Date('2026-07-01T23:00:00Z')), undefined)
  })
})
