import type { InteractionName } from '../interactions.ts'
import { type Judge, type Scenario, scenariosOf } from '../scenario.ts'
import { patientIdOf } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { probe } from './probes.ts'

const UNKNOWN: readonly (readonly [name: InteractionName, prefix: string, code: string, requirement: string])[] = [
  ['readPatient', 'read-patient', 'PATIENT_NOT_FOUND', 'PAT-04'],
  ['readPractitioner', 'read-practitioner', 'PRACTITIONER_NOT_FOUND', 'ORG-02'],
  ['readOrganization', 'read-organization', 'ORGANISATION_NOT_FOUND', 'ORG-02'],
  ['readLocation', 'read-location', 'NO_RECORD_FOUND', 'ORG-02'],
  ['readHealthcareService', 'read-healthcare-service', 'NO_RECORD_FOUND', 'ORG-02'],
  ['readAppointment', 'read-appointment', 'NO_RECORD_FOUND', 'APT-07'],
  ['retrieveAppointments', 'retrieve-appointments', 'PATIENT_NOT_FOUND', 'APT-08'],
]

const unknown = UNKNOWN.flatMap(([name, prefix, code, requirement]) =>
  scenariosOf(name, prefix, [
    {
      id: 'refused-unknown-id',
      title: `refused with 404 ${code}: an id that nothing has`,
      requirements: [requirement],
      inBothFormats: true,
      run: async (judge: Judge) => {
        // When
        const answer = await judge.send(probe(judge, name))
        // Then
        const rule = 'What is not there is not found, under the code of its type.'
        expectRefusal(judge, answer, { refusal: [404, code], requirement, rule })
      },
    },
  ]),
)

const patients = scenariosOf(
  'readPatient',
  'read-patient',
  (['patient', 'temporary-patient', 'rich-patient', 'untraced-patient'] as const).map((need) => ({
    id: need,
    title: `read by the id that the search gave: ${need}`,
    requirements: ['PAT-04', 'PAT-05'],
    needs: [need],
    inBothFormats: true,
    run: async (judge: Judge) => {
      // Given
      const id = await patientIdOf(judge, judge.data(need))
      // When
      const answer = await judge.send(judge.draft('readPatient', { id }))
      // Then
      const rule = 'A patient who is found can be read under the same id.'
      insistOnStatus(judge, answer, { status: 200, requirement: 'PAT-04', rule })
      const { birthDate } = judge.data(need)
      judge.expect(answer, {
        ...{ requirement: 'PAT-05', rule },
        expected: { id, birthDate },
        got: { id: answer.resource?.id, birthDate: answer.resource?.birthDate },
      })
    },
  })),
)

/** What is addressed by its id: there, or not there. */
export const readById: Scenario[] = [...patients, ...unknown]
