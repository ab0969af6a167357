/**
 * The specification's names as the judge knows them. Written out here and not imported: a slip in what a provider is built from must not
 * be the judge's slip as well.
 */

const NHS = 'https://fhir.nhs.uk'
const STRUCTURE = `${NHS}/STU3/StructureDefinition`
const CODES = `${NHS}/STU3/CodeSystem`

export const PROFILE_OF: Readonly<Record<string, string>> = {
  Appointment: `${STRUCTURE}/GPConnect-Appointment-1`,
  Slot: `${STRUCTURE}/GPConnect-Slot-1`,
  Schedule: `${STRUCTURE}/GPConnect-Schedule-1`,
  OperationOutcome: `${STRUCTURE}/GPConnect-OperationOutcome-1`,
  Bundle: `${STRUCTURE}/GPConnect-Searchset-Bundle-1`,
  Patient: `${STRUCTURE}/CareConnect-GPC-Patient-1`,
  Practitioner: `${STRUCTURE}/CareConnect-GPC-Practitioner-1`,
  Organization: `${STRUCTURE}/CareConnect-GPC-Organization-1`,
  Location: `${STRUCTURE}/CareConnect-GPC-Location-1`,
  HealthcareService: `${STRUCTURE}/CareConnect-GPC-HealthcareService-1`,
}

export const EXTENSION = {
  bookingOrganisation: `${STRUCTURE}/Extension-GPConnect-BookingOrganisation-1`,
  cancellationReason: `${STRUCTURE}/Extension-GPConnect-AppointmentCancellationReason-1`,
  practitionerRole: `${STRUCTURE}/Extension-GPConnect-PractitionerRole-1`,
  deliveryChannel: `${STRUCTURE}/Extension-GPConnect-DeliveryChannel-2`,
  nhsNumberVerificationStatus: `${STRUCTURE}/Extension-CareConnect-GPC-NHSNumberVerificationStatus-1`,
  registrationDetails: `${STRUCTURE}/Extension-CareConnect-GPC-RegistrationDetails-1`,
  nhsCommunication: `${STRUCTURE}/Extension-CareConnect-GPC-NHSCommunication-1`,
  serviceFilteringStatus: `${STRUCTURE}/Extension-GPConnect-ServiceFilteringStatus-1`,
} as const

export const SYSTEM = {
  nhsNumber: `${NHS}/Id/nhs-number`,
  odsCode: `${NHS}/Id/ods-organization-code`,
  oldOdsCode: 'http://fhir.nhs.net/Id/ods-organization-code',
  sdsUserId: `${NHS}/Id/sds-user-id`,
  sdsRoleProfileId: `${NHS}/Id/sds-role-profile-id`,
  dosServiceId: `${NHS}/Id/uec-dos-service-id`,
  organisationType: `${CODES}/GPConnect-OrganisationType-1`,
  jobRole: `${CODES}/CareConnect-SDSJobRoleName-1`,
  laterJobRole: 'https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-SDSJobRoleName-1',
  verificationStatus: `${CODES}/CareConnect-NHSNumberVerificationStatus-1`,
  registrationType: `${CODES}/CareConnect-RegistrationType-1`,
  humanLanguage: `${CODES}/CareConnect-HumanLanguage-1`,
  spineError: `${CODES}/Spine-ErrorOrWarningCode-1`,
} as const

/** Visits are of no published code list, and may be seen in appointments only (APT-12). */
export const BOOKABLE_CHANNELS: readonly string[] = ['In-person', 'Telephone', 'Video']
export const ORGANISATION_TYPES: readonly string[] = ['gp-practice', 'urgent-care']
