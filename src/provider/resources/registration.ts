import type { Gender } from '../../directory/model.ts'
import { checkShape } from '../../fhir/check-shape.ts'
import type { Parameters, Patient } from '../../fhir/types.ts'
import { EXTENSIONS, PROFILES, SYSTEMS } from '../../fhir/urls.ts'
import { type Dialect, type Difference, errorBy } from '../../nhs/dialect.ts'
import { isHumanLanguage } from '../../nhs/human-languages.ts'
import { parseLocalDate } from '../../nhs/local-time.ts'
import { type NhsNumber, parseNhsNumber } from '../../nhs/nhs-number.ts'
import type { Registration } from '../../patients/register-patient.ts'
import { fromAddress, fromContactPoint, textsOf } from './contact-details.ts'
import { otherElements, prohibited, type ResourceFault, refuseFaults } from './refuse.ts'

const ALLOWED = ['resourceType', 'meta', 'extension', 'identifier', 'name', 'telecom', 'gender', 'birthDate', 'address']

/** Collects what is wrong with a submitted registration, by the dialect's codes. */
type Findings = { say(path: string, message: string): void; differ(difference: Difference, path: string, message: string): void }

/** REG-01: who is to be registered. Throws one refusal that names every fault found. */
export function decodeRegistration(body: unknown, dialect: Dialect): Registration {
  refuseFaults(checkShape(body, 'Parameters'))
  const faults: ResourceFault[] = []
  const findings: Findings = {
    say: (path, message) => faults.push({ path, message }),
    differ: (difference, path, message) => {
      const error = errorBy(dialect, difference)
      if (error) faults.push({ path, message, error })
    },
  }
  // checkShape has proved it.
  const patient = patientOf(body as Parameters, findings)
  refuseFaults(faults)
  if (!patient) throw new Error('A fault of a registration was not named.')

  const registration = decodePatient(patient, findings)
  refuseFaults(faults)
  return registration
}

function patientOf({ parameter = [] }: Parameters, { say, differ }: Findings): Patient | undefined {
  const named = parameter.filter(({ name }) => name === 'registerPatient')
  if (named.length > 1) {
    differ('register: two registerPatient parameters', 'Parameters.parameter', 'registerPatient must be sent once')
  }
  if (named.length === 0 || parameter.length > named.length) {
    say('Parameters.parameter', 'must hold registerPatient and no parameter of another name')
  }
  const resource = named[0]?.resource
  if (resource?.resourceType === 'Patient') return resource
  if (named.length > 0) say('Parameters.parameter(registerPatient)', 'must hold a Patient as its resource')
  return undefined
}

function decodePatient(patient: Patient, findings: Findings): Registration {
  const { say } = findings
  if (!patient.meta?.profile?.includes(PROFILES.Patient)) say('Patient.meta.profile', `must hold ${PROFILES.Patient}`)
  for (const name of otherElements(patient, ALLOWED)) say(`Patient.${name}`, 'must not be sent in a registration')

  const nhsNumber = decodeNhsNumber(patient, findings)
  const name = decodeName(patient, findings)
  const birthDate = decodeBirthDate(patient, findings)
  checkTelecom(patient, findings)
  checkAddresses(patient, findings)
  return {
    // Only used when no fault was found, and then it is one.
    nhsNumber: nhsNumber as NhsNumber,
    ...name,
    birthDate,
    ...(patient.gender && { gender: patient.gender as Gender }),
    addresses: (patient.address ?? []).map(fromAddress),
    telecom: (patient.telecom ?? []).map(fromContactPoint),
    ...decodeCommunication(patient, findings),
  }
}

const MISSING: Difference = 'register: a mandatory element or the system of an identifier is missing, or two telecoms of one use'

function decodeNhsNumber({ identifier = [] }: Patient, { say, differ }: Findings): NhsNumber | undefined {
  const path = 'Patient.identifier'
  const numbers = identifier.filter(({ system }) => system === SYSTEMS.nhsNumber)
  const withoutSystem = identifier.filter(({ system }) => !system)
  if (withoutSystem.length > 0) differ(MISSING, path, 'must have a system')
  if (identifier.length > numbers.length + withoutSystem.length) {
    differ('register: a further name or identifier', path, 'must hold the NHS number alone')
  }
  if (numbers.length > 1) say(path, 'must hold one NHS number')
  for (const number of numbers)
    for (const fault of prohibited(path, number, ['use', 'type', 'period', 'assigner'])) say(fault.path, fault.message)

  const [number] = numbers
  if (!number) {
    if (withoutSystem.length === 0) differ('register: no NHS number', path, 'must hold the NHS number')
    return undefined
  }
  const nhsNumber = parseNhsNumber(number.value ?? '')
  if (!nhsNumber) differ('register: an invalid NHS number', path, 'must hold a valid NHS number')
  return nhsNumber
}

