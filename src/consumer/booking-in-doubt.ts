import { type NhsNumber, parseNhsNumber } from '../nhs/nhs-number.ts'
import { type OdsCode, parseOdsCode } from '../nhs/ods-code.ts'
import { isObject, type Loose, textAt } from '../spine/loose-json.ts'

/**
 * A booking of which a write is about to be sent, or whose answer was lost: all that is needed to find out what became of it, also by
 * another process (`session.settle`). It is plain JSON, and patient data: keep it as such, and no longer than it is in doubt.
 */
export type BookingInDoubt = {
  format: 1
  practice: OdsCode
  /** Which books, and alone can settle it. */
  organisation: OdsCode
  slotIds: readonly string[]
  /** Of the appointment. */
  start: string
  /** No later than the request left: UTC. */
  sentAt: string
} & (RegistrationSent | BookingSent)

/** The registration that comes first, where the practice has no record; the booking was not sent. */
type RegistrationSent = { step: 'registering'; nhsNumber: NhsNumber }

type BookingSent = {
  step: 'booking'
  /** The practice's own id of the patient. */
  patientId: string
  /** The patient was registered for this booking. */
  registeredNow: boolean
  /** As the request says when it was made. */
  created: string
}

/** Of what was kept as JSON. Undefined for anything else. */
export function readBookingInDoubt(value: unknown): BookingInDoubt | undefined {
  if (!isObject(value) || value.format !== 1) return undefined
  const [practice, organisation] = [parseOdsCode(textAt(value, 'practice') ?? ''), parseOdsCode(textAt(value, 'organisation') ?? '')]
  const [start, sentAt, sent, { slotIds }] = [momentAt(value, 'start'), momentAt(value, 'sentAt'), readSent(value), value]
  if (!practice || !organisation || !areIds(slotIds) || !start || !sentAt || !sent) return undefined
  return { format: 1, practice, organisation, slotIds, start, sentAt, ...sent }
}

function readSent(value: Loose): RegistrationSent | BookingSent | undefined {
  const { step, registeredNow } = value
  if (step === 'registering') {
    const nhsNumber = parseNhsNumber(textAt(value, 'nhsNumber') ?? '')
    return nhsNumber && { step, nhsNumber }
  }
  const [patientId, created] = [textAt(value, 'patientId'), momentAt(value, 'created')]
  if (step !== 'booking' || !patientId || !created || typeof registeredNow !== 'boolean') return undefined
  return { step, patientId, registeredNow, created }
}

function areIds(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((id) => typeof id === 'string')
}

function momentAt(value: Loose, name: string): string | undefined {
  const text = textAt(value, name)
  return text === undefined || Number.isNaN(Date.parse(text)) ? undefined : text
}
