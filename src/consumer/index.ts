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
export { type AccessTokenDeps, type Authorize, createAccessToken } from '../spine/access-token.ts'
export { ACCESS_FAULTS, type AccessFault } from '../spine/access-token-faults.ts'
export type { Application, User } from '../spine/bearer-token.ts'
export type { CircuitEvent, CircuitOptions, CircuitState } from '../spine/circuits.ts'
export { chooseRole, type RoleChoice } from '../spine/cis2/choose-role.ts'
export {
  checkIdentityAgrees,
  type IdentityCheck,
  type IdentityToCheck,
  toGpConnectUser,
  toRequestingOrganisation,
} from '../spine/cis2/gp-connect-identity.ts'
export type {
  BackChannelOutcome,
  Cis2Session,
  FinishOutcome,
  KeptSignIn,
  MemberOrganisation,
  Person,
  Role,
  SignedIn,
  SignInRefusal,
  SignOutOutcome,
  StartOutcome,
} from '../spine/cis2/outcomes.ts'
export type { Cis2Settings } from '../spine/cis2/settings.ts'
export { type Cis2, createCis2 } from '../spine/cis2.ts'
export type { Fetch } from '../spine/http.ts'
export { createTlsFetch, type TlsCredentials, type TlsFetch, type TlsFetchOptions } from '../spine/mutual-tls.ts'
export {
  createOrganisations,
  type OrganisationOutcome,
  type OrganisationSearch,
  type OrganisationSearchOutcome,
  type Organisations,
  type OrganisationsDeps,
} from '../spine/organisations.ts'
export { createFindNear, type FindNear, type Nearness, type NearOptions, type NearOutcome } from '../spine/organisations-near.ts'
export type { Organisation as ListedOrganisation } from '../spine/organisations-resource.ts'
export type { Pds, PdsOutcome } from '../spine/pds.ts'
export type { Demographics } from '../spine/pds-patient.ts'
export type { PdsSearch, PdsSearchOutcome } from '../spine/pds-search.ts'
export type { DirectoryFault, NotEnabled, OwnAsidOutcome, Sds, SdsOutcome } from '../spine/sds.ts'
export { createSdsOverFhir, type SdsOverFhirDeps } from '../spine/sds-over-fhir.ts'
export { createSdsOverLdap, type LdapTls, type SdsOverLdapOptions } from '../spine/sds-over-ldap.ts'
export type { Unavailable, UnavailableReason } from '../spine/unavailable.ts'
export type { Amendment, AmendOutcome } from './amend-appointment.ts'
export type { Appointment } from './appointment.ts'
export type { BookingRequest, BookOutcome } from './book-appointment.ts'
export { type BookOrSuggestOutcome, bookOrSuggest } from './book-or-suggest.ts'
export { type BookingInDoubt, readBookingInDoubt } from './booking-in-doubt.ts'
export { LONGEST_COMMENT, LONGEST_DESCRIPTION } from './booking-request.ts'
export type { CancelOutcome } from './cancel-appointment.ts'
export type { ChangeFailed, ChangeOptions, NotAsSeen } from './change-appointment.ts'
export { checkPractice, type PracticeCheck } from './check-practice.ts'
export { type Clashes, clashesWith } from './clashes.ts'
export { type ClashesAcross, type ClashesSearch, findClashesAcross } from './clashes-across.ts'
export type { Difference } from './compare-demographics.ts'
export { connectToSpine, type DirectoryRoute, type SpineConnection } from './connect-to-spine.ts'
export { type DiagnoseDeps, diagnose, type ToDiagnose } from './diagnose/diagnose.ts'
export { DIAGNOSIS, type DiagnosisStep, type Finding } from './diagnose/finding.ts'
export type { OwnTls } from './diagnose/own-certificate.ts'
export { nearestEquivalents } from './equivalents.ts'
export type { ConsumerEvent, EventOptions, EventPatientData, Events, Happening } from './events.ts'
export type { Failure, Party, Step } from './failure.ts'
export { decodeFederation } from './federations/decode-federation.ts'
export {
  type Federation,
  type FederationId,
  type FederationMember,
  federationIdFor,
  parseFederationId,
  type SavedFederation,
} from './federations/federation.ts'
export { type FederationCsv, readFederationCsv, toFederationCsv } from './federations/federation-csv.ts'
export type { FederationFault } from './federations/federation-fault.ts'
export { createFederationFiles } from './federations/federation-files.ts'
export { readFederationJson, toFederationJson } from './federations/federation-json.ts'
export type {
  DamagedFederation,
  FederationChangedMeanwhile,
  FederationStore,
  ReadFederationOutcome,
  RemoveFederationOutcome,
  SaveFederationOutcome,
} from './federations/federation-store.ts'
export { toSearch } from './federations/to-search.ts'
export { filterOffers, type OfferFilter } from './filter-offers.ts'
export type { FreeSlotsOutcome, FreeSlotsRequest } from './find-free-slots.ts'
export {
  type FederatedAnswer,
  type FederatedSearch,
  type FederatedSummary,
  type FederatedUpdate,
  findFreeSlotsAcross,
  watchFreeSlotsAcross,
} from './find-free-slots-across.ts'
export type { FindPatientOutcome } from './find-patient.ts'
export type { Keep } from './keep-in-doubt.ts'
export type { AppointmentRange, ListAppointmentsOutcome } from './list-appointments.ts'
export {
  type AppointmentsAnswer,
  type AppointmentsSearch,
  type AppointmentsSummary,
  type AppointmentsUpdate,
  listAppointmentsAcross,
  watchAppointmentsAcross,
} from './list-appointments-across.ts'
export type { Offer } from './offer.ts'
export { type ConsumerDeps, type OpenOutcome, openPractice, openSession, type PracticeSession, type Session } from './open-session.ts'
export type { Asker, Organisation } from './practice-line.ts'
export type { PracticePatient } from './practice-patient.ts'
export type { ReadAppointmentOutcome } from './read-appointment.ts'
export type { RegisterPatientOutcome } from './register-patient.ts'
export { type RescheduleOutcome, type Rescheduling, reschedule } from './reschedule.ts'
export { type ReschedulingInDoubt, readReschedulingInDoubt } from './rescheduling-in-doubt.ts'
export { type ResumeRescheduleOutcome, resumeReschedule } from './resume-reschedule.ts'
export type { SettleOutcome } from './settle-booking.ts'
export { type Suggestions, type SuggestOptions, suggestInstead } from './suggest-instead.ts'
export type { LocalTime, TimeOfDay, Weekday } from './time-of-day.ts'
export { type Stopped, type TracedPatient, type TraceOutcome, tracePatient } from './trace-patient.ts'
export type { AcrossRequest, AcrossSummary, AcrossUpdate, FederationPractice } from './watch-across.ts'
export type { PlaceToGo, PractitionerRole, PractitionerSeen } from './who-and-where.ts'