function decodeName({ name = [] }: Patient, { say, differ }: Findings): Pick<Registration, 'family' | 'given' | 'prefix'> {
  const official = name.filter(({ use }) => use === 'official')
  if (official.length > 1) say('Patient.name', 'must hold one official name')
  if (name.length > official.length) differ('register: a further name or identifier', 'Patient.name', 'must hold the official name alone')

  const [chosen] = official
  if (!chosen) differ(MISSING, 'Patient.name', 'must hold a name whose use is official')
  else if (!chosen.family) differ(MISSING, 'Patient.name.family', 'must be sent')
  else if (!chosen.given?.[0]) say('Patient.name.given', 'must be sent')
  return { family: chosen?.family ?? '', given: textsOf(chosen?.given), prefix: textsOf(chosen?.prefix) }
}

function decodeBirthDate({ birthDate }: Patient, { say, differ }: Findings): string {
  if (!birthDate) differ(MISSING, 'Patient.birthDate', 'must be sent')
  else if (!parseLocalDate(birthDate)) say('Patient.birthDate', 'must be a whole date, yyyy-mm-dd')
  return birthDate ?? ''
}

/** Phone by use, one each, and one email. */
function checkTelecom({ telecom = [] }: Patient, { say, differ }: Findings): void {
  const kinds = telecom.map(({ system, use }) => (system === 'email' ? 'email' : `${system} ${use}`))
  const allowed = ['email', 'phone home', 'phone work', 'phone mobile', 'phone temp']
  if (kinds.some((kind) => !allowed.includes(kind))) say('Patient.telecom', 'must be phones of use home, work, mobile or temp, or an email')
  if (new Set(kinds).size !== kinds.length) differ(MISSING, 'Patient.telecom', 'must hold one phone of each use and one email at most')
  if (telecom.some(({ value }) => !value)) say('Patient.telecom.value', 'must be sent')
}

function checkAddresses({ address = [] }: Patient, { say }: Findings): void {
  const uses = address.map(({ use }) => use)
  if (uses.some((use) => use !== 'home' && use !== 'temp')) say('Patient.address', 'must be of use home or temp')
  if (new Set(uses).size !== uses.length) say('Patient.address', 'must hold one of each use at most')
  if (address.some((one) => 'state' in one)) say('Patient.address.state', 'must not be sent')
}

function decodeCommunication({ extension = [] }: Patient, { say }: Findings): Pick<Registration, 'language' | 'interpreterRequired'> {
  const path = 'Patient.extension(NHSCommunication)'
  const communications = extension.filter(({ url }) => url === EXTENSIONS.nhsCommunication)
  if (extension.length > communications.length) say('Patient.extension', 'must hold nothing but one NHSCommunication')
  if (communications.length > 1) say(path, 'must be sent once at most')

  const [communication] = communications
  if (!communication) return {}
  const parts = communication.extension ?? []
  const languages = parts.filter(({ url }) => url === 'language')
  const interpreter = parts.filter(({ url }) => url === 'interpreterRequired')
  if (languages.length !== 1 || interpreter.length > 1 || parts.length > languages.length + interpreter.length) {
    say(path, 'must hold one language, and interpreterRequired once at most')
  }
  const language = languages[0]?.valueCodeableConcept?.coding?.find(({ system }) => system === SYSTEMS.humanLanguage)?.code
  if (!language || !isHumanLanguage(language)) say(`${path}.language`, `must be a code of ${SYSTEMS.humanLanguage}`)
  const interpreterRequired = interpreter[0]?.valueBoolean
  if (interpreter.length === 1 && interpreterRequired === undefined) say(`${path}.interpreterRequired`, 'must be true or false')
  return { ...(language && { language }), ...(interpreterRequired !== undefined && { interpreterRequired }) }
}
