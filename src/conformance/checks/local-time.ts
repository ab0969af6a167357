const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
})

/** GEN-09, by Intl's own knowledge of the clocks: whether the text is the moment as London's clocks show it, with their offset. */
export function isLondonTime(text: unknown): boolean {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+]\d{2}:\d{2}$/.test(text)) return false
  const moment = new Date(text)
  if (Number.isNaN(moment.getTime())) return false
  const part = Object.fromEntries(parts.formatToParts(moment).map(({ type, value }) => [type, value]))
  return text.startsWith(`${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}`)
}
