import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readDetails, type TypedDetails } from './read-details.ts'

const NOW = new Date('2026-03-02T08:00:00Z')
const typed = (some: Partial<TypedDetails>): TypedDetails => ({
  ...{ family: 'Ashworth', given: '', day: '17', month: '3', year: '1948', postcode: '', gender: '', similar: '' },
  ...some,
})
const fields = (some: Partial<TypedDetails>) => {
  const read = readDetails(typed(some), NOW)
  return 'faults' in read ? read.faults.map(({ field }) => field) : []
}

describe('Details to find a patient by', () => {
  test('what was typed becomes what PDS is asked', () => {
    assert.deepEqual(readDetails(typed({}), NOW), { criteria: { family: 'Ashworth', birthDate: '1948-03-17' } })
    assert.deepEqual(readDetails(typed({ given: 'Margaret', postcode: 'ls17  5dh', gender: 'female', similar: 'yes' }), NOW), {
      criteria: {
        ...{ family: 'Ashworth', given: ['Margaret'], birthDate: '1948-03-17' },
        ...{ postalCode: 'LS17 5DH', gender: 'female', match: 'fuzzy' },
      },
    })
    assert.deepEqual(readDetails(typed({ postcode: 'm11ae' }), NOW), {
      criteria: { family: 'Ashworth', birthDate: '1948-03-17', postalCode: 'M1 1AE' },
    })
  })

  test('every fault is told at once, at its field', () => {
    assert.deepEqual(fields({ family: '', day: '', month: '', year: '', postcode: 'LS' }), ['family', 'birthDate', 'postcode'])
    assert.deepEqual(fields({ family: 'Ash*', given: 'M*' }), ['family', 'given'])
    for (const date of [{ day: '31', month: '2' }, { year: '48' }, { day: 'x' }, { month: '13' }, { year: '2026', month: '3', day: '3' }]) {
      assert.deepEqual(fields(date), ['birthDate'], JSON.stringify(date))
    }
    assert.deepEqual(fields({ year: '2026', month: '3', day: '2' }), [])
  })
})
