import type { Party, UnavailableReason } from '../../../consumer/index.ts'
import { SPINE_ERRORS, type SpineErrorName } from '../../../nhs/spine-errors.ts'
import { ACCESS_FAULTS } from '../../../spine/access-token-faults.ts'
import type { TransportReason } from '../../../spine/transport-error.ts'

type Whom = 'practice' | 'supplier' | 'nobody'
export type CodeHelp = { means: string; toDo: string; ring: Whom }

const practice = (means: string, toDo: string): CodeHelp => ({ means, toDo, ring: 'practice' })
const supplier = (means: string, toDo = 'Nothing you do here mends it. Book by telephone until it is mended.'): CodeHelp => ({
  means,
  toDo,
  ring: 'supplier',
})
const nobody = (means: string, toDo: string): CodeHelp => ({ means, toDo, ring: 'nobody' })

const SEARCH_AGAIN = 'Search again and choose another slot.'
const IN_A_MINUTE = 'Try again in a minute.'

/** What a practice's system refuses with: the whole of GP Connect's list. */
const OF_PRACTICES = {
  INVALID_IDENTIFIER_SYSTEM: supplier('The practice was asked in a way that it does not know.'),
  INVALID_IDENTIFIER_VALUE: supplier('The practice was asked for something by a code that cannot be one.'),
  INVALID_NHS_NUMBER: practice(
    'The practice does not take this NHS number.',
    'Check the number with the patient, and find the patient again.',
  ),
  INVALID_PATIENT_DEMOGRAPHICS: practice(
    'What the practice holds of the patient differs from what it was sent.',
    'Check name and date of birth with the patient.',
  ),
  ORGANISATION_NOT_FOUND: practice('The practice’s system does not know the organisation.', 'Check that it is the right practice.'),
  PATIENT_NOT_FOUND: practice(
    'The practice has no such patient, or does not show them to others.',
    'Register the patient if that is offered, or book by telephone.',
  ),
  PRACTITIONER_NOT_FOUND: practice('The practice does not know this member of staff.', SEARCH_AGAIN),
  NO_RECORD_FOUND: practice('The practice does not know the appointment.', 'List the patient’s appointments again.'),
  NO_PATIENT_CONSENT: practice('The patient has asked the practice not to share.', 'Nothing can be booked from here.'),
  NO_ORGANISATIONAL_CONSENT: practice('The practice does not share with your organisation.', 'Book elsewhere, or by telephone.'),
  ACCESS_DENIED: practice(
    'The practice has switched online booking off, or not on for your organisation.',
    'Book elsewhere, or by telephone.',
  ),
  DUPLICATE_REJECTED: nobody('Somebody else has taken the slot, or made the same record, just before.', SEARCH_AGAIN),
  FHIR_CONSTRAINT_VIOLATION: nobody(
    'Somebody else changed the appointment after you saw it.',
    'List the appointments again, and look at what is there now.',
  ),
  INVALID_RESOURCE: practice('The practice does not allow what was asked. The support details say why.', SEARCH_AGAIN),
  INVALID_PARAMETER: practice('The practice does not take the search: most often because of its dates.', 'Search other days.'),
  REFERENCE_NOT_FOUND: nobody('The practice no longer has this slot.', SEARCH_AGAIN),
  BAD_REQUEST: supplier('The practice’s system could not read the request.'),
  BODY_TOO_LARGE: supplier('The practice’s system could not read the request.'),
  UNSUPPORTED_MEDIA_TYPE: supplier('The practice’s system could not read the request.'),
  NOT_IMPLEMENTED: practice('The practice’s system cannot do this.', 'Book by telephone.'),
  INTERNAL_SERVER_ERROR: practice(
    'The practice’s system failed.',
    'Try again in a few minutes. If you were booking, look at the patient’s appointments first.',
  ),
} as const satisfies Record<SpineErrorName, CodeHelp>

/** Written otherwise by systems of some age. */
const ALSO_OF_PRACTICES: Readonly<Record<string, CodeHelp>> = {
  NO_ORGANISATION_CONSENT: OF_PRACTICES.NO_ORGANISATIONAL_CONSENT,
  ACCESS_DENIED: OF_PRACTICES.ACCESS_DENIED,
}

const OF_THE_SSP: Readonly<Record<string, CodeHelp>> = {
  ASID_CHECK_FAILED_MESSAGESENDER: supplier('Your organisation’s system is not registered for this.'),
  PARTYKEY_INTERACTION_CHECK_FAILED_MESSAGERECEIVER: practice('The practice is not registered for this.', 'Book by telephone.'),
  CERTIFICATE_FQDN_CHECK_FAILED_MESSAGESENDER: supplier('This system’s certificate is not the one of its registration.'),
  FOT_CHECK_FAILED_MESSAGESENDER: practice(
    'There is no agreement on sharing between your organisation and the practice.',
    'Book elsewhere, or by telephone.',
  ),
  ENDPOINT_VARIES_FROM_TARGETURL: nobody('The practice’s address in the directory has changed.', 'Find the patient again, and start anew.'),
  ERROR_COMMUNICATING_TO_ENDPOINT: practice(
    'The practice’s system could not be reached.',
    'Try again in a few minutes. If you were booking, look at the patient’s appointments first.',
  ),
  TIMEOUT_COMMUNICATING_TO_ENDPOINT: practice(
    'The practice’s system did not answer in time.',
    'Try again in a few minutes. If you were booking, look at the patient’s appointments first.',
  ),
}

