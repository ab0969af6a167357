import type { Asid } from '../nhs/asid.ts'
import type { InteractionName } from '../nhs/interaction-ids.ts'
import type { NhsNumber } from '../nhs/nhs-number.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { Query } from '../spine/http.ts'
import type { PdsOutcome } from '../spine/pds.ts'
import type { PdsSearch, PdsSearchOutcome } from '../spine/pds-search.ts'
import type { DirectoryFault, SdsOutcome } from '../spine/sds.ts'
import type { Appointment } from './appointment.ts'
import type { BookingInDoubt } from './booking-in-doubt.ts'
import type { Failure, Party, Step } from './failure.ts'
import type { SettleOutcome } from './settle-booking.ts'

/** `ms` is how long it took, by the clock that the connection was given. */
type Took = { ms: number }
type AtPractice = { practice: OdsCode; interaction: InteractionName; step: Step }

/**
 * What can be observed. Each request to a practice begins with `looking-up`, where the directory has to be asked, or else with `asking`,
 * and ends in one `answered` or one `failed`.
 */
export type Happening =
  /** PDS was asked: by whom the person was sought, and which kind of answer came. */
  | ({ kind: 'traced'; by: 'nhs-number' | 'demographics'; outcome: PdsOutcome['kind'] | PdsSearchOutcome['kind'] } & Took)
  | ({ kind: 'looking-up' } & AtPractice)
  /** `code` says why, where the directory could not be asked or has nothing. */
  | ({ kind: 'looked-up'; outcome: SdsOutcome['kind']; code: string | undefined } & AtPractice & Took)
  /** Sent to the SSP, or about to be. */
  | ({ kind: 'asking' } & AtPractice)
  | ({ kind: 'answered'; status: number; traceId: string } & AtPractice & Took)
  | ({
      kind: 'failed'
      outcome: Failure['kind']
      by: Party
      code: string | undefined
      /** Whether a write may have been carried out nevertheless. */
      mayHaveActed: boolean
      traceId: string | undefined
    } & AtPractice &
      Took)
  /** A provider's system is left alone, is tried again, or is back. */
  | { kind: 'circuit-opened' | 'circuit-half-opened' | 'circuit-closed'; asid: Asid }
  | { kind: 'directory-fault'; fault: DirectoryFault }
  /** A booking was handed to `keep`, which has kept it. */
  | ({ kind: 'kept'; practice: OdsCode } & Took)
  /** What became of a booking whose answer was lost. */
  | ({ kind: 'settled'; practice: OdsCode; outcome: SettleOutcome['kind'] } & Took)
  | ({ kind: 'federation-searched'; practices: number; answered: number; failed: number; gaveUp: number; offers: number } & Took)

/** Told only to who asked for it with `includePatientData`: keep it as patient data. */
export type EventPatientData = {
  nhsNumber?: NhsNumber
  criteria?: PdsSearch
  /** Its path and query name the patient or the appointment. */
  request?: { path: string; query: Query }
  /** A practice's own words, which may be about a person. */
  diagnostics?: string | undefined
  inDoubt?: BookingInDoubt
  appointment?: Appointment
}

export type ConsumerEvent = { at: Date; patientData?: EventPatientData } & Happening

export type EventOptions = {
  /** Told of everything, in its order, while it happens: it should be quick. What it throws, or rejects with, is dropped. */
  onEvent?: ((event: ConsumerEvent) => void) | undefined
  /** Without it no event holds anything of a patient: no number, no name, no id of a record or an appointment. */
  includePatientData?: boolean | undefined
}

export type Events = {
  tell: (happening: Happening, patientData?: EventPatientData) => void
  /** Started now; answers with the milliseconds since. */
  stopwatch: () => () => number
}

export function createEvents({ now, onEvent, includePatientData = false }: EventOptions & { now: () => Date }): Events {
  return {
    stopwatch: () => stopwatch(now),
    tell(happening, patientData) {
      unhindered(() => onEvent?.({ ...happening, at: now(), ...(includePatientData && patientData && { patientData }) }))
    },
  }
}

/** Whoever watches must not stop a booking, nor leave it in doubt: what they throw is dropped. */
export function unhindered(listen: () => unknown): void {
  try {
    const returned = listen()
    // An async listener is one too, and its failure would end the process.
    if (returned instanceof Promise) returned.catch(() => undefined)
  } catch {
    // As said above.
  }
}

/** A clock that is set back meanwhile makes it nothing, not less. */
export function stopwatch(now: () => Date): () => number {
  const began = now().getTime()
  return () => Math.max(0, now().getTime() - began)
}

/** For whoever connects without a listener. */
export const UNHEARD: Events = { tell: () => undefined, stopwatch: () => () => 0 }

/** Providers fill the place of a code as they like: what does not look like one, or holds a number as long as a patient's, is not passed on. */
export function plainCode(code: string | undefined): string | undefined {
  if (code === undefined) return undefined
  return /^[A-Za-z][\w .-]{0,79}$/.test(code) && !/\d{3}[ .-]?\d{3}[ .-]?\d{4}/.test(code) ? code : 'not a code'
}
