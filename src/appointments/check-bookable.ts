import { SpineError } from '../nhs/spine-errors.ts'
import type { CapUse } from './caps.ts'
import type { BookingRequest, HeldSlot } from './model.ts'
import { type Asker, type Asking, closedBy, isReleased, type OpennessRule } from './slot-availability.ts'

/** The first and last of the slots, which are in order of time: together they are the appointment. */
export type Booked = { slots: readonly HeldSlot[]; first: HeldSlot; last: HeldSlot }

/**
 * Whether these slots, which are locked, may be taken together by this request at this moment (APT-02..05, SLOT-06..08).
 * Throws the refusal.
 */
export function checkBookable(found: readonly HeldSlot[], request: BookingRequest, { now, caps }: { now: Date; caps: CapUse }): Booked {
  const slots = found.toSorted((one, other) => one.start.getTime() - other.start.getTime())
  const first = slots[0]
  const last = slots.at(-1)
  if (!first || !last || new Set(request.slotIds).size !== slots.length) {
    throw new SpineError('REFERENCE_NOT_FOUND', 'Appointment.slot: this practice has no such Slot.')
  }

  checkBelongTogether(slots)
  checkAgreesWithSlots({ slots, first, last }, request)
  if (slots.some((slot) => slot.appointmentId !== undefined)) {
    throw new SpineError('DUPLICATE_REJECTED', 'A slot asked for is no longer free: search again and choose another.')
  }
  if (first.start <= now) throw new SpineError('INVALID_RESOURCE', 'Appointment.start: must be later than now.')

  checkOpen(slots, { asker: askerOf(request), now, caps })
  return { slots, first, last }
}

/** The booking organisation as sent, which need not be the token's (APT-03). */
export function askerOf({ bookingOrganisation: { type, odsCode } }: BookingRequest): Asker {
  return { organisationTypes: type === undefined ? [] : [type], organisationCodes: [odsCode] }
}

const CLOSED: Record<OpennessRule, string> = {
  access: 'the practice has not released a slot asked for to the booking organisation as sent.',
  embargo: 'a slot asked for starts too soon: the practice keeps those to itself.',
  'booking window': 'a slot asked for lies further ahead than the practice takes bookings yet.',
  cap: 'the booking organisation as sent has booked as many as the practice allows it in that session or on that day.',
}

/** SLOT-06..08, at the moment of booking. */
function checkOpen(slots: readonly HeldSlot[], asking: Asking): void {
  for (const slot of slots) {
    const rule = isReleased(slot) ? closedBy(slot, asking) : 'access'
    if (rule) throw new SpineError('INVALID_RESOURCE', `Appointment.slot: ${CLOSED[rule]}`)
  }
}

/** APT-04. */
function checkBelongTogether(slots: readonly HeldSlot[]): void {
  const faults = slots.flatMap((slot, index) => {
    const before = slots[index - 1]
    if (!before) return []
    return [
      ...(before.scheduleId === slot.scheduleId ? [] : ['in one Schedule']),
      ...(before.end.getTime() === slot.start.getTime() ? [] : ['adjacent']),
      ...(before.deliveryChannel === slot.deliveryChannel ? [] : ['of one delivery channel']),
      ...(before.slotType === slot.slotType ? [] : ['of one service type']),
    ]
  })
  if (faults.length > 0) {
    throw new SpineError('INVALID_RESOURCE', `Appointment.slot: slots booked together must be ${[...new Set(faults)].join(', ')}.`)
  }
}

/** APT-02, APT-03: moments are compared, not strings. */
function checkAgreesWithSlots({ first, last }: Booked, request: BookingRequest): void {
  const { schedule } = first
  const faults = [
    ...(request.start.getTime() === first.start.getTime() ? [] : ["Appointment.start: must equal the first slot's start."]),
    ...(request.end.getTime() === last.end.getTime() ? [] : ["Appointment.end: must equal the last slot's end."]),
    ...(request.locationId === schedule.locationId ? [] : ["Appointment.participant: the Location must be the Schedule's."]),
    ...(request.practitionerId === undefined || request.practitionerId === schedule.practitionerId
      ? []
      : ["Appointment.participant: the Practitioner must be the Schedule's."]),
    ...(request.healthcareServiceId === undefined || request.healthcareServiceId === schedule.healthcareServiceId
      ? []
      : ["Appointment.participant: the HealthcareService must be the Schedule's."]),
  ]
  if (faults.length > 0) throw new SpineError('INVALID_RESOURCE', faults.join(' '))
}
