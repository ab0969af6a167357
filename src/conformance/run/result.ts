import type { Expectation, Scenario } from '../scenario.ts'
import type { Answer } from '../wire/answer.ts'

/** A rule that did not hold, and where it showed. */
export type Finding = Expectation & { answer: Answer | undefined }

export type Result = {
  scenario: Omit<Scenario, 'run'>
  /** `broken`: the judge itself could not carry on; a fault of the judge, or of what it was told. */
  status: 'passed' | 'failed' | 'skipped' | 'broken'
  /** Why it was skipped or could not be carried on. */
  reason?: string
  findings: readonly Finding[]
  /** How many of its own rules it looked at. */
  expectations: number
  /** What it sent and got, in order. */
  answers: readonly Answer[]
  durationMs: number
}

export type Run = {
  target: { name: string | undefined; serviceRoot: string; ssp: string | undefined }
  format: 'json' | 'xml'
  startedAt: Date
  durationMs: number
  requestsSent: number
  results: readonly Result[]
  /** Appointments that could not be cancelled, or of which nobody knows whether they were made: the practice has to look. */
  leftBehind: readonly string[]
  /** It was stopped before its end. */
  stopped: boolean
}
