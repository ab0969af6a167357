/** A command to copy into a shell. Options without a value are left out. */
export function commandLine(words: readonly string[], options: Readonly<Record<string, string | undefined>> = {}): string {
  const typed = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, quoted(value)]))
  return ['gpa', ...words.map(quoted), ...typed].join(' ')
}

function quoted(word: string): string {
  return /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
