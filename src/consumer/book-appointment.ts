import { formatLocalDateTime } from '../nhs/local-time.ts'
import type { Demographics } from '../spine/pds-patient.ts'
import { type Appointment, decodeAppointment } from './appointment.ts'
import type { BookingInDoubt } from './booking-in-doubt.ts'
import { type BookingTexts, faultIn, toBookingRequest } from './booking-request.ts'
import { idReferredTo, isA } from './bundle-reading.ts'
import type { Difference } from './compare-demographics.ts'
import { type Failure, refusedHere } from './failure.ts'
import { findPatient } from './find-patient.ts'
import { type Keep, keepInDoubt, LONGEST_TO_BOOK_MS, tooLate } from './keep-in-doubt.ts'
import type { Offer } from './offer.ts'
import type { PracticeAnswer, PracticeLine, PracticeReply } from './practice-line.ts'
import type { PracticePatient } from './practice-patient.ts'
import { readAppointment } from './read-appointment.ts'
import { type RegisterPatientOutcome, registerPatient } from './register-patient.ts'
import { isOfSlots, settleBooking } from './settle-booking.ts'

export type BookingRequest = BookingTexts & {
  /** The user has cleared up with the caller why PDS and the practice differ (CON-06). Without it, differences stop the booking. */
  differencesAccepted?: boolean | undefined
  /** Told of the registration, where one is needed, and then of the booking. */
  keep?: Keep<BookingInDoubt> | undefined
}

type WithPatient = {
  patient: PracticePatient
  /** The practice had no record, so the patient is registered there as temporary, whatever became of the booking. */
  registeredNow: boolean
  differences: readonly Difference[]
}

export type BookOutcome =
  | ({ kind: 'booked'; appointment: Appointment; traceId: string | undefined } & WithPatient)
  /** APT-05: somebody else has the slot. Nothing was booked. */
  | ({ kind: 'no-longer-free'; advice: string; traceId: string | undefined } & WithPatient)
  /** CON-06: nothing was sent; the user has to look at the differences first. */
  | ({ kind: 'demographics-differ' } & WithPatient)
  /**
   * The answer to the booking was lost, and the practice has no appointment of it so far: it may yet come. It was not, and must not be, sent
   * again. `session.settle(inDoubt)` finds out, from `askAgainAt` on for certain.
   */
  | ({
      kind: 'uncertain'
      advice: string
      because: Failure | undefined
      traceId: string | undefined
      inDoubt: BookingInDoubt
      askAgainAt: Date
    } & WithPatient)
  /** Nothing was booked, and the patient may yet be registered. To book again is safe: a practice keeps one record for an NHS number. */
  | ({ kind: 'registration-uncertain'; advice: string; because: Failure; traceId: string | undefined } & Partial<WithPatient>)
  /** Nothing was booked. */
  | (Failure & Partial<WithPatient>)

/** CON-01 and CON-03 from "find patient" on: finds or registers, then books. Sends the booking once. */
export async function bookAppointment(
  deps: { now: () => Date },
  line: PracticeLine,
  booking: { offer: Offer; traced: Demographics } & BookingRequest,
): Promise<BookOutcome> {
  const { offer, traced } = booking
  if (offer.practice.odsCode !== line.practice) throw new TypeError('This slot is another practice’s: open a session with that one.')
  const at = { step: 'book the appointment', practice: line.practice } as const
  const fault = faultIn(booking)
  if (fault !== undefined) return refusedHere(at, 'TEXT_NOT_ALLOWED', fault)

  const { slotIds, start } = offer
  const about = { format: 1, practice: line.practice, organisation: line.asker.organisation.odsCode, slotIds, start } as const
  const known = await findOrRegister(deps, line, { traced, keep: booking.keep, about })
  if (known.kind !== 'known') return known
  const { kind: _, registration, ...withPatient } = known
  if (known.differences.length > 0 && !booking.differencesAccepted) return { kind: 'demographics-differ', ...withPatient }

  const { organisation } = line.asker
  const now = deps.now()
  const body = toBookingRequest({ offer, patientId: known.patient.id, organisation, texts: booking, now })
  const inDoubt: BookingInDoubt & { step: 'booking' } = {
    ...about,
    step: 'booking',
    patientId: known.patient.id,
    registeredNow: known.registeredNow,
    created: formatLocalDateTime(now),
    sentAt: now.toISOString(),
  }
  await keepInDoubt(line, booking.keep, inDoubt)
  const isTooLate = () => tooLate(deps, inDoubt) || (registration !== undefined && tooLate(deps, registration, LONGEST_TO_BOOK_MS))
  const reply = await line.ask({ ...at, interaction: 'bookAppointment', path: 'Appointment', body, isTooLate })
  return { ...(await bookingOutcome(deps, line, { offer, inDoubt, reply })), ...withPatient }
}

