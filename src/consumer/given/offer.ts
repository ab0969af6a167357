import { formatLocalDateTime } from '../../nhs/local-time.ts'
import type { Offer } from '../offer.ts'
import { givenOdsCode } from './spine.ts'

/** An offer of one slot from `at`, a moment, for so many minutes; each of another id unless told. */
export function givenOffer({
  at = '2026-03-02T09:00:00Z',
  minutes = 10,
  ...more
}: Partial<Offer> & { at?: string; minutes?: number } = {}): Offer {
  const practice = more.practice ?? { odsCode: givenOdsCode('B86013'), name: 'The Surgery' }
  const slotId = more.slotId ?? `${practice.odsCode}-${more.scheduleId ?? 'schedule-1'}-${at}-${minutes}`
  return {
    slotId,
    slotIds: [slotId],
    scheduleId: 'schedule-1',
    start: formatLocalDateTime(new Date(at)),
    end: formatLocalDateTime(new Date(Date.parse(at) + minutes * 60_000)),
    minutes,
    deliveryChannel: 'In-person',
    slotType: 'Routine',
    sessionType: 'Morning surgery',
    practitionerRole: { code: 'R0260', display: 'General Medical Practitioner' },
    practitioner: { id: 'gp-1', name: 'Dr Sarah Black', gender: 'female' },
    location: { id: 'place-1', name: 'Main surgery', address: '2 Mill Street, Leeds, LS2 1AA' },
    service: undefined,
    ...more,
    practice,
  }
}
