import { localDateOf } from '../nhs/local-time.ts'
import type { Appointment } from './appointment.ts'
import type { BookingInDoubt } from './booking-in-doubt.ts'
import type { Failure } from './failure.ts'
import { findRecord } from './find-patient.ts'
import { LONGEST_TO_BOOK_MS, UNDER_WAY_MS } from './keep-in-doubt.ts'
import { listAppointments } from './list-appointments.ts'
import type { PracticeLine } from './practice-line.ts'

export type SettleOutcome =
  /** There is an appointment, and only one: the practice gives a slot away once. */
  | { kind: 'booked'; appointment: Appointment }
  /**
   * There is none, and no request is left that could still make one. Whoever wants one books anew. `record`: whether the practice has one of
   * the patient, for whom a registration may have been all that was sent.
   */
  | { kind: 'not-booked'; record: 'held' | 'none'; advice: string }
  /** There is none yet, or the practice did not say. Ask again then; until then, book nothing else for this. */
  | { kind: 'cannot-tell-yet'; askAgainAt: Date; because: Failure | undefined; advice: string }
  /** Its day is over, and practices list appointments from today on (APT-08): only they can say. */
  | { kind: 'too-late-to-tell'; advice: string }

const TOO_LATE = 'The day of this appointment is over, so the practice does not list it any more. Ring the practice.'
const NOT_BOOKED = 'The practice has no such appointment. Nothing was booked: search again, and book.'
const NO_RECORD = 'Nothing was booked, and the patient was not registered: search again, and book.'
const CANNOT_TELL_YET =
  'It is not known yet whether the appointment was made. Do not book again: ask once more in five minutes, or ring the practice and give it the trace id.'

/**
 * What became of a booking whose answer was lost, from the patient's appointments as the practice lists them. It sends no booking. That an
 * appointment is not there proves nothing while the request may be under way: only what is asked after that time does.
 */
export async function settleBooking(deps: { now: () => Date }, line: PracticeLine, inDoubt: BookingInDoubt): Promise<SettleOutcome> {
  const elapsed = line.events.stopwatch()
  const outcome = await becameOf(deps, line, inDoubt)
  const patientData = outcome.kind === 'booked' ? { appointment: outcome.appointment } : {}
  line.events.tell({ kind: 'settled', practice: line.practice, outcome: outcome.kind, ms: elapsed() }, patientData)
  return outcome
}

async function becameOf(deps: { now: () => Date }, line: PracticeLine, inDoubt: BookingInDoubt): Promise<SettleOutcome> {
  if (inDoubt.practice !== line.practice) throw new TypeError('This booking is another practice’s: open a session with that one.')
  if (inDoubt.organisation !== line.asker.organisation.odsCode) throw new TypeError('This booking is another organisation’s.')
  if (localDateOf(new Date(inDoubt.start)) < localDateOf(deps.now())) return { kind: 'too-late-to-tell', advice: TOO_LATE }
  const certainFrom = certainFromOf(inDoubt)
  const isCertain = deps.now().getTime() >= certainFrom
  const cannotTell = (because?: Failure): SettleOutcome => {
    return { kind: 'cannot-tell-yet', askAgainAt: askAgainAt(deps, certainFrom), because, advice: CANNOT_TELL_YET }
  }
  const patient = await patientOf(line, inDoubt)
  if (patient.kind === 'no-record') return isCertain ? { kind: 'not-booked', record: 'none', advice: NO_RECORD } : cannotTell()
  if (patient.kind !== 'held') return cannotTell(patient)
  const listed = await listAppointments(deps, line, patient.id)
  if (listed.kind !== 'listed') return cannotTell(listed)

  const appointment = listed.appointments.find((one) => isMadeBy(inDoubt, one))
  if (appointment) return { kind: 'booked', appointment }
  // One that could not be read may be it.
  return isCertain && listed.unusable === 0 ? { kind: 'not-booked', record: 'held', advice: NOT_BOOKED } : cannotTell()
}

/** Whoever noted a registration may go on to book meanwhile, while what was noted of it lies here. */
function certainFromOf({ step, sentAt }: BookingInDoubt): number {
  return Date.parse(sentAt) + UNDER_WAY_MS + (step === 'registering' ? LONGEST_TO_BOOK_MS : 0)
}

async function patientOf(
  line: PracticeLine,
  inDoubt: BookingInDoubt,
): Promise<{ kind: 'held'; id: string } | { kind: 'no-record' } | Failure> {
  if (inDoubt.step === 'booking') return { kind: 'held', id: inDoubt.patientId }
  const found = await findRecord(line, inDoubt.nhsNumber)
  return found.kind === 'held' ? { kind: 'held', id: found.patient.id } : found
}

function askAgainAt({ now }: { now: () => Date }, certainFrom: number): Date {
  const moment = now().getTime()
  return new Date(certainFrom > moment ? certainFrom : moment + 30_000)
}

/**
 * A slot belongs to one appointment that is not cancelled; a cancelled one of the same slots may be an earlier one, unless it was made at
 * the very second that this request said.
 */
function isMadeBy(inDoubt: BookingInDoubt, appointment: Appointment): boolean {
  const { bookedBy, status, created } = appointment
  if (!isOfSlots(appointment, inDoubt) || (bookedBy?.odsCode !== undefined && bookedBy.odsCode !== inDoubt.organisation)) return false
  const isOfThatSecond = inDoubt.step === 'booking' && created !== undefined && Date.parse(created) === Date.parse(inDoubt.created)
  return status !== 'cancelled' || isOfThatSecond
}

export function isOfSlots({ slotIds }: Appointment, wanted: Pick<BookingInDoubt, 'slotIds'>): boolean {
  return slotIds.length === wanted.slotIds.length && wanted.slotIds.every((id) => slotIds.includes(id))
}