type About = Pick<BookingInDoubt, 'format' | 'practice' | 'organisation' | 'slotIds' | 'start'>
/** `registration`: what was noted of it, where one was sent. */
type Known = { kind: 'known'; registration?: BookingInDoubt } & WithPatient

async function findOrRegister(
  deps: { now: () => Date },
  line: PracticeLine,
  { traced, keep, about }: { traced: Demographics; keep: BookingRequest['keep']; about: About },
): Promise<Known | Failure | Extract<RegisterPatientOutcome, { kind: 'registration-uncertain' }>> {
  const found = await findPatient(line, traced)
  if (found.kind === 'known') return { ...found, registeredNow: false }
  if (found.kind !== 'no-record') return found

  const { nhsNumber } = traced
  const registration: BookingInDoubt = { ...about, step: 'registering', nhsNumber, sentAt: deps.now().toISOString() }
  await keepInDoubt(line, keep, registration)
  const registered = await registerPatient(line, traced, { isTooLate: () => tooLate(deps, registration) })
  if (registered.kind !== 'registered' && registered.kind !== 'already-known') return registered
  return { ...registered, kind: 'known', registeredNow: registered.kind === 'registered', registration }
}

type WithoutPatient<Outcome> = Outcome extends unknown ? Omit<Outcome, keyof WithPatient> : never

async function bookingOutcome(
  deps: { now: () => Date },
  line: PracticeLine,
  { offer, inDoubt, reply }: { offer: Offer; inDoubt: BookingInDoubt & { step: 'booking' }; reply: PracticeReply },
): Promise<WithoutPatient<Exclude<BookOutcome, { kind: 'demographics-differ' | 'registration-uncertain' }>>> {
  if (reply.kind === 'failed' && !reply.mayHaveActed) {
    const { failure } = reply
    const isTaken = failure.code === 'DUPLICATE_REJECTED'
    return isTaken ? { kind: 'no-longer-free', advice: failure.advice, traceId: failure.traceId } : failure
  }

  const because = reply.kind === 'failed' ? reply.failure : undefined
  const traceId = reply.kind === 'failed' ? reply.failure.traceId : reply.traceId
  const told = reply.kind === 'answered' ? await appointmentIn(line, reply) : undefined
  // What answers another question than this is no answer: the list will tell.
  if (told && told.patientId === inDoubt.patientId && isOfSlots(told, inDoubt))
    return { kind: 'booked', appointment: withNamesOf(offer, told), traceId }

  const settled = await settleBooking(deps, line, inDoubt)
  if (settled.kind === 'booked') return { kind: 'booked', appointment: withNamesOf(offer, settled.appointment), traceId }
  if (settled.kind === 'not-booked' && because) return because
  const askAgainAt = settled.kind === 'cannot-tell-yet' ? settled.askAgainAt : deps.now()
  return { kind: 'uncertain', advice: settled.advice, because, traceId, inDoubt, askAgainAt }
}

/** A success whose body was lost still says where the appointment is. */
async function appointmentIn(line: PracticeLine, { resource, headers }: PracticeAnswer): Promise<Appointment | undefined> {
  const told = isA('Appointment', resource) ? decodeAppointment(resource, line.practice) : undefined
  const id = idReferredTo('Appointment', headers.get('Location') ?? headers.get('Content-Location') ?? undefined)
  if (told || !id) return told
  const read = await readAppointment(line, id)
  return read.kind === 'read' ? read.appointment : undefined
}

/** An appointment comes without names: the offer's are shown for whom it names. What the practice left out is as it was offered. */
function withNamesOf(offer: Offer, appointment: Appointment): Appointment {
  const { practitioner, location } = appointment
  return {
    ...appointment,
    deliveryChannel: appointment.deliveryChannel ?? offer.deliveryChannel,
    slotType: appointment.slotType ?? offer.slotType,
    sessionType: appointment.sessionType ?? offer.sessionType,
    practitionerRole: appointment.practitionerRole ?? offer.practitionerRole,
    practitioner: practitioner && practitioner.id === offer.practitioner?.id ? offer.practitioner : practitioner,
    location: location && location.id === offer.location.id ? offer.location : location,
  }
}
