import { objectsOf } from '../../fhir/json-object.ts'
import { extensionsOf } from '../checks/check-by-type.ts'
import { type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { patientIdOf } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { EXTENSION } from '../vocabulary.ts'

const otherCase: ScenarioSource[] = [
  {
    id: 'refused-type-in-other-case',
    title: 'refused with 501 NOT_IMPLEMENTED: /appointment instead of /Appointment',
    requirements: ['GEN-01', 'SEC-03'],
    needs: ['direct'],
    run: async (judge) => {
      // When
      const draft = judge.draft('readAppointment', { id: '1' })
      const answer = await judge.send({ ...draft, path: '/appointment/1' })
      // Then
      const rule = 'Everything in a URL is case sensitive.'
      expectRefusal(judge, answer, { refusal: [501, 'NOT_IMPLEMENTED'], requirement: 'GEN-01', rule })
    },
  },
  {
    id: 'refused-root-in-other-case',
    title: 'refused with 404 NO_RECORD_FOUND: the service root with stu3 instead of STU3',
    requirements: ['GEN-01', 'SEC-03'],
    needs: ['direct'],
    run: async (judge) => {
      // When
      const draft = judge.draft('readAppointment', { id: '1' })
      const answer = await judge.send({ ...draft, serviceRoot: draft.serviceRoot.replace('/STU3/', '/stu3/') })
      // Then
      const rule = 'A service root in another case is an unknown one.'
      expectRefusal(judge, answer, { refusal: [404, 'NO_RECORD_FOUND'], requirement: 'GEN-01', rule })
    },
  },
]

/** What PAT-05 has populated where it is held, which it is of this patient. */
const HELD: readonly string[] = ['identifier', 'name', 'birthDate', 'gender', 'address', 'telecom', 'contact', 'generalPractitioner']

const whole: ScenarioSource = {
  id: 'everything-held',
  title: 'a patient of whom everything is held reads with all of it',
  requirements: ['PAT-05', 'GEN-11', 'GEN-13'],
  needs: ['rich-patient'],
  inBothFormats: true,
  run: async (judge) => {
    // Given
    const id = await patientIdOf(judge, judge.data('rich-patient'))
    // When
    const answer = await judge.send(judge.draft('readPatient', { id }))
    // Then
    insistOnStatus(judge, answer, { status: 200, requirement: 'PAT-04', rule: 'A patient who is found can be read.' })
    const patient = answer.resource ?? {}
    const missing = HELD.filter((element) => patient[element] === undefined)
    judge.expect(answer, { requirement: 'GEN-11', rule: 'What is held is populated.', expected: [], got: missing })
    const languages = extensionsOf(patient, EXTENSION.nhsCommunication).length
    judge.expect(answer, { requirement: 'PAT-05', rule: 'The language is there, once.', expected: 1, got: languages })
    const [details = {}] = extensionsOf(patient, EXTENSION.registrationDetails)
    const parts = objectsOf(details.extension).map(({ url }) => url)
    const without = ['preferredBranchSurgery', 'registrationType', 'registrationPeriod'].filter((part) => !parts.includes(part))
    judge.expect(answer, { requirement: 'PAT-05', rule: 'Registration details are whole.', expected: [], got: without })
    const withUse = [...objectsOf(patient.address), ...objectsOf(patient.telecom)].every(({ use }) => typeof use === 'string')
    judge.expect(answer, { requirement: 'GEN-13', rule: "A person's addresses and numbers say their use.", expected: true, got: withUse })
    const relationships = objectsOf(patient.contact).flatMap(({ relationship }) => objectsOf(relationship))
    const asText = relationships.length > 0 && relationships.every(({ text, coding }) => typeof text === 'string' && coding === undefined)
    judge.expect(answer, { requirement: 'GEN-13', rule: 'A relationship is told as text alone.', expected: true, got: asText })
  },
}

/** GEN-01 of where things are, GEN-11 of what is there. */
export const caseAndCompleteness: Scenario[] = [
  ...scenariosOf('readAppointment', 'read-appointment', otherCase),
  ...scenariosOf('readPatient', 'read-patient', [whole]),
]
