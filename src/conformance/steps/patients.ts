import type { Judge } from '../scenario.ts'
import type { Person } from '../target/needs.ts'
import { SYSTEM } from '../vocabulary.ts'
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
