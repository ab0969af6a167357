/** How PDS compares what is asked for with what it holds. */

/** Case and diacritics do not count. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLocaleLowerCase('en-GB')
    .trim()
}

/** `*` stands for any number of characters. Compared part by part, so that no pattern takes long. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [start = '', ...rest] = pattern.split('*')
  const end = rest.pop()
  if (end === undefined) return pattern === text
  if (!text.startsWith(start) || text.length < start.length + end.length || !text.endsWith(end)) return false

  const middle = text.slice(start.length, text.length - end.length)
  let offset = 0
  return rest.every((part) => {
    const found = middle.indexOf(part, offset)
    offset = found + part.length
    return found >= 0
  })
}

const SOUNDEX_DIGITS: Readonly<Record<string, string>> = Object.fromEntries(
  ['bfpv', 'cgjkqsxz', 'dt', 'l', 'mn', 'r'].flatMap((letters, index) => Array.from(letters, (letter) => [letter, String(index + 1)])),
)

/** American Soundex: Smith and Smythe are both S530. Empty for text without letters. */
export function soundex(text: string): string {
  const letters = fold(text).replace(/[^a-z]/g, '')
  let code = ''
  let last = ''
  for (const letter of letters) {
    const digit = SOUNDEX_DIGITS[letter] ?? ''
    if (code === '') code = letter.toUpperCase()
    else if (digit !== '' && digit !== last) code += digit
    // A vowel separates two letters of one sound; h and w do not.
    if (letter !== 'h' && letter !== 'w') last = digit
  }
  return code === '' ? '' : code.padEnd(4, '0').slice(0, 4)
}
