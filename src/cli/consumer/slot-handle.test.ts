import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenOdsCode } from '../../consumer/given/spine.ts'
import type { Offer } from '../../consumer/index.ts'
import { offerMeant } from './offer-meant.ts'
import { parseSlotHandle, slotHandle } from './slot-handle.ts'

function givenOffer({ slotId = '0f3c2d1e-1111-4222-8333-444455556666', ...more }: Partial<Offer> = {}): Offer {
  return {
    practice: { odsCode: givenOdsCode('B86013'), name: undefined },
    slotId,
    slotIds: [slotId],
    scheduleId: 's',
    start: '2026-07-01T09:10:00+01:00',
    end: '2026-07-01T09:20:00+01:00',
    minutes: 10,
    deliveryChannel: undefined,
    slotType: undefined,
    sessionType: undefined,
    practitionerRole: undefined,
    practitioner: undefined,
    location: { id: 'l', name: undefined, address: undefined },
    service: undefined,
    ...more,
  }
}

describe('Slot handle', () => {
  test('says practice and local time, and finds its slot again, typed in any case', () => {
    const offer = givenOffer()
    const handle = slotHandle(offer)
    assert.match(handle, /^B86013\/2026-07-01T09:10\/[0-9a-hjkmnp-tv-z]{5}$/)
    for (const typed of [handle, handle.toLowerCase(), ` ${handle.toUpperCase()} `]) {
      const parsed = parseSlotHandle(typed)
      assert.ok(parsed)
      assert.deepEqual([parsed.practice, parsed.date], ['B86013', '2026-07-01'])
      assert.equal(offerMeant(parsed, [givenOffer({ slotId: 'another' }), offer]), offer)
    }
  })

  test('means no other slot of that time, nor that slot at another time', () => {
    const parsed = parseSlotHandle(slotHandle(givenOffer()))
    assert.ok(parsed)
    assert.equal(offerMeant(parsed, [givenOffer({ slotId: 'another' })]), undefined)
    assert.equal(offerMeant(parsed, [givenOffer({ start: '2026-07-01T09:20:00+01:00' })]), undefined)
    assert.equal(offerMeant(parsed, [givenOffer(), givenOffer()]), undefined)
  })

  test('a slot alone has the mark that it always had', () => {
    assert.equal(slotHandle(givenOffer()), 'B86013/2026-07-01T09:10/dfnp2')
  })

  test('APT-04 means as many adjacent slots as were shown, of that schedule, and all of them or nothing', () => {
    const at = (minute: number, more: Partial<Offer> = {}) => {
      const times = { start: `2026-07-01T09:${minute}:00+01:00`, end: `2026-07-01T09:${minute + 10}:00+01:00` }
      return givenOffer({ slotId: `slot-${minute}`, ...times, ...more })
    }
    const [first, second, third] = [at(10), at(20), at(30)]
    const shown = { ...first, slotIds: [first.slotId, second.slotId], end: second.end, minutes: 20 }
    const parsed = parseSlotHandle(slotHandle(shown))
    assert.ok(parsed)
    assert.deepEqual(offerMeant(parsed, [third, second, first]), shown)
    for (const others of [
      [first, third],
      [second, third],
      [first, at(20, { scheduleId: 'another' })],
      [first, at(20, { slotType: 'Urgent' })],
    ]) {
      assert.equal(offerMeant(parsed, others), undefined)
    }
    assert.notEqual(slotHandle(shown), slotHandle(first))
  })

  test('is not made of anything else', () => {
    for (const text of [
      '',
      'B86013',
      'B86013/2026-02-30T09:10/abcde',
      'B86013/2026-07-01/abcde',
      'B86013/2026-07-01T09:10/abc',
      'B86013/2026-07-01T09:10/abcde/x',
    ]) {
      assert.equal(parseSlotHandle(text), undefined)
    }
  })
})
