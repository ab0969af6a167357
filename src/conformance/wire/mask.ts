import { parseNhsNumber } from '../../nhs/nhs-number.ts'

/** What may be written into a report: no token, and no NHS number, be it a good one or the one of the target with a digit wrong. */
export function mask(text: string): string {
  return (
    text
      .replace(/\b(Bearer)\s+[^\s"']{16,}/gi, '$1 [token]')
      .replace(/\beyJ[\w-]{10,}(?:\.[\w-]*){1,2}/g, '[token]')
      // In an address what stands before it may be encoded: %20 ends in a digit that is none of the number's.
      .replace(/(?:(?<!\d)|(?<=%[\dA-F]{2}))\d{10}(?!\d)/gi, (digits) => (looksLikeNhsNumber(digits) ? '[NHS number]' : digits))
      .replace(/(?<!\d)\d{3}( |%20|\+|-)\d{3}\1\d{4}(?!\d)/g, (text) =>
        looksLikeNhsNumber(text.replaceAll(/ |%20|\D/g, '')) ? '[NHS number]' : text,
      )
  )
}

/** Numbers that are never issued begin with 999, and tests have no others; a real one checks. */
function looksLikeNhsNumber(digits: string): boolean {
  return digits.startsWith('999') || parseNhsNumber(digits) !== undefined
}
