import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { filterOffers, type Offer, parseOdsCode } from '../../../consumer/index.ts'
import { formatLocalDateTime } from '../../../nhs/local-time.ts'
import { offerMeantBy, parseSlotHandle, slotHandle } from './slot-handle.ts'

const odsCode = parseOdsCode('B86013') ?? assert.fail()

function offer(at: string, minutes: number, more: Partial<Offer> = {}): Offer {
  const slotId = `slot-${at}-${minutes}`
  return {
    practice: { odsCode, name: 'The Surgery' },
    slotId,
    slotIds: [slotId],
    scheduleId: 'schedule-1',
    start: formatLocalDateTime(new Date(at)),
    end: formatLocalDateTime(new Date(Date.parse(at) + minutes * 60_000)),
    minutes,
    deliveryChannel: 'In-person',
    slotType: 'Routine',
    sessionType: 'Morning',
    practitionerRole: undefined,
    practitioner: undefined,
    location: { id: 'place-1', name: 'The Surgery', address: undefined },
    service: undefined,
    ...more,
  }
}

const MORNING = [offer('2026-03-02T09:00:00Z', 10), offer('2026-03-02T09:10:00Z', 10), offer('2026-03-02T09:20:00Z', 10)]
const meant = (handle: string, offers: readonly Offer[]) => offerMeantBy(parseSlotHandle(handle) ?? assert.fail(handle), offers)

describe('What a button says of its slot', () => {
  test('leads back to that slot, and to no other of the same time', () => {
    for (const one of MORNING) assert.equal(meant(slotHandle(one, undefined), MORNING), one)
    const twin = offer('2026-03-02T09:00:00Z', 10, { slotId: 'other', slotIds: ['other'] })
    assert.equal(meant(slotHandle(twin, undefined), MORNING), undefined)
  })

  test('APT-04 of adjacent slots leads back to as many as were offered', () => {
    const [joined] = filterOffers(MORNING, { minutes: 20 })
    assert.ok(joined)
    assert.deepEqual(meant(slotHandle(joined, 20), MORNING), joined)
    assert.deepEqual(meant(slotHandle(joined, 20), MORNING.slice(0, 1)), undefined, 'the second has gone')
    const other = MORNING.map((one, index) => (index === 1 ? { ...one, scheduleId: 'schedule-2' } : one))
    assert.equal(meant(slotHandle(joined, 20), other), undefined, 'they are no longer of one schedule')
  })

  test('is read as a whole or not at all', () => {
    const handle = slotHandle(MORNING[0] ?? assert.fail(), undefined)
    assert.match(handle, /^B86013\/2026-03-02T09:00\/[0-9a-f]{8}$/)
    for (const text of [
      '',
      `${handle}/0`,
      `${handle}/x`,
      `${handle} `,
      handle.replace('03-02', '02-30'),
      handle.replace('B86013', '../..'),
    ])
      assert.equal(parseSlotHandle(text), undefined, text)
  })
})
