import type { NhsNumber } from '../nhs/nhs-number.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { Pds } from '../spine/pds.ts'
import type { Sds } from '../spine/sds.ts'
import type { Ssp } from '../spine/ssp.ts'
import { type Amendment, type AmendOutcome, amendAppointment } from './amend-appointment.ts'
import type { Appointment } from './appointment.ts'
import { type BookingRequest, type BookOutcome, bookAppointment } from './book-appointment.ts'
import type { BookingInDoubt } from './booking-in-doubt.ts'
import { type CancelOutcome, cancelAppointment } from './cancel-appointment.ts'
import { type ChangeOptions, type NotAsSeen, whyNotChangeable } from './change-appointment.ts'
import type { Events } from './events.ts'
import type { Failure } from './failure.ts'
import { type FreeSlotsOutcome, type FreeSlotsRequest, findFreeSlots } from './find-free-slots.ts'
import { type FindPatientOutcome, findPatient } from './find-patient.ts'
import { lineUntil } from './line-until.ts'
import { type AppointmentRange, daysToList, type ListAppointmentsOutcome, listAppointments } from './list-appointments.ts'
import type { Offer } from './offer.ts'
import { type Asker, openLine, type PracticeLine } from './practice-line.ts'
import { type ReadAppointmentOutcome, readAppointment } from './read-appointment.ts'
import { type RegisterPatientOutcome, registerPatient } from './register-patient.ts'
import { type SettleOutcome, settleBooking } from './settle-booking.ts'
import { type Stopped, type TracedPatient, tracePatient } from './trace-patient.ts'

/** `events` is for whoever listens: see `onEvent` of `connectToSpine`. */
export type ConsumerDeps = { pds: Pds; sds: Sds; ssp: Ssp; now: () => Date; events?: Events | undefined }

/** What needs no patient. */
export type PracticeSession = {
  practice: OdsCode
  findFreeSlots: (request: FreeSlotsRequest) => Promise<FreeSlotsOutcome>
  readAppointment: (id: string) => Promise<ReadAppointmentOutcome>
  /** APT-13: whoever booked it. `seen` is the appointment as the user was shown it. */
  amend: (seen: Appointment, amendment: Amendment, options?: ChangeOptions) => Promise<AmendOutcome>
  cancel: (seen: Appointment, reason: string, options?: ChangeOptions) => Promise<CancelOutcome>
  /** What such a change would end at now, before it is sent; undefined if nothing is in its way so far. Nothing is written. */
  whyNotChangeable: (seen: Appointment) => Promise<NotAsSeen | Failure | undefined>
  /** What became of a booking whose answer was lost, or that was under way when a process ended. */
  settle: (inDoubt: BookingInDoubt) => Promise<SettleOutcome>
}

/** One encounter: a user, on behalf of one traced patient, with one practice. Open a new one for the next patient (CON-04). */
export type Session = PracticeSession & {
  patient: TracedPatient
  findPatient: () => Promise<FindPatientOutcome>
  registerPatient: () => Promise<RegisterPatientOutcome>
  /** Finds the patient, and lists what they have at the practice from today on; nothing where it has no record of them. */
  listAppointments: (range?: AppointmentRange) => Promise<ListAppointmentsOutcome | { kind: 'no-record' }>
  /** Finds the patient, or registers them as temporary, then books. */
  book: (offer: Offer, booking: BookingRequest) => Promise<BookOutcome>
}

export type OpenOutcome =
  | { kind: 'open'; session: Session }
  | Stopped
  | { kind: 'stopped'; because: 'no-registered-practice'; advice: string }
  | Failure

const NO_REGISTERED_PRACTICE = 'PDS knows no practice for this person. Choose one.'

/** Searches and reads, for somebody who is not on the line yet. */
export function openPractice(
  deps: Pick<ConsumerDeps, 'sds' | 'ssp' | 'now' | 'events'>,
  to: { practice: OdsCode } & Asker,
): PracticeSession {
  const { practice, user, organisation } = to
  return practiceSession(deps, openLine(deps, practice, { user, organisation }))
}

function practiceSession(deps: { now: () => Date }, line: PracticeLine): PracticeSession {
  return {
    practice: line.practice,
    findFreeSlots: (request) => findFreeSlots(line, request),
    readAppointment: (id) => readAppointment(line, id),
    amend: (seen, amendment, options) => amendAppointment(deps, line, seen, amendment, options),
    cancel: (seen, reason, options) => cancelAppointment(deps, line, seen, reason, options),
    whyNotChangeable: (seen) => whyNotChangeable(deps, line, seen),
    settle: (inDoubt) => settleBooking(deps, line, inDoubt),
  }
}

/** CON-04: traces the patient first. Without `practice`, it is the one that PDS has them registered with. */
export async function openSession(
  deps: ConsumerDeps,
  request: { nhsNumber: NhsNumber; practice?: OdsCode | undefined; signal?: AbortSignal } & Asker,
): Promise<OpenOutcome> {
  const { user, organisation } = request
  const trace = await tracePatient(deps, request)
  if (trace.kind !== 'traced') return trace

  const practice = request.practice ?? trace.registeredPractice
  if (practice === undefined) return { kind: 'stopped', because: 'no-registered-practice', advice: NO_REGISTERED_PRACTICE }
  const line = openLine(deps, practice, { user, organisation })
  const traced = trace.patient
  const session: Session = {
    ...practiceSession(deps, line),
    patient: traced,
    findPatient: () => findPatient(line, traced),
    registerPatient: () => registerPatient(line, traced),
    listAppointments: (range) => listOfPatient(deps, line, { traced, range }),
    book: (offer, booking) => bookAppointment(deps, line, { ...booking, offer, traced }),
  }
  return { kind: 'open', session }
}

async function listOfPatient(
  deps: { now: () => Date },
  line: PracticeLine,
  of: { traced: TracedPatient; range: AppointmentRange | undefined },
): Promise<ListAppointmentsOutcome | { kind: 'no-record' }> {
  daysToList(deps.now(), of.range ?? {}) // Misuse is thrown before anybody is asked.
  const inTime = lineUntil(line, of.range?.signal)
  const found = await findPatient(inTime, of.traced)
  return found.kind === 'known' ? listAppointments(deps, inTime, found.patient.id, of.range) : found
}
