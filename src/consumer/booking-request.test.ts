import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toBookingRequest } from './booking-request.ts'
import { givenOffer } from './given/offer.ts'
import { givenSpine } from './given/spine.ts'

describe('Booking request', () => {
  test('APT-03, APT-04 several slots are named in their order, from the start of the first to the end of the last', () => {
    // Given
    const { organisation } = givenSpine().asker
    const offer = { ...givenOffer({ minutes: 20 }), slotId: 'one', slotIds: ['one', 'two'] }
    // When
    const request = toBookingRequest({
      offer,
      patientId: 'p',
      organisation,
      texts: { description: 'Cough' },
      now: new Date('2026-03-02T08:00Z'),
    })
    // Then
    assert.deepEqual(request.slot, [{ reference: 'Slot/one' }, { reference: 'Slot/two' }])
    assert.deepEqual([request.start, request.end], ['2026-03-02T09:00:00+00:00', '2026-03-02T09:20:00+00:00'])
  })
})
