import { createHash } from 'node:crypto'
import { filterOffers, type OdsCode, type Offer, parseOdsCode } from '../../../consumer/index.ts'
import { type LocalDate, parseLocalDate } from '../../../nhs/local-time.ts'

/**
 * What a button of the results says of its slot: `B86013/2026-03-02T09:10/1f0c9a27`, and for adjacent slots together the length that was
 * asked for, `/20`. It only says which one is meant: what the slot is, and whether it is still free, the practice is asked again.
 */
export type SlotHandle = { practice: OdsCode; date: LocalDate; mark: string; minutes: number | undefined }

/** 32 bits: two slots of one practice at one time share a mark once in four thousand million. */
const markOf = (slotId: string) => createHash('sha256').update(slotId).digest('hex').slice(0, 8)

export function slotHandle({ practice, start, slotId, slotIds }: Offer, minutes: number | undefined): string {
  const handle = `${practice.odsCode}/${start.slice(0, 16)}/${markOf(slotId)}`
  return slotIds.length > 1 && minutes !== undefined ? `${handle}/${minutes}` : handle
}

export function parseSlotHandle(text: string): SlotHandle | undefined {
  const [, code = '', day = '', mark = '', minutes] =
    /^([A-Z0-9]{3,12})\/(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}\/([0-9a-f]{8})(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const [practice, date] = [parseOdsCode(code), parseLocalDate(day)]
  if (!practice || !date || minutes === '0') return undefined
  return { practice, date, mark, minutes: minutes === undefined ? undefined : Number(minutes) }
}

/** Among what is free now. Undefined: it is not any more. */
export function offerMeantBy({ mark, minutes }: SlotHandle, offers: readonly Offer[]): Offer | undefined {
  const first = offers.find(({ slotId }) => markOf(slotId) === mark)
  if (!first || minutes === undefined) return first
  const from = Date.parse(first.start)
  const following = offers.filter(
    ({ scheduleId, deliveryChannel, slotType, start }) =>
      scheduleId === first.scheduleId &&
      deliveryChannel === first.deliveryChannel &&
      slotType === first.slotType &&
      Date.parse(start) >= from,
  )
  return filterOffers(following, { minutes }).find(({ slotId }) => slotId === first.slotId)
}
