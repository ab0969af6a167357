import { type OdsCode, parseOdsCode } from '../nhs/ods-code.ts'
import { isObject } from '../spine/loose-json.ts'

/**
 * A booking that is about to be sent, or whose answer was lost: all that is needed to find out what became of it, also by another
 * process (`session.settle`). It is plain JSON. `patientId` is the practice's own id of the patient: keep it as patient data.
 */
export type BookingInDoubt = {
  format: 1
  practice: OdsCode
  /** Which booked, and alone can settle it. */
  organisation: OdsCode
  patientId: string
  slotIds: readonly string[]
  /** Of the appointment. */
  start: string
  /** As the request says when it was made. */
  created: string
  /** No later than the request left: UTC. */
  sentAt: string
}

/** Of what was kept as JSON. Undefined for anything else. */
export function readBookingInDoubt(value: unknown): BookingInDoubt | undefined {
  if (!isObject(value)) return undefined
  const { format, patientId, slotIds, start, created, sentAt } = value
  const [practice, organisation] = [value.practice, value.organisation].map((code) =>
    typeof code === 'string' ? parseOdsCode(code) : undefined,
  )
  const isMoment = (text: unknown): text is string => typeof text === 'string' && !Number.isNaN(Date.parse(text))
  const areIds = (ids: unknown): ids is string[] => Array.isArray(ids) && ids.length > 0 && ids.every((id) => typeof id === 'string')
  if (format !== 1 || !practice || !organisation || typeof patientId !== 'string' || !areIds(slotIds)) return undefined
  if (!isMoment(start) || !isMoment(created) || !isMoment(sentAt)) return undefined
  return { format, practice, organisation, patientId, slotIds, start, created, sentAt }
}