const REASONS = {
  'no-connection': supplier('No connection could be made. Nothing was sent.', IN_A_MINUTE),
  'timed-out': practice('There was no answer in time.', `${IN_A_MINUTE} If you were booking, look at your recent work first.`),
  'given-up': practice('There was no answer in the time that the search allowed.', 'Try this practice alone.'),
  'broken-off': supplier(
    'The connection broke off before the answer was here.',
    'Try again. If you were booking, look at your recent work first.',
  ),
  'rate-limited': nobody('More was asked for at once than is allowed.', 'Wait a minute, then try again.'),
  'not-authorised': supplier('This system was not let in.'),
  failed: supplier('The service that was asked is in trouble.', 'Try again in a few minutes.'),
  'unexpected-answer': supplier('There was an answer, and it made no sense.', 'Try again once.'),
} as const satisfies Record<UnavailableReason, CodeHelp>

const ON_THE_WAY = {
  'no-such-host': supplier('The name of the NHS service is not known in this network. Nothing was sent.', IN_A_MINUTE),
  'no-connection': REASONS['no-connection'],
  'connect-timed-out': supplier('No connection was made in time. Nothing was sent.', IN_A_MINUTE),
  'certificate-expired': supplier('The NHS service’s certificate has run out. Nothing was sent.'),
  'certificate-not-yet-valid': supplier('The NHS service’s certificate is not valid yet. Nothing was sent.'),
  'certificate-of-another-name': supplier('The NHS service could not prove who it is. Nothing was sent.'),
  'certificate-not-trusted': supplier('The NHS service could not prove who it is. Nothing was sent.'),
  'own-certificate-refused': supplier('This system’s certificate was refused. Nothing was sent.'),
  'own-certificate-unusable': supplier('This system’s certificate cannot be used. Nothing was sent.'),
  'tls-failed': supplier('No secure connection could be made. Nothing was sent.'),
  'address-unusable': practice('The practice’s address in the directory is wrong. Nothing was sent.', 'Book by telephone.'),
} as const satisfies Record<TransportReason, CodeHelp>

const BY_STATUS: Readonly<Record<string, CodeHelp>> = {
  'HTTP 429': REASONS['rate-limited'],
  ...Object.fromEntries([500, 502, 503, 504].map((status) => [`HTTP ${status}`, OF_PRACTICES.INTERNAL_SERVER_ERROR])),
  'HTTP 444': supplier('The connection was closed without an answer.', 'Try again. If you were booking, look at your recent work first.'),
  'HTTP 495': supplier('A system on the way refused a certificate.'),
  'HTTP 496': supplier('This system showed no certificate.'),
  'HTTP 497': supplier('This system asked without encryption.'),
}

const OF_THIS_SYSTEM: Readonly<Record<string, CodeHelp>> = {
  'not-tried': practice('The practice’s system has not answered lately, and is left alone for a moment. Nothing was sent.', IN_A_MINUTE),
  TEXT_NOT_ALLOWED: nobody('What was typed is too long, or missing. Nothing was sent.', 'Correct it, and send it again.'),
  INCOMPLETE_DEMOGRAPHICS: practice('PDS holds too little of the patient to register them. Nothing was sent.', 'Book by telephone.'),
  'given-up': practice(
    'There was no answer in the time allowed.',
    'Try this practice alone, or ring it. If something was sent, look at your recent work first.',
  ),
  TOO_LATE: nobody('The time allowed was over before anything was sent.', 'Try again.'),
}

const ofPractices = Object.fromEntries([
  ...Object.entries(ALSO_OF_PRACTICES),
  ...Object.entries(SPINE_ERRORS).map(([name, { code }]) => [code, OF_PRACTICES[name as SpineErrorName]] as const),
])
const accessFaults = Object.fromEntries(Object.entries(ACCESS_FAULTS).map(([code, means]) => [code, supplier(means)]))

/** Every code, below each party that may say it. */
export const HELP = {
  provider: { who: 'The practice’s system', codes: { ...ofPractices, 'unexpected-answer': REASONS['unexpected-answer'], ...BY_STATUS } },
  ssp: { who: 'The Spine proxy, on the way to the practice', codes: { ...OF_THE_SSP, ...REASONS, ...ON_THE_WAY, ...BY_STATUS } },
  pds: {
    who: 'PDS, the NHS’s register of people',
    codes: { ...REASONS, ...accessFaults, INVALID_NHS_NUMBER: OF_PRACTICES.INVALID_NHS_NUMBER },
  },
  sds: { who: 'The NHS directory', codes: { ...REASONS, ...accessFaults } },
  consumer: { who: 'This service, before anything was sent', codes: OF_THIS_SYSTEM },
  unknown: { who: 'Something between here and the practice', codes: { ...BY_STATUS, ...ofPractices } },
} as const satisfies Record<Party, { who: string; codes: Readonly<Record<string, CodeHelp>> }>

export const RING = {
  practice: 'The practice, if it goes on.',
  supplier: 'Your service desk, with the support details.',
  nobody: 'Nobody: go on from here.',
} as const satisfies Record<Whom, string>
