import type { Organisation } from '../../directory/model.ts'
import type { Extension, Patient as PatientResource } from '../../fhir/types.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../../fhir/urls.ts'
import { formatLocalDateTime } from '../../nhs/local-time.ts'
import { NHS_NUMBER_VERIFICATION_STATUSES } from '../../nhs/nhs-number-verification-statuses.ts'
import { REGISTRATION_TYPES } from '../../nhs/registration-types.ts'
import type { Patient, PatientContact } from '../../patients/model.ts'
import { toAddress, toContactPoint } from './contact-details.ts'
import { toNhsCommunication } from './nhs-communication.ts'

/** CareConnect-GPC-Patient-1, populated as PAT-05 says and no further. Only verified records are ever shown (PAT-03). */
export function toPatientResource(patient: Patient, practice: Organisation): PatientResource {
  const { id, version, nhsNumber, family, given, prefix, gender, birthDate, telecom, addresses, contacts, language } = patient
  return {
    resourceType: 'Patient',
    id,
    meta: { versionId: String(version), profile: [PROFILES.Patient] },
    extension: [toRegistrationDetails(patient), ...(language ? [toNhsCommunication(language, patient.interpreterRequired)] : [])],
    identifier: [{ extension: [verificationStatus('01')], system: SYSTEMS.nhsNumber, value: nhsNumber }],
    active: true,
    name: [{ use: 'official', family, ...(given.length > 0 && { given: [...given] }), ...(prefix.length > 0 && { prefix: [...prefix] }) }],
    ...(telecom.length > 0 && { telecom: telecom.map(toContactPoint) }),
    ...(gender && { gender }),
    ...(birthDate && { birthDate }),
    ...(addresses.length > 0 && { address: addresses.map(toAddress) }),
    ...(contacts.length > 0 && { contact: contacts.map(toContact) }),
    ...(patient.generalPractitionerId && { generalPractitioner: [{ reference: `Practitioner/${patient.generalPractitionerId}` }] }),
    managingOrganization: { reference: `Organization/${practice.id}` },
  }
}

function verificationStatus(code: keyof typeof NHS_NUMBER_VERIFICATION_STATUSES): Extension {
  const display = NHS_NUMBER_VERIFICATION_STATUSES[code]
  return {
    url: EXTENSIONS.nhsNumberVerificationStatus,
    valueCodeableConcept: { coding: [{ system: SYSTEMS.nhsNumberVerificationStatus, code, display }] },
  }
}

/** The profile forbids registrationStatus (PAT-05). */
function toRegistrationDetails(patient: Patient): Extension {
  const { preferredBranchId, registrationType, registrationStart, registrationEnd } = patient
  const display = REGISTRATION_TYPES[registrationType]
  return {
    url: EXTENSIONS.registrationDetails,
    extension: [
      {
        url: 'registrationPeriod',
        valuePeriod: {
          start: formatLocalDateTime(registrationStart),
          ...(registrationEnd && { end: formatLocalDateTime(registrationEnd) }),
        },
      },
      {
        url: 'registrationType',
        valueCodeableConcept: { coding: [{ system: SYSTEMS.registrationType, code: registrationType, display }] },
      },
      ...(preferredBranchId ? [{ url: 'preferredBranchSurgery', valueReference: { reference: `Location/${preferredBranchId}` } }] : []),
    ],
  }
}

/** GEN-13: the relationship as text only. The profile wants a name, with its use. */
function toContact({ relationship, family, given, telecom }: PatientContact) {
  return {
    ...(relationship && { relationship: [{ text: relationship }] }),
    name: { use: 'official' as const, ...(family && { family }), ...(given && given.length > 0 && { given: [...given] }) },
    ...(telecom && telecom.length > 0 && { telecom: telecom.map(toContactPoint) }),
  }
}
