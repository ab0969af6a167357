/** Two dates or times as STU3 writes them: true only if `start` is after `end` however much either leaves open. */
export function isAfter(start: string, end: string): boolean {
  const bothHaveTimes = start.includes('T') && end.includes('T')
  if (bothHaveTimes) return Date.parse(start) > Date.parse(end)

  // A day without time has no offset either, so that against a moment the calendar may be a day off.
  const shared = Math.min(start.length, end.length, 10)
  const mixed = start.includes('T') !== end.includes('T')
  if (!mixed || shared < 10) return start.slice(0, shared) > end.slice(0, shared)
  return Date.parse(start.slice(0, 10)) - Date.parse(end.slice(0, 10)) > 24 * 3_600_000
}
