import pino from 'pino'

/** A log that is kept, to look at what was written. */
export function givenCapturedLog() {
  const written: string[] = []
  const log = pino({}, { write: (line: string) => void written.push(line) })
  return {
    log,
    text: () => written.join(''),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
  }
}
