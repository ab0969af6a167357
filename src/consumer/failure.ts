import type { OdsCode } from '../nhs/ods-code.ts'
import { ACCESS_FAULTS } from '../spine/access-token-faults.ts'
import type { RefusingParty } from '../spine/refusal.ts'
import type { NotEnabled } from '../spine/sds.ts'
import type { SspAnswer } from '../spine/ssp.ts'
import type { TransportFault } from '../spine/transport-error.ts'
import type { Unavailable, UnavailableReason } from '../spine/unavailable.ts'
import { adviceFor, NOT_ENABLED_ADVICE } from './advice.ts'
import { STATUS_DIAGNOSTICS, TRANSPORT_DIAGNOSTICS } from './transport-diagnostics.ts'

/** What the session was about to do. */
export type Step =
  | 'trace the patient'
  | 'look up the practice'
  | 'search free slots'
  | 'find the patient'
  | 'register the patient'
  | 'book the appointment'
  | 'read the appointment'
  | 'list the appointments'
  | 'amend the appointment'
  | 'cancel the appointment'
  | 'ask the practice'

/** `consumer` is this side, before anything was sent; `unknown` is something on the way that does not speak FHIR. */
export type Party = 'pds' | 'sds' | 'consumer' | RefusingParty

type FailureDetails = {
  step: Step
  practice: OdsCode | undefined
  by: Party
  /** A Spine code, the SSP's check, or a reason of ours. */
  code: string | undefined
  /** For a developer, as it was sent, NHS numbers taken out. */
  diagnostics: string | undefined
  /** For the person at the keyboard. */
  advice: string
  traceId: string | undefined
}

/**
 * Something that a session has to expect on a normal day. `refused`: somebody said no. `not-enabled`: the directory knows no such
 * service at this practice. `unavailable`: somebody did not answer, or not intelligibly. In all three nothing was booked.
 */
export type Failure = { kind: 'refused' | 'not-enabled' | 'unavailable' } & FailureDetails

export type FailedAnswer = Exclude<SspAnswer, { kind: 'answered' }>

type At = { step: Step; practice: OdsCode | undefined }

/** One advice for all three; for a developer, what the directory lacks. */
const NOTHING_AT = {
  endpoint: 'The directory has no endpoint for this interaction at this practice.',
  address: 'The endpoint for this interaction at this practice has no address in the directory.',
  system: 'The directory has no system (ASID) behind the party key of this endpoint.',
} as const satisfies Record<NotEnabled['nothingAt'], string>

export function notEnabled(at: At, { nothingAt }: NotEnabled): Failure {
  const diagnostics = NOTHING_AT[nothingAt]
  return { ...at, kind: 'not-enabled', by: 'sds', code: undefined, diagnostics, advice: NOT_ENABLED_ADVICE, traceId: undefined }
}

export function spineUnavailable(at: At, by: 'pds' | 'sds', why: Unavailable): Failure {
  const advice = adviceFor(why.reason, by, why.retryAfterSeconds ?? why.backOffSeconds)
  const diagnostics = why.fault && ACCESS_FAULTS[why.fault]
  return { ...at, kind: 'unavailable', by, code: why.fault ?? why.reason, diagnostics, advice, traceId: undefined }
}

export function refusedHere(at: At, code: string, advice: string): Failure {
  return { ...at, kind: 'refused', by: 'consumer', code, diagnostics: undefined, advice, traceId: undefined }
}

/** A success that cannot be read: not the resource asked for, cut short, or no FHIR at all. */
export function unintelligible(at: At, traceId: string): Failure {
  const code: UnavailableReason = 'unexpected-answer'
  return { ...at, kind: 'unavailable', by: 'provider', code, diagnostics: undefined, advice: adviceFor(code, 'provider'), traceId }
}

const REASONS = {
  'not-sent': 'no-connection',
  'timed-out': 'timed-out',
  'given-up': 'given-up',
  'broken-off': 'broken-off',
  'not-tried': 'not-tried',
} as const satisfies Record<TransportFault | 'not-tried', UnavailableReason | 'not-tried'>

/** A refused answer that says the other side failed is somebody not answering, as far as the person at the keyboard is concerned. */
export function failureFrom(at: At, answer: FailedAnswer): Failure {
  const { traceId } = answer
  if (answer.kind === 'unanswered') {
    // What was found out of a connection that was never made says more than that it was not.
    const code = answer.fault === 'not-sent' && answer.reason ? answer.reason : REASONS[answer.fault]
    const diagnostics = answer.reason && TRANSPORT_DIAGNOSTICS[answer.reason]
    const by = answer.fault === 'not-tried' ? 'consumer' : 'ssp'
    return { ...at, kind: 'unavailable', by, code, diagnostics, advice: adviceFor(code, by), traceId }
  }
  const { by, status, diagnostics = STATUS_DIAGNOSTICS[status] } = answer
  const code = answer.code ?? `HTTP ${status}`
  const kind = answer.mayHaveActed || status === 429 ? 'unavailable' : 'refused'
  return { ...at, kind, by, code, diagnostics, advice: adviceFor(code, by), traceId }
}
