/** Ten digits by themselves, written together or as 3-3-4. An ASID or a date-time has more. */
const NHS_NUMBER = /(?<!\d)\d{3}[ +._-]?\d{3}[ +._-]?\d{4}(?!\d)/g

function decodeOnce(text: string): string {
  return text.replace(/%([2-7][0-9a-fA-F])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** For logs and for what is shown: decoded first, because an encoded digit is a digit still (`%39`, or `%2539` after a careless client). */
export function redactNhsNumbers(text: string): string {
  return decodeOnce(decodeOnce(text)).replace(NHS_NUMBER, '[NHS number]')
}
