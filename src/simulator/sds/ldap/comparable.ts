/** caseIgnoreMatch: case and the number of spaces do not count (RFC 4517, 4.2.11). */
export function comparable(text: string): string {
  return text.toLowerCase().trim().replace(/ +/g, ' ')
}
