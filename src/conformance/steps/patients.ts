import { type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import type { Judge } from '../scenario.ts'
import type { Person } from '../target/needs.ts'
import { SYSTEM } from '../vocabulary.ts'
import type { Answer } from '../wire/answer.ts'
import { resourcesOfType } from './search.ts'

/** The logical id of a patient whom the target promises (PAT-01). */
export async function givenPatientId(judge: Judge, need: 'patient' | 'second-patient' = 'patient'): Promise<string> {
  return patientIdOf(judge, judge.data(need))
}

export async function patientIdOf(judge: Judge, { nhsNumber }: Pick<Person, 'nhsNumber'>): Promise<string> {
  const answer = await judge.send(judge.draft('findPatient', { query: [['identifier', `${SYSTEM.nhsNumber}|${nhsNumber}`]] }))
  const found = resourcesOfType(answer, 'Patient').map(({ id }) => id)
  judge.insist(answer, { requirement: 'PAT-01', rule: 'The patient whom the target promises is found.', expected: 1, got: found.length })
  return String(found[0])
}

/** PAT-05: the patient is the person whom the target names, as far as it says who that is. */
export function expectPerson(judge: Judge, answer: Answer, { patient, person }: { patient: JsonObject; person: Person }): void {
  const [name = {}] = objectsOf(patient.name)
  const [{ value } = {}] = objectsOf(patient.identifier)
  const { nhsNumber, family, given, birthDate, gender } = person
  judge.expect(answer, {
    requirement: 'PAT-05',
    rule: 'NHS number, name, date of birth and gender are those of the person whom the target names.',
    expected: { nhsNumber, family, given, birthDate, ...(gender !== undefined && { gender }) },
    got: {
      ...{ nhsNumber: value, family: name.family, given: Array.isArray(name.given) ? name.given : [], birthDate: patient.birthDate },
      ...(gender !== undefined && { gender: patient.gender }),
    },
  })
}
