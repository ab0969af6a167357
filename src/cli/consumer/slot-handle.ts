import { createHash } from 'node:crypto'
import type { Offer } from '../../consumer/index.ts'
import { type LocalDate, parseLocalDate } from '../../nhs/local-time.ts'
import { type OdsCode, parseOdsCode } from '../../nhs/ods-code.ts'

/**
 * What a person types to book a slot: `B86013/2026-03-02T09:10/k7f2q`. Practice and time are there to be read and to search by; the mark is
 * made from the slots' ids, so that of several slots at that time, and of how many of them together, only what was shown is meant.
 */
export type SlotHandle = { practice: OdsCode; date: LocalDate; time: string; mark: string }

// Without i, l, o and u, which are misread.
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'

/** 25 bits: two slots of one practice at one time share a mark once in 33 million. */
export function markOf(slotIds: readonly string[]): string {
  const digest = createHash('sha256').update(slotIds.join('\n')).digest()
  return Array.from(digest.subarray(0, 5), (byte) => LETTERS[byte % 32]).join('')
}

export function slotHandle(offer: Offer): string {
  return `${offer.practice.odsCode}/${offer.start.slice(0, 16)}/${markOf(offer.slotIds)}`
}

export function parseSlotHandle(text: string): SlotHandle | undefined {
  const [code = '', dateTime = '', mark = '', ...rest] = text.trim().split('/')
  const [day = '', time = ''] = dateTime.toUpperCase().split('T')
  const [practice, date] = [parseOdsCode(code.toUpperCase()), parseLocalDate(day)]
  const isWhole = rest.length === 0 && /^\d\d:\d\d$/.test(time) && /^[0-9a-z]{5}$/i.test(mark)
  return practice && date && isWhole ? { practice, date, time, mark: mark.toLowerCase() } : undefined
}
