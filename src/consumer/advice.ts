import type { Party } from './failure.ts'

export const NOT_ENABLED_ADVICE = 'The practice does not offer online booking to other organisations. Ring the practice.'

/** What the person at the keyboard can do, by what went wrong. Nothing here is shown to a patient. */
const ADVICE: Readonly<Record<string, string>> = {
  // Our side and the way there
  'no-connection': 'Nothing was sent. Check the connection, then try again.',
  'no-such-host': 'Nothing was sent. Check the connection, then tell your system supplier.',
  'connect-timed-out': 'Nothing was sent: no connection was made in time. Try again in a minute.',
  'certificate-expired': 'Nothing was sent: the national system could not prove who it is. Tell your system supplier.',
  'certificate-not-yet-valid': 'Nothing was sent: the national system could not prove who it is. Tell your system supplier.',
  'certificate-of-another-name': 'Nothing was sent: the national system could not prove who it is. Tell your system supplier.',
  'certificate-not-trusted': 'Nothing was sent: the national system could not prove who it is. Tell your system supplier.',
  'own-certificate-refused': 'Nothing was sent: this system was not let in. Tell your system supplier that its certificate was refused.',
  'own-certificate-unusable': "Nothing was sent. Tell your system supplier that this system's certificate cannot be used.",
  'tls-failed': 'Nothing was sent: no secure connection could be made. Tell your system supplier.',
  'address-unusable': "Nothing was sent: the practice's address in the directory is wrong. Ring the practice.",
  'not-tried': "The practice's system has not answered lately and is left alone for a moment. Try again in a minute, or ring the practice.",
  'HTTP 495': 'A system on the way was not let in. Tell your system supplier that a certificate was refused, with the trace id.',
  'HTTP 496': 'This system was not let in. Tell your system supplier that its certificate is missing.',
  'HTTP 429': 'Too many requests at once. Wait a minute, then try again.',
  'timed-out': 'It took too long. Try again in a minute.',
  'given-up': 'There was no answer in the time allowed. Try this practice alone, or ring it.',
  'broken-off': 'The connection broke off. Try again.',
  'rate-limited': 'Too many requests at once. Wait a minute, then try again.',
  'not-authorised': 'This system is not allowed in. Tell your system supplier: the key or access token is wrong or has run out.',
  failed: 'It is in trouble. Try again in a few minutes.',
  'unexpected-answer': 'The answer made no sense. Try again; if it happens again, tell your system supplier.',

  // The SSP's checks
  ASID_CHECK_FAILED_MESSAGESENDER: 'Your organisation is not registered for this kind of request. Tell your system supplier.',
  PARTYKEY_INTERACTION_CHECK_FAILED_MESSAGERECEIVER: 'The practice is not registered for this kind of request. Ring the practice instead.',
  CERTIFICATE_FQDN_CHECK_FAILED_MESSAGESENDER:
    "This system's certificate does not belong to your organisation's registration. Tell your system supplier.",
  FOT_CHECK_FAILED_MESSAGESENDER:
    'There is no data-sharing agreement between your organisation and this practice. Ring the practice instead.',
  ENDPOINT_VARIES_FROM_TARGETURL: "The practice's address in the directory has changed. Start again.",
  ERROR_COMMUNICATING_TO_ENDPOINT: "The practice's system could not be reached. Try again in a few minutes, or ring the practice.",

  TIMEOUT_COMMUNICATING_TO_ENDPOINT: "The practice's system did not answer in time. Try again in a few minutes, or ring the practice.",

  // The practice's refusals
  PATIENT_NOT_FOUND: 'The practice has no such patient to show. Ring the practice.',
  INVALID_NHS_NUMBER: 'Check the NHS number with the patient and trace it again.',
  INVALID_PATIENT_DEMOGRAPHICS:
    "The practice could not confirm the patient's details. Check name and date of birth with the patient, or ring the practice.",
  NO_PATIENT_CONSENT: 'The patient has not agreed to this. Ring the practice.',
  NO_ORGANISATIONAL_CONSENT: 'The practice does not share with your organisation. Ring the practice.',
  NO_ORGANISATION_CONSENT: 'The practice does not share with your organisation. Ring the practice.',
  'ACCESS DENIED': 'The practice has switched online booking off, or does not offer it to your organisation. Ring the practice.',
  ACCESS_DENIED: 'The practice has switched online booking off, or does not offer it to your organisation. Ring the practice.',
  DUPLICATE_REJECTED: 'Somebody else was faster. Search again and choose another slot.',
  NO_RECORD_FOUND: 'The practice does not know this. Check what you asked for, or search again.',
  REFERENCE_NOT_FOUND: 'The practice no longer knows this slot. Search again and choose another.',
  INVALID_RESOURCE: 'The practice does not allow this. Search again and choose another slot; the details below say why.',
  INVALID_PARAMETER: 'The practice did not accept the search. Check the dates.',
  NOT_IMPLEMENTED: "The practice's system cannot do this. Ring the practice.",
  INTERNAL_SERVER_ERROR: "The practice's system failed. Try again in a few minutes, or ring the practice.",
}

const BY_PARTY = {
  pds: 'Try again in a few minutes.',
  sds: 'Try again in a few minutes.',
  consumer: 'Correct it and try again.',
  ssp: 'Tell your system supplier, with the trace id.',
  provider: "The practice's system refused. Ring the practice, and give your system supplier the trace id.",
  unknown:
    'Something between here and the practice answered in its stead. Try again; if it happens again, give your system supplier the trace id.',
} as const satisfies Record<Party, string>

export function adviceFor(code: string, by: Party, retryAfterSeconds?: number): string {
  if (retryAfterSeconds !== undefined) return `Try again in ${retryAfterSeconds} seconds.`
  return ADVICE[code] ?? BY_PARTY[by]
}
