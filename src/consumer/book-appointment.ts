import type { Demographics } from '../spine/pds-patient.ts'
import { type Appointment, decodeAppointment } from './appointment.ts'
import { type BookingTexts, faultIn, toBookingRequest } from './booking-request.ts'
import { idReferredTo, isA } from './bundle-reading.ts'
import type { Difference } from './compare-demographics.ts'
import { type Failure, refusedHere } from './failure.ts'
import { findPatient } from './find-patient.ts'
import type { Offer } from './offer.ts'
import type { PracticeLine, PracticeReply } from './practice-line.ts'
import type { PracticePatient } from './practice-patient.ts'
import { readAppointment } from './read-appointment.ts'
import { registerPatient } from './register-patient.ts'

export type BookingRequest = BookingTexts & {
  /** The user has cleared up with the caller why PDS and the practice differ (CON-06). Without it, differences stop the booking. */
  differencesAccepted?: boolean | undefined
}

type WithPatient = {
  patient: PracticePatient
  /** The practice had no record, so the patient is registered there as temporary, whatever became of the booking. */
  registeredNow: boolean
  differences: readonly Difference[]
}

export type BookOutcome =
  | ({ kind: 'booked'; appointment: Appointment; traceId: string } & WithPatient)
  /** APT-05: somebody else has the slot. Nothing was booked. */
  | ({ kind: 'no-longer-free'; advice: string; traceId: string | undefined } & WithPatient)
  /** CON-06: nothing was sent; the user has to look at the differences first. */
  | ({ kind: 'demographics-differ' } & WithPatient)
  /** The answer to the booking was lost: there may be an appointment or not. It was not, and must not be, sent again blindly. */
  | ({ kind: 'uncertain'; advice: string; because: Failure | undefined; traceId: string | undefined } & WithPatient)
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

  const known = await findOrRegister(line, traced)
  if (known.kind !== 'known') return known
  const { kind: _, ...withPatient } = known
  if (known.differences.length > 0 && !booking.differencesAccepted) return { kind: 'demographics-differ', ...withPatient }

  const { organisation } = line.asker
  const body = toBookingRequest({ offer, patientId: known.patient.id, organisation, texts: booking, now: deps.now() })
  const reply = await line.ask({ ...at, interaction: 'bookAppointment', path: 'Appointment', body })
  return { ...(await bookingOutcome(line, offer, reply)), ...withPatient }
}

async function findOrRegister(line: PracticeLine, traced: Demographics): Promise<({ kind: 'known' } & WithPatient) | Failure> {
  const found = await findPatient(line, traced)
  if (found.kind === 'known') return { ...found, registeredNow: false }
  if (found.kind !== 'no-record') return found

  const registered = await registerPatient(line, traced)
  if (registered.kind !== 'registered' && registered.kind !== 'already-known') return registered
  return { ...registered, kind: 'known', registeredNow: registered.kind === 'registered' }
}

type WithoutPatient<Outcome> = Outcome extends unknown ? Omit<Outcome, keyof WithPatient> : never

async function bookingOutcome(
  line: PracticeLine,
  offer: Offer,
  reply: PracticeReply,
): Promise<WithoutPatient<Exclude<BookOutcome, { kind: 'demographics-differ' }>>> {
  if (reply.kind === 'failed') {
    const { failure } = reply
    if (reply.mayHaveActed) return { kind: 'uncertain', advice: UNCERTAIN, because: failure, traceId: failure.traceId }
    const isTaken = failure.code === 'DUPLICATE_REJECTED'
    return isTaken ? { kind: 'no-longer-free', advice: failure.advice, traceId: failure.traceId } : failure
  }

  const told = isA('Appointment', reply.resource) ? decodeAppointment(reply.resource, line.practice) : undefined
  const appointment = told ?? (await readBack(line, reply.headers))
  if (!appointment) return { kind: 'uncertain', advice: UNCERTAIN, because: undefined, traceId: reply.traceId }
  return { kind: 'booked', appointment: withNamesOf(offer, appointment), traceId: reply.traceId }
}

const UNCERTAIN =
  'It is not known whether the appointment was made. Do not book again: look at the appointment list with the practice, or ring it and give the trace id.'

/** A success whose body was lost still says where the appointment is. */
async function readBack(line: PracticeLine, headers: Headers): Promise<Appointment | undefined> {
  const id = idReferredTo('Appointment', headers.get('Location') ?? headers.get('Content-Location') ?? undefined)
  if (!id) return undefined
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
