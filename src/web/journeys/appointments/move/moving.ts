import type { Appointment, Failure, NotAsSeen } from '../../../../consumer/index.ts'
import type { EncounterContent } from '../../../encounter/encounters.ts'

/** Where the new practice had no record: whether it has one now. */
export type Registered = 'now' | 'perhaps'

/** What became of it: each says which of the two appointments the patient has (CON-10). */
export type MoveTold =
  /** The new one alone. */
  | { kind: 'rescheduled'; booked: Appointment; cancelled: Appointment }
  /** The old one alone. */
  | { kind: 'old-kept'; why: 'gone' | 'not-booked'; registered?: Registered }
  | { kind: 'old-kept'; why: 'failed'; failure: Failure; registered?: Registered }
  | { kind: 'old-kept'; why: 'stopped'; advice: string }
  | { kind: 'old-not-as-seen'; because: NotAsSeen | Failure }
  | { kind: 'new-cancelled'; booked: Appointment; advice: string }
  /** The old one, and perhaps the new one. */
  | { kind: 'new-uncertain'; advice: string; isTooLate: boolean; traceId?: string | undefined }
  /** Both. `now`: the old one, where somebody else has changed it since. */
  | { kind: 'both-held'; booked: Appointment; advice: string; why: string; now?: Appointment }
  /** The new one, and perhaps the old one. */
  | { kind: 'old-uncertain'; booked: Appointment; advice: string; failure?: Failure | undefined }

export type MoveState =
  /** Of a slot: once one is chosen it is the draft of a booking. */
  | { at: 'choosing'; note?: 'nothing-sent' | 'differ-now' | 'no-record-now' | undefined }
  | { at: 'sending'; step: 'booking' | 'cancelling'; since: string; workId?: string }
  /** Without `workId`: nothing had been begun. */
  | { at: 'told'; told: MoveTold; workId?: string | undefined }

/** An appointment that is being moved. `id` stands in its forms, so that an old tab's is not taken for it. */
export type Moving = {
  id: string
  mark: string
  /** As the user was shown it: under another version nothing is moved. */
  old: Appointment
  oldPracticeName: string
  newPracticeName?: string | undefined
  /** What was typed, so that nobody types it again. */
  texts: { description: string; comment: string }
  reason: string
  state: MoveState
}

/** While this is so, a slot that is chosen is to replace the old one, and nothing else is booked. */
export function isMoving({ moving }: Pick<EncounterContent, 'moving'>): boolean {
  return moving !== undefined && (moving.state.at !== 'told' || moving.state.told.kind === 'new-uncertain')
}

/** What has been asked for and is not known yet: nothing else is done with either meanwhile. */
export function isUnderWay({ moving }: Pick<EncounterContent, 'moving'>): boolean {
  return moving !== undefined && isMoving({ moving }) && moving.state.at !== 'choosing'
}

/** Where one step, or knowing of it, is left: to go on is safe. */
export const canResume = ({ kind, ...told }: MoveTold): boolean =>
  kind === 'both-held' || kind === 'old-uncertain' || (kind === 'new-uncertain' && 'isTooLate' in told && !told.isTooLate)
