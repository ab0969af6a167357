import { EXTENSIONS, PROFILES, SYSTEMS } from '../../../fhir/urls.ts'
import type { Context } from './asked.ts'
import { promisedFormat } from './explain-head.ts'
import { asAdvice, type Explained, type Row } from './explanation.ts'

type BodyRule = { at: RegExp; requirement: string; rule: string; example?: string }

const PARTICIPANTS = `"participant": [{"actor": {"reference": "Patient/[id]"}, "status": "accepted"}, {"actor": {"reference": "Location/[id]"}, "status": "accepted"}]`
const ORGANISATION = `"contained": [{"resourceType": "Organization", "id": "1", "identifier": [{"system": "${SYSTEMS.odsOrganisationCode}", "value": "[ODS code]"}], "name": "[name]", "telecom": [{"system": "phone", "value": "[number]"}]}]`
const BOOKED_BY = `"extension": [{"url": "${EXTENSIONS.bookingOrganisation}", "valueReference": {"reference": "#1"}}]`
const REASON = `"extension": [{"url": "${EXTENSIONS.appointmentCancellationReason}", "valueString": "[reason]"}]`
const MOMENT = '"2026-03-02T09:00:00+00:00"'

const OF_APPOINTMENT: readonly BodyRule[] = [
  {
    at: /\.meta\b/,
    requirement: 'APT-01',
    rule: 'An Appointment names its profile.',
    example: `"meta": {"profile": ["${PROFILES.Appointment}"]}`,
  },
  { at: /\.description$/, requirement: 'APT-01', rule: 'description is 1 to 100 characters; too long is refused, never cut (APT-06).' },
  { at: /\.comment$/, requirement: 'APT-06', rule: 'comment is at most 500 characters; too long is refused, never cut.' },
  {
    at: /\.participant/,
    requirement: 'APT-01',
    rule: 'One Patient and one Location take part, a Practitioner and a HealthcareService may; each has actor and status, by relative references (GEN-10).',
    example: PARTICIPANTS,
  },
  {
    at: /\.slot/,
    requirement: 'APT-01',
    rule: 'At least one slot is named, by a relative reference, each once.',
    example: '"slot": [{"reference": "Slot/[id from the search]"}]',
  },
  {
    at: /\.(?:start|end)$/,
    requirement: 'APT-03',
    rule: "start and end are the first slot's start and the last slot's end, with their offset.",
    example: MOMENT,
  },
  { at: /\.created$/, requirement: 'APT-01', rule: 'created says when the booking was made.', example: `"created": ${MOMENT}` },
  {
    at: /AppointmentCancellationReason/,
    requirement: 'APT-10',
    rule: 'A cancellation has one reason, which is not empty; nothing else has one.',
    example: REASON,
  },
  {
    at: /BookingOrganisation/,
    requirement: 'APT-01',
    rule: 'The BookingOrganisation extension refers to a contained Organization.',
    example: BOOKED_BY,
  },
  {
    at: /\.contained/,
    requirement: 'APT-01',
    rule: 'The booking organisation has its ODS code, a name and a way to reach it.',
    example: ORGANISATION,
  },
  {
    at: /\.id$/,
    requirement: 'APT-09',
    rule: 'An amended or cancelled Appointment has the id of the URL; one that is booked has none yet.',
  },
  { at: /\.status$/, requirement: 'APT-01', rule: 'status is booked, and cancelled in a cancellation.' },
]

