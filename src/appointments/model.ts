import type { Brand } from '../nhs/brand.ts'
import type { Address, Telecom } from '../nhs/contact-details.ts'
import type { DeliveryChannel } from '../nhs/delivery-channels.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { PatientId } from '../patients/model.ts'

export type SlotId = Brand<string, 'SlotId'>

/** One session of one practitioner, or of nobody in particular, at one surgery. */
export type Schedule = {
  id: string
  version: number
  /** The session's name: serviceCategory.text. */
  sessionName?: string
  locationId: string
  practitionerId?: string
  /** Code from CareConnect-SDSJobRoleName-1. */
  practitionerRole: string
  /** Named only where service filtering is on (SLOT-10). */
  healthcareServiceId?: string
  start: Date
  end: Date
}

/** Who may search and book: everyone where a list is absent (SLOT-07). */
export type Access = { allowedOrganisationTypes?: readonly string[]; allowedOrganisationCodes?: readonly string[] }

/** A stretch of a schedule that one patient can take. `access` is the slot's own, or else its schedule's. */
export type Slot = {
  id: SlotId
  version: number
  scheduleId: string
  start: Date
  end: Date
  /** The practice's slot type: serviceType.text. */
  slotType?: string
  deliveryChannel: DeliveryChannel
  access: Access
  /** Its schedule's, or else its practice's (ADM-03): absent for no limit. */
  embargoMinutes?: number
  bookingWindowDays?: number
}

/** A slot as the book holds it, whoever may see it. */
export type HeldSlot = Slot & {
  schedule: Schedule
  /** Released to GP Connect (ADM-01). */
  bookable: boolean
  /** Taken out of use by the practice. */
  blocked: boolean
  /** The appointment that holds it now. */
  appointmentId?: string
}

/** The organisation that books, as it says of itself. `type` is there only if it was sent as a filter (APT-01). */
export type BookingOrganisation = {
  odsCode: string
  name: string
  telecom: readonly Telecom[]
  addresses?: readonly Address[]
  type?: string
}

export type Appointment = {
  id: string
  version: number
  status: 'booked' | 'cancelled'
  patientId: PatientId
  schedule: Pick<Schedule, 'id' | 'sessionName' | 'locationId' | 'practitionerId' | 'practitionerRole' | 'healthcareServiceId'>
  slotIds: readonly SlotId[]
  slotType?: string
  deliveryChannel: DeliveryChannel
  start: Date
  end: Date
  /** When the consumer made the request, as it says. */
  created: Date
  description: string
  comment?: string
  cancellationReason?: string
  /** Absent for what the practice booked itself. */
  bookingOrganisation?: BookingOrganisation
  changedAt: Date
}

/** What a consumer asks for (APT-01). All ids are as sent: not yet known to exist. */
export type BookingRequest = {
  practice: OdsCode
  patientId: PatientId
  locationId: string
  practitionerId?: string
  healthcareServiceId?: string
  slotIds: readonly SlotId[]
  start: Date
  end: Date
  created: Date
  description: string
  comment?: string
  bookingOrganisation: BookingOrganisation
}
