/** Elements that an answer never has: by the profiles, and by GEN-11, PAT-05, ORG-02, SLOT-09 and APT-06. */
export const PROHIBITED: Readonly<Record<string, { requirement: string; elements: readonly string[] }>> = {
  Appointment: {
    requirement: 'APT-06',
    elements: ['appointmentType', 'indication', 'supportingInformation', 'incomingReferral', 'requestedPeriod', 'reason', 'specialty'],
  },
  Slot: { requirement: 'SLOT-09', elements: ['serviceCategory', 'appointmentType', 'specialty', 'comment'] },
  Schedule: { requirement: 'SLOT-09', elements: ['active', 'serviceType', 'specialty', 'comment'] },
  Patient: {
    requirement: 'PAT-05',
    elements: ['photo', 'animal', 'communication', 'maritalStatus', 'multipleBirthBoolean', 'multipleBirthInteger', 'deceasedBoolean'],
  },
  Practitioner: { requirement: 'ORG-02', elements: ['communication', 'telecom', 'address', 'birthDate', 'photo', 'qualification'] },
  Organization: { requirement: 'ORG-02', elements: ['contact', 'endpoint'] },
  Location: { requirement: 'ORG-02', elements: ['mode', 'endpoint'] },
  Bundle: { requirement: 'GEN-17', elements: ['id', 'total', 'link', 'signature', 'identifier'] },
}

/** Within any of them, by the element that holds it. */
export const PROHIBITED_WITHIN: Readonly<Record<string, { requirement: string; members: readonly string[] }>> = {
  address: { requirement: 'GEN-13', members: ['text', 'state'] },
  identifier: { requirement: 'GEN-11', members: ['use', 'type', 'period', 'assigner'] },
  entry: { requirement: 'GEN-17', members: ['fullUrl', 'search', 'link', 'request', 'response'] },
}

/** Extensions of a Patient that are never sent (PAT-05). */
export const PROHIBITED_PATIENT_EXTENSIONS =
  /EthnicCategory|ReligiousAffiliation|cadavericDonor|ResidentialStatus|TreatmentCategory|birthPlace|NominatedPharmacy/i
