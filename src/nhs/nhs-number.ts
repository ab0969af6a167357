import type { Brand } from './brand.ts'

/** Ten digits with a correct check digit. Only parseNhsNumber makes one. */
export type NhsNumber = Brand<string, 'NhsNumber'>

/**
 * Returns undefined rather than throwing: a search parameter (400 INVALID_NHS_NUMBER), a PDS answer
 * and a form field each refuse a bad number differently, and only the caller knows which it is.
 */
export function parseNhsNumber(text: string): NhsNumber | undefined {
  if (!/^\d{10}$/.test(text)) return undefined

  const digits = Array.from(text, Number)
  const weighted = digits.slice(0, 9).reduce((sum, digit, index) => sum + digit * (10 - index), 0)

  // Modulus 11 (NHS Data Dictionary, NHS NUMBER). A result of 10 is never issued, and never equals one digit.
  const checkDigit = (11 - (weighted % 11)) % 11
  return checkDigit === digits[9] ? (text as NhsNumber) : undefined
}
