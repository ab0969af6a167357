/** As XML Schema has decimals: with all their digits, where JavaScript would write an exponent. */
export function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error('A number is not finite.')
  const [mantissa = '', exponent] = String(value).split('e')
  if (exponent === undefined) return mantissa

  const sign = mantissa.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const shift = Number(exponent)
  return shift < 0
    ? `${sign}0.${'0'.repeat(-shift - 1)}${whole}${fraction}`
    : `${sign}${whole}${fraction}${'0'.repeat(shift - fraction.length)}`
}
