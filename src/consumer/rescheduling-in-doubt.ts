import { type OdsCode, parseOdsCode } from '../nhs/ods-code.ts'
import { isObject, objectAt, textAt } from '../spine/loose-json.ts'
import type { Appointment } from './appointment.ts'
import { type BookingInDoubt, readBookingInDoubt } from './booking-in-doubt.ts'

/**
 * An appointment that is being moved: all that another process needs to go on (`resumeReschedule`). It is plain JSON, and patient data:
 * keep it as such, and no longer than it is needed.
 */
export type ReschedulingInDoubt = {
  format: 1
  booking: BookingInDoubt
  /** As the user saw it: under another version it is somebody else's decision that would be cancelled. */
  old: { practice: OdsCode; id: string; version: string | undefined }
  /** Why the old one is cancelled. */
  reason: string
}

export function toReschedulingInDoubt(
  booking: BookingInDoubt,
  { old: { practice, id, version }, reason }: { old: Appointment; reason: string },
): ReschedulingInDoubt {
  return { format: 1, booking, old: { practice, id, version }, reason }
}

/** Of what was kept as JSON. Undefined for anything else. */
export function readReschedulingInDoubt(value: unknown): ReschedulingInDoubt | undefined {
  if (!isObject(value) || value.format !== 1) return undefined
  const [booking, old, reason] = [readBookingInDoubt(value.booking), objectAt(value, 'old'), textAt(value, 'reason')]
  const [practice, id] = [parseOdsCode(textAt(old, 'practice') ?? ''), textAt(old, 'id')]
  if (!booking || !practice || !id || !reason) return undefined
  return { format: 1, booking, old: { practice, id, version: textAt(old, 'version') }, reason }
}
