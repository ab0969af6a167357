import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { askedFor, askedForBy } from './asked-for.ts'

describe('What is asked for, in words', () => {
  test('as the form of the filter has it', () => {
    // Given
    const wanted = {
      channel: 'In-person',
      minutes: 20,
      part: 'evening',
      gender: 'female',
      weekdays: ['monday', 'friday'],
      role: 'nurse',
    } as const

    // When, Then
    assert.deepEqual(askedFor({ ...wanted, type: 'flu', place: 'LS1', service: 'Travel', sort: 'practice' }), [
      'How: In person',
      'Length: 20 minutes or more',
      'Time of day: Evening, from 18:00',
      'Seen by: A woman',
      'Days: Mon, Fri',
      'Role: nurse',
      'Slot or session: flu',
      'Place: LS1',
      'Service: Travel',
    ])
    assert.deepEqual(askedFor({ sort: 'practice' }), [])
  })

  test('and as a saved list of practices has it, which knows more', () => {
    // When, Then
    assert.deepEqual(askedForBy({ timeOfDay: { from: '18:30' }, weekdays: ['sunday'], practitionerGender: 'other', location: ' Leeds ' }), [
      'Time of day: from 18:30',
      'Seen by: other',
      'Days: Sun',
      'Place: Leeds',
    ])
    assert.deepEqual(askedForBy({ timeOfDay: {}, weekdays: [], slotType: ' ', sessionType: '' }), [])
  })
})
