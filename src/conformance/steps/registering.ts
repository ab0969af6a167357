import { isJsonObject, type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import { extensionsOf } from '../checks/check-by-type.ts'
import { profilesOf } from '../checks/check-outcome.ts'
import type { Judge } from '../scenario.ts'
import type { Person } from '../target/needs.ts'
import { EXTENSION, PROFILE_OF, SYSTEM } from '../vocabulary.ts'
import type { Answer } from '../wire/answer.ts'
import { insistOnStatus } from './refusals.ts'
import { resourcesOfType } from './search.ts'

/** REG-01: what a well-behaved consumer sends of this person at the least, with the gender where the target names it. */
export function patientOf({ nhsNumber, family, given, birthDate, gender }: Person): JsonObject {
  return {
    resourceType: 'Patient',
    meta: { profile: [PROFILE_OF.Patient] },
    identifier: [{ system: SYSTEM.nhsNumber, value: nhsNumber }],
    name: [{ use: 'official', family, given: given.length > 0 ? given : ['Unknown'] }],
    ...(gender !== undefined && { gender }),
    birthDate,
  }
}

export function parametersOf(patient: JsonObject): JsonObject {
  return { resourceType: 'Parameters', parameter: [{ name: 'registerPatient', resource: patient }] }
}

export function register(judge: Judge, patient: JsonObject): Promise<Answer> {
  return judge.send(judge.draft('registerPatient', { body: parametersOf(patient) }))
}

/** How many records of the person a search finds. */
export async function countFound(judge: Judge, { nhsNumber }: Pick<Person, 'nhsNumber'>): Promise<{ answer: Answer; ids: unknown[] }> {
  const answer = await judge.send(judge.draft('findPatient', { query: [['identifier', `${SYSTEM.nhsNumber}|${nhsNumber}`]] }))
  insistOnStatus(judge, answer, { status: 200, requirement: 'PAT-01', rule: 'A search by NHS number is answered with a Bundle.' })
  return { answer, ids: resourcesOfType(answer, 'Patient').map(({ id }) => id) }
}

async function firstNotFound(judge: Judge, people: readonly Person[]): Promise<Person> {
  for (const person of people) {
    const { ids } = await countFound(judge, person)
    if (ids.length === 0) return person
  }
  return judge.skip('Everybody whom the target names for this is registered by now: the test data have to be made anew.')
}

/** Somebody who is registered by this scenario, and stays so. */
export function givenPersonToRegister(judge: Judge): Promise<Person> {
  return firstNotFound(judge, judge.data('registrable-people').slice(0, -1))
}

/** Somebody who could be registered, for a registration that must be refused: they can be had again by the next scenario. */
export function givenPersonToRefuse(judge: Judge): Promise<Person> {
  return firstNotFound(judge, judge.data('registrable-people').toReversed())
}

export function givenReturningPatient(judge: Judge): Promise<Person> {
  return firstNotFound(judge, judge.data('returning-patients'))
}

export async function expectNotFound(judge: Judge, person: Pick<Person, 'nhsNumber'>): Promise<void> {
  const { answer, ids } = await countFound(judge, person)
  judge.expect(answer, { requirement: 'REG-02', rule: 'Nobody is registered by what is refused.', expected: 0, got: ids.length })
}

/** REG-04, REG-05: the answer is the person's new record, of a temporary registration that ends. */
export function insistOnRegistered(judge: Judge, answer: Answer, { nhsNumber, birthDate }: Person): JsonObject {
  insistOnStatus(judge, answer, { status: 200, requirement: 'REG-05', rule: 'Who may be registered is registered.' })
  const patients = resourcesOfType(answer, 'Patient')
  const entries = objectsOf(answer.resource?.entry).length
  const hold = (requirement: string, rule: string, expected: unknown, got: unknown) =>
    judge.expect(answer, { requirement, rule, expected, got })
  hold('REG-05', 'The answer is a searchset Bundle, under its profile.', [PROFILE_OF.Bundle], profilesOf(answer.resource ?? {}))
  judge.insist(answer, { requirement: 'REG-05', rule: 'It holds the Patient alone.', expected: [1, 1], got: [patients.length, entries] })

  const [patient = {}] = patients
  const [identifier = {}] = objectsOf(patient.identifier)
  hold('PAT-05', 'It is the person who was sent.', { nhsNumber, birthDate }, { nhsNumber: identifier.value, birthDate: patient.birthDate })
  const [status = {}] = extensionsOf(identifier, EXTENSION.nhsNumberVerificationStatus)
  hold(
    'PAT-05',
    'The NHS number is present and verified.',
    coding('verificationStatus', '01', 'Number present and verified'),
    codingOf(status),
  )
  expectTemporary(judge, answer, patient)
  return patient
}

function expectTemporary(judge: Judge, answer: Answer, patient: JsonObject): void {
  const [details = {}] = extensionsOf(patient, EXTENSION.registrationDetails)
  const [type = {}] = extensionsOf(details, 'registrationType')
  const [{ valuePeriod } = {}] = extensionsOf(details, 'registrationPeriod')
  const { start, end } = isJsonObject(valuePeriod) ? valuePeriod : {}
  const hold = (requirement: string, rule: string, expected: unknown, got: unknown) =>
    judge.expect(answer, { requirement, rule, expected, got })
  hold('REG-05', 'The registration is of the type temporary.', coding('registrationType', 'T', 'Temporary'), codingOf(type))
  const now = judge.now().getTime()
  const aDay = 86_400_000
  hold('REG-04', 'The registration begins today.', true, Math.abs(Date.parse(String(start)) - now) < 2 * aDay)
  hold('REG-04', 'The registration has an end, which is to come.', true, Date.parse(String(end)) > now)
}

const coding = (system: keyof typeof SYSTEM, code: string, display: string) => ({ system: SYSTEM[system], code, display })

function codingOf({ valueCodeableConcept }: JsonObject): { system: unknown; code: unknown; display: unknown } {
  const [{ system, code, display } = {}] = objectsOf(isJsonObject(valueCodeableConcept) ? valueCodeableConcept.coding : [])
  return { system, code, display }
}

/** The year is another: one of the three parts. */
export function withOtherYear(birthDate: string): string {
  const [year = '', month = '', day = ''] = birthDate.split('-')
  // The year before has no 29th of February.
  return month === '02' && day === '29' ? `${year}-02-28` : `${Number(year) - 1}-${month}-${day}`
}

export function withOtherDay(birthDate: string): string {
  return `${birthDate.slice(0, 8)}${birthDate.endsWith('-01') ? '02' : '01'}`
}

export function withTwoPartsOther(birthDate: string): string {
  return withOtherYear(withOtherDay(birthDate))
}
