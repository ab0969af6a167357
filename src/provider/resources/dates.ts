/** `2026-03-02T09:00:00+00:00`, `...Z`, with or without a fraction: checkShape has held it to be an instant or a full dateTime. */
export function parseMoment(text: string): Date | undefined {
  if (!/T\d{2}:\d{2}/.test(text) || !/(?:Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined
  const moment = new Date(text)
  return Number.isNaN(moment.getTime()) ? undefined : moment
}
