const NHS = 'https://fhir.nhs.uk'
const STRUCTURE = `${NHS}/STU3/StructureDefinition`
const CODE_SYSTEM = `${NHS}/STU3/CodeSystem`

/** `meta.profile` by resource type (GEN-06). */
export const PROFILES = {
  Appointment: `${STRUCTURE}/GPConnect-Appointment-1`,
  Slot: `${STRUCTURE}/GPConnect-Slot-1`,
  Schedule: `${STRUCTURE}/GPConnect-Schedule-1`,
  OperationOutcome: `${STRUCTURE}/GPConnect-OperationOutcome-1`,
  /** The searchset Bundle (GEN-17). */
  Bundle: `${STRUCTURE}/GPConnect-Searchset-Bundle-1`,
  Patient: `${STRUCTURE}/CareConnect-GPC-Patient-1`,
  Practitioner: `${STRUCTURE}/CareConnect-GPC-Practitioner-1`,
  PractitionerRole: `${STRUCTURE}/CareConnect-GPC-PractitionerRole-1`,
  Organization: `${STRUCTURE}/CareConnect-GPC-Organization-1`,
  Location: `${STRUCTURE}/CareConnect-GPC-Location-1`,
  HealthcareService: `${STRUCTURE}/CareConnect-GPC-HealthcareService-1`,
} as const

export const OPERATIONS = {
  registerPatient: `${NHS}/STU3/OperationDefinition/GPConnect-RegisterPatient-Operation-1`,
} as const

export const EXTENSIONS = {
  bookingOrganisation: `${STRUCTURE}/Extension-GPConnect-BookingOrganisation-1`,
  appointmentCancellationReason: `${STRUCTURE}/Extension-GPConnect-AppointmentCancellationReason-1`,
  practitionerRole: `${STRUCTURE}/Extension-GPConnect-PractitionerRole-1`,
  /** Version 2 with `valueCode`; its value set and code system are still -1. */
  deliveryChannel: `${STRUCTURE}/Extension-GPConnect-DeliveryChannel-2`,
  nhsNumberVerificationStatus: `${STRUCTURE}/Extension-CareConnect-GPC-NHSNumberVerificationStatus-1`,
  registrationDetails: `${STRUCTURE}/Extension-CareConnect-GPC-RegistrationDetails-1`,
  nhsCommunication: `${STRUCTURE}/Extension-CareConnect-GPC-NHSCommunication-1`,
  mainLocation: `${STRUCTURE}/Extension-CareConnect-GPC-MainLocation-1`,
  serviceFilteringStatus: `${STRUCTURE}/Extension-GPConnect-ServiceFilteringStatus-1`,
} as const

/** The bare names that the extensions within an extension go by. */
export const NESTED_EXTENSIONS = {
  registrationDetails: {
    registrationPeriod: 'registrationPeriod',
    registrationType: 'registrationType',
    preferredBranchSurgery: 'preferredBranchSurgery',
  },
  nhsCommunication: {
    language: 'language',
    preferred: 'preferred',
    modeOfCommunication: 'modeOfCommunication',
    communicationProficiency: 'communicationProficiency',
    interpreterRequired: 'interpreterRequired',
  },
} as const

/** Identifier systems and code systems. Slot and schedule types and the delivery channel have none. */
export const SYSTEMS = {
  nhsNumber: `${NHS}/Id/nhs-number`,
  odsOrganisationCode: `${NHS}/Id/ods-organization-code`,
  /** Still sent in tokens by deployed consumers (SEC-04); never sent by us. */
  oldOdsOrganisationCode: 'http://fhir.nhs.net/Id/ods-organization-code',
  odsSiteCode: `${NHS}/Id/ods-site-code`,
  sdsUserId: `${NHS}/Id/sds-user-id`,
  sdsRoleProfileId: `${NHS}/Id/sds-role-profile-id`,
  dosServiceId: `${NHS}/Id/uec-dos-service-id`,
  /** Fixed by no profile; what deployed systems use. */
  appointmentIdentifier: `${NHS}/Id/gpconnect-appointment-identifier`,

  /** Published examples print the value set's URL instead, so that is read too (ERR-01). */
  spineError: `${CODE_SYSTEM}/Spine-ErrorOrWarningCode-1`,
  spineErrorValueSet: `${NHS}/STU3/ValueSet/Spine-ErrorOrWarningCode-1`,
  /** Later publications name fhir.hl7.org.uk; every published example sends this one. */
  sdsJobRoleName: `${CODE_SYSTEM}/CareConnect-SDSJobRoleName-1`,
  sdsJobRoleNameLater: 'https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-SDSJobRoleName-1',
  organisationType: `${CODE_SYSTEM}/GPConnect-OrganisationType-1`,
  nhsNumberVerificationStatus: `${CODE_SYSTEM}/CareConnect-NHSNumberVerificationStatus-1`,
  registrationType: `${CODE_SYSTEM}/CareConnect-RegistrationType-1`,
  humanLanguage: `${CODE_SYSTEM}/CareConnect-HumanLanguage-1`,
} as const