const OF_REGISTRATION: readonly BodyRule[] = [
  {
    at: /^Parameters/,
    requirement: 'REG-01',
    rule: 'There is one parameter, registerPatient, and its resource is a Patient.',
    example: '{"resourceType": "Parameters", "parameter": [{"name": "registerPatient", "resource": {"resourceType": "Patient"}}]}',
  },
  {
    at: /\.meta\b/,
    requirement: 'REG-01',
    rule: 'The Patient names its profile.',
    example: `"meta": {"profile": ["${PROFILES.Patient}"]}`,
  },
  {
    at: /\.identifier/,
    requirement: 'REG-01',
    rule: 'The Patient has one identifier, a valid NHS number, with its system (DIFF-01, DIFF-02).',
    example: `"identifier": [{"system": "${SYSTEMS.nhsNumber}", "value": "[NHS number]"}]`,
  },
  {
    at: /\.name/,
    requirement: 'REG-01',
    rule: 'The Patient has one official name, with family and given.',
    example: '"name": [{"use": "official", "family": "[family]", "given": ["[given]"]}]',
  },
  { at: /\.birthDate/, requirement: 'REG-01', rule: 'The Patient has a whole date of birth.', example: '"birthDate": "1980-04-05"' },
  {
    at: /\.telecom/,
    requirement: 'REG-01',
    rule: 'At most one phone of each use (home, work, mobile, temp) and one email.',
    example: '"telecom": [{"system": "phone", "use": "mobile", "value": "[number]"}]',
  },
  { at: /\.address/, requirement: 'REG-01', rule: 'At most one address of use home and one of use temp.' },
]

const FALLBACK: Record<string, readonly [requirement: string, rule: string]> = {
  bookAppointment: ['APT-01', 'A booking holds what the profile and the rules ask for, and nothing that they forbid.'],
  amendAppointment: ['APT-09', 'An amendment is the Appointment as it was read, with another description or comment.'],
  cancelAppointment: ['APT-10', 'A cancellation is the Appointment as it was read, with status cancelled and a reason.'],
  registerPatient: ['REG-01', 'A registration holds what is listed there, and nothing else.'],
}

/** Faults of one body come together: `Appointment.slot: must hold at least one Slot; Appointment.end: must be sent.` */
function splitFaults(diagnostics: string): readonly (readonly [path: string, message: string])[] {
  return diagnostics
    .replace(/\.$/, '')
    .split(/; (?=(?:Appointment|Parameters|Patient)\b)/)
    .map((said) => {
      const colon = said.indexOf(': ')
      return colon === -1 ? (['body', said] as const) : ([said.slice(0, colon), said.slice(colon + 2)] as const)
    })
}

export function explainBody(diagnostics: string, { interaction = 'bookAppointment' }: Context): Explained[] {
  const rules = diagnostics.startsWith('Appointment') ? OF_APPOINTMENT : OF_REGISTRATION
  return splitFaults(diagnostics).map(([path, message]) => {
    const [requirement, rule] = FALLBACK[interaction] ?? ['GEN-20', 'A body is checked against profile and rules.']
    if (message.includes('only elements that STU3 defines')) {
      return {
        at: path,
        requirement: 'GEN-20',
        rule: 'An element that STU3 does not know is refused.',
        instead: `leave it out; ${message}`,
      }
    }
    if (message.includes('must not be sent')) return { at: path, requirement, rule, instead: 'leave it out' }
    const known = rules.find(({ at }) => at.test(path))
    return {
      at: path,
      requirement: known?.requirement ?? requirement,
      rule: known?.rule ?? rule,
      instead: known?.example ? `${asAdvice(message)}; for example ${known.example}` : asAdvice(message),
    }
  })
}

export const BODY_ROWS: readonly Row[] = [
  {
    says: /^The request needs a body/,
    requirement: 'ERR-03',
    rule: 'POST and PUT carry a resource.',
    explain: () => ({ at: 'body', instead: 'an empty line after the headers, and then the resource' }),
  },
  {
    says: /^The body is not well-formed UTF-8/,
    requirement: 'GEN-02',
    rule: 'Bodies are UTF-8.',
    explain: () => ({ at: 'body', instead: 'the same text, encoded as UTF-8' }),
  },
  {
    says: /^The body is not well-formed \w+: (.*)\.$/,
    requirement: 'ERR-03',
    rule: 'A body that cannot be read as what its Content-Type says is a bad request.',
    explain: ([, reason = ''], request) => ({ at: 'body', instead: `${promisedFormat(request)} without this: ${reason}` }),
  },
]
