import { holdsSecret } from './secrets.ts'

const WARN = 40

/** What is wrong with a line that the provider wrote: nothing is to be said above `info`, nor to the terminal, nor a secret anywhere. */
export function judgeLine(line: string, from: 'log' | 'stderr'): string[] {
  if (from === 'stderr') return [`the provider says: ${line}`]
  const faults = holdsSecret(line) ? [`the log holds a secret: ${line}`] : []
  try {
    const { level, msg, err } = JSON.parse(line) as { level?: number; msg?: string; err?: { stack?: string } }
    if (level === undefined || level >= WARN) faults.push(`the log says: ${msg} ${err?.stack ?? ''}`)
  } catch {
    faults.push(`the log has a line that is no JSON: ${line}`)
  }
  return faults
}
