/**
 * Booking into GP practices through Spine. Start with `connectToSpine`, then `openSession` for a patient, `openPractice`
 * without one, or `findFreeSlotsAcross` for a whole federation.
 *
 * What may happen on a normal day comes back as an outcome, told apart by `kind`; only misuse and bugs are thrown.
 * Description and comment of a booking must not hold clinical content (CON-13): nobody is bound to read them.
 */

export { type Asid, parseAsid } from '../nhs/asid.ts'
export type { Address, Telecom } from '../nhs/contact-details.ts'
export { type NhsNumber, parseNhsNumber } from '../nhs/nhs-number.ts'
export { type OdsCode, parseOdsCode } from '../nhs/ods-code.ts'
export type { OrganisationType } from '../nhs/organisation-types.ts'
export type { Application, User } from '../spine/bearer-token.ts'
export type { Fetch } from '../spine/http.ts'
export type { Demographics } from '../spine/pds-patient.ts'
export type { Appointment } from './appointment.ts'
export type { BookingRequest, BookOutcome } from './book-appointment.ts'
export { LONGEST_COMMENT, LONGEST_DESCRIPTION } from './booking-request.ts'
export { checkPractice, type PracticeCheck } from './check-practice.ts'
export type { Difference } from './compare-demographics.ts'
export { connectToSpine, type SpineConnection } from './connect-to-spine.ts'
export type { Failure, Party, Step } from './failure.ts'
export type { FreeSlotsOutcome, FreeSlotsRequest } from './find-free-slots.ts'
export { type FederatedAnswer, type FederatedSearch, type FederationPractice, findFreeSlotsAcross } from './find-free-slots-across.ts'
export type { FindPatientOutcome } from './find-patient.ts'
export type { Offer } from './offer.ts'
export { type ConsumerDeps, type OpenOutcome, openPractice, openSession, type PracticeSession, type Session } from './open-session.ts'
export type { Asker, Organisation } from './practice-line.ts'
export type { PracticePatient } from './practice-patient.ts'
export type { ReadAppointmentOutcome } from './read-appointment.ts'
export type { RegisterPatientOutcome } from './register-patient.ts'
export type { PlaceToGo, PractitionerRole, PractitionerSeen } from './who-and-where.ts'
