import type { OdsCode } from '../nhs/ods-code.ts'
import type { Caller } from './caller.ts'

/** The practice whose chain an entry belongs to; `-` where the call named no practice of ours. */
export type Chain = OdsCode | '-'

/** One call, accepted or refused (AUD-01). */
export type AuditEntry = CallDetails & {
  /** When it arrived: ISO 8601 in UTC, with milliseconds. */
  at: string
  /** The provider's own id for the call, which the log has too. */
  requestId: string
  /** Whether Spine headers and token were accepted. */
  admitted: boolean
  /** Absent where nothing was answered: the consumer had gone. */
  status?: number
  /** The Spine code of a refusal. */
  code?: string
}

/** What the call itself said, and what it was about: assertions of the consumer, which `admitted` tells whether they held. */
export type CallDetails = {
  /** Verb, path and query as they came. */
  target?: string
  remoteAddress?: string
  interactionId?: string
  traceId?: string
  fromAsid?: string
  toAsid?: string
  /** The id of the patient whose record was read or changed. */
  patient?: string
  /** The NHS number that was asked for, or registered. */
  nhsNumber?: string
  /** What was read or made: `Appointment/{id}/_history/{version}`. */
  record?: string
  user?: Partial<Caller['user']>
  organisation?: Partial<Caller['organisation']>
  device?: Partial<Caller['device']>
}
