import { objectsOf } from '../../fhir/json-object.ts'
import { codingIn, extensionsOf, referenceIn } from '../checks/check-by-type.ts'
import type { InteractionName } from '../interactions.ts'
import { type Judge, type Scenario, scenariosOf } from '../scenario.ts'
import { expectPerson, patientIdOf } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { EXTENSION, SYSTEM } from '../vocabulary.ts'
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
      judge.expect(answer, { requirement: 'PAT-04', rule, expected: id, got: answer.resource?.id })
      expectPerson(judge, answer, { patient: answer.resource ?? {}, person: judge.data(need) })
    },
  })),
)

const ofThePractice = scenariosOf('readPatient', 'read-patient', [
  {
    id: 'managing-organisation',
    title: 'a patient belongs to the practice that was asked',
    requirements: ['PAT-05'],
    needs: ['patient', 'organisation'],
    run: async (judge) => {
      // Given
      const patient = await judge.send(judge.draft('readPatient', { id: await patientIdOf(judge, judge.data('patient')) }))
      // When
      const id = referenceIn(patient.resource?.managingOrganization).replace('Organization/', '')
      const answer = await judge.send(judge.draft('readOrganization', { id }))
      // Then
      judge.expect(answer, {
        requirement: 'PAT-05',
        rule: "The patient's managing organisation is the practice.",
        expected: [judge.data('organisation').odsCode],
        got: objectsOf(answer.resource?.identifier).flatMap(({ system, value }) => (system === SYSTEM.odsCode ? [value] : [])),
      })
    },
  },
  {
    id: 'temporary-type',
    title: 'the registration of a temporary patient says that it is temporary',
    requirements: ['PAT-05', 'REG-05'],
    needs: ['temporary-patient'],
    run: async (judge) => {
      const answer = await judge.send(judge.draft('readPatient', { id: await patientIdOf(judge, judge.data('temporary-patient')) }))
      const [details = {}] = extensionsOf(answer.resource ?? {}, EXTENSION.registrationDetails)
      const { code, display } = codingIn(extensionsOf(details, 'registrationType')[0] ?? {})
      const rule = 'The registration type is T, Temporary.'
      judge.expect(answer, { requirement: 'PAT-05', rule, expected: ['T', 'Temporary'], got: [code, display] })
    },
  },
])

/** What is addressed by its id: there, or not there. */
export const readById: Scenario[] = [...patients, ...ofThePractice, ...unknown]
