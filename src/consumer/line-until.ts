import type { PracticeLine } from './practice-line.ts'

/** The same line, on which nothing begins or goes on once the signal says stop: for steps that take no signal themselves. */
export function lineUntil(line: PracticeLine, signal: AbortSignal | undefined): PracticeLine {
  if (!signal) return line
  return {
    ...line,
    ask: (request) => line.ask({ ...request, signal: request.signal ? AbortSignal.any([signal, request.signal]) : signal }),
  }
}
