import { localDateOf } from '../nhs/local-time.ts'
import type { Appointment } from './appointment.ts'
import type { BookingInDoubt } from './booking-in-doubt.ts'
import type { Failure } from './failure.ts'
import { findRecord } from './find-patient.ts'
import { listAppointments } from './list-appointments.ts'
import type { PracticeLine } from './practice-line.ts'

type InBooking = Extract<BookingInDoubt, { step: 'booking' }>

export type SettleOutcome =
  /** There is an appointment, and only one: the practice gives a slot away once. */
  | { kind: 'booked'; appointment: Appointment }
  /**
   * There is none, and no request is left that could still make one. Whoever wants one books anew. `record`: whether the practice has one
   * of the patient; where that cannot be told yet, a registration may still arrive, which does no harm.
   */
  | { kind: 'not-booked'; record: 'held' | 'none' | 'cannot-tell-yet'; advice: string }
  /** There is none yet, or the practice did not say. Ask again then; until then, book nothing else for this. */
  | { kind: 'cannot-tell-yet'; askAgainAt: Date; because: Failure | undefined; advice: string }
  /** Its day is over, and practices list appointments from today on (APT-08): only they can say. */
  | { kind: 'too-late-to-tell'; advice: string }

/**
 * How long after it was sent a request may still be under way: a practice's system, such as ours, waits 30 seconds for the rest of a
 * request, 10 for a connection to its database and 30 for each statement, and may repeat a transaction; the SSP before it takes its own
 * time. Five minutes are well beyond the sum, and a patient can be rung back.
 */
const UNDER_WAY_MS = 5 * 60_000

const TOO_LATE = 'The day of this appointment is over, so the practice does not list it any more. Ring the practice.'
const NOT_BOOKED = 'The practice has no such appointment. Nothing was booked: search again, and book.'
/** Of a booking that had come no further than the registration. */
const NOT_SENT = {
  held: 'Nothing was booked. The practice has a record of the patient: search again, and book.',
  none: 'Nothing was booked, and the patient was not registered: search again, and book.',
  'cannot-tell-yet':
    'Nothing was booked. Whether the patient was registered is not known yet; to book again is safe, for a practice keeps one record for an NHS number.',
} as const
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
  const certainFrom = Date.parse(inDoubt.sentAt) + UNDER_WAY_MS
  const askedAt = deps.now().getTime()
  if (inDoubt.step === 'registering') return ofRegistration(await findRecord(line, inDoubt.nhsNumber), askedAt >= certainFrom)
  if (localDateOf(new Date(inDoubt.start)) < localDateOf(deps.now())) return { kind: 'too-late-to-tell', advice: TOO_LATE }
  const listed = await listAppointments(deps, line, inDoubt.patientId)
  if (listed.kind !== 'listed')
    return { kind: 'cannot-tell-yet', askAgainAt: askAgainAt(deps, certainFrom), because: listed, advice: CANNOT_TELL_YET }

  const appointment = listed.appointments.find((one) => isMadeBy(inDoubt, one))
  if (appointment) return { kind: 'booked', appointment }
  // One that could not be read may be it.
  if (askedAt >= certainFrom && listed.unusable === 0) return { kind: 'not-booked', record: 'held', advice: NOT_BOOKED }
  return { kind: 'cannot-tell-yet', askAgainAt: askAgainAt(deps, certainFrom), because: undefined, advice: CANNOT_TELL_YET }
}

function ofRegistration(found: Awaited<ReturnType<typeof findRecord>>, isCertain: boolean): SettleOutcome {
  const record = found.kind === 'held' ? 'held' : found.kind === 'no-record' && isCertain ? 'none' : 'cannot-tell-yet'
  return { kind: 'not-booked', record, advice: NOT_SENT[record] }
}

function askAgainAt({ now }: { now: () => Date }, certainFrom: number): Date {
  const moment = now().getTime()
  return new Date(certainFrom > moment ? certainFrom : moment + 30_000)
}

/**
 * A slot belongs to one appointment that is not cancelled; a cancelled one of the same slots may be an earlier one, unless it was made at
 * the very second that this request said.
 */
function isMadeBy(inDoubt: InBooking, { slotIds, bookedBy, status, created }: Appointment): boolean {
  const isOfTheSlots = slotIds.length === inDoubt.slotIds.length && inDoubt.slotIds.every((id) => slotIds.includes(id))
  if (!isOfTheSlots || (bookedBy?.odsCode !== undefined && bookedBy.odsCode !== inDoubt.organisation)) return false
  return status !== 'cancelled' || (created !== undefined && Date.parse(created) === Date.parse(inDoubt.created))
}
