import type { JsonObject } from '../../fhir/json-object.ts'
import type { Judge, ScenarioSource } from '../scenario.ts'
import { byDialect, expectRefusal, type Refusal } from '../steps/refusals.ts'
import { expectNotFound, givenPersonToRefuse, parametersOf, patientOf } from '../steps/registering.ts'
import { PROFILE_OF, SYSTEM } from '../vocabulary.ts'
import { withAnyResource } from '../wire/draft.ts'
import { malformedBodies } from './malformed-bodies.ts'

const INVALID: Refusal = [422, 'INVALID_RESOURCE']

type Row = {
  id: string
  title: string
  requirement?: string
  refusal?: (judge: Judge) => Refusal
  body: (patient: JsonObject) => JsonObject
}

const parameters = (...parameter: JsonObject[]): JsonObject => ({ resourceType: 'Parameters', parameter })
const named = (name: string, resource: JsonObject): JsonObject => ({ name, resource })

const ROWS: Row[] = [
  { id: 'no-parameter', title: 'Parameters without a parameter', body: () => ({ resourceType: 'Parameters' }) },
  { id: 'other-name', title: 'a parameter of another name', body: (patient) => parameters(named('patient', patient)) },
  {
    id: 'name-in-lower-case',
    title: 'a parameter whose name is in lower case',
    body: (patient) => parameters(named('registerpatient', patient)),
  },
  {
    id: 'further-parameter',
    title: 'a further parameter of another name',
    body: (patient) => parameters(named('registerPatient', patient), { name: 'nothing', valueString: 'nothing' }),
  },
  {
    id: 'two-register-patient',
    title: 'two registerPatient parameters',
    requirement: 'DIFF-06',
    refusal: (judge) => byDialect(judge, { assurance: [400, 'BAD_REQUEST'], specification: INVALID }),
    body: (patient) => parameters(named('registerPatient', patient), named('registerPatient', patient)),
  },
  {
    id: 'value-for-resource',
    title: 'a value in the place of the Patient',
    body: () => parameters({ name: 'registerPatient', valueString: 'Patient' }),
  },
  {
    id: 'reference-for-resource',
    title: 'a reference in the place of the Patient',
    body: () => parameters({ name: 'registerPatient', valueReference: { reference: 'Patient/1' } }),
  },
  {
    id: 'practitioner-inside',
    title: 'a Practitioner in the place of the Patient',
    body: () =>
      parameters(
        named('registerPatient', {
          resourceType: 'Practitioner',
          meta: { profile: [PROFILE_OF.Practitioner] },
          identifier: [{ system: SYSTEM.sdsUserId, value: '111222333444' }],
          name: [{ family: 'Example' }],
        }),
      ),
  },
  { id: 'patient-outside', title: 'a Patient without Parameters around it', body: (patient) => patient },
  {
    id: 'bundle-outside',
    title: 'a Bundle in the place of the Parameters',
    body: (patient) => ({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: patient }] }),
  },
  {
    id: 'unknown-element-outside',
    title: 'Parameters with an element that STU3 does not know',
    requirement: 'GEN-20',
    body: (patient) => ({ ...parametersOf(patient), colour: 'blue' }),
  },
]

const refused: ScenarioSource[] = ROWS.map(({ id, title, requirement = 'REG-01', refusal = () => INVALID, body }) => ({
  id: `refused-${id}`,
  title: `refused: ${title}`,
  requirements: [...new Set([requirement, 'REG-01', 'ERR-03'])],
  needs: ['registrable-people'],
  writes: true,
  run: async (judge) => {
    // Given
    const person = await givenPersonToRefuse(judge)
    // When
    const answer = await judge.send(withAnyResource(judge.draft('registerPatient'), body(patientOf(person)), judge.format))
    // Then
    expectRefusal(judge, answer, { refusal: refusal(judge), requirement, rule: `A registration is refused: ${title}.` })
    await expectNotFound(judge, person)
  },
}))

const malformed = malformedBodies('Parameters', { requirements: ['REG-01'], given: async (judge) => judge.draft('registerPatient') })

/** What is around the Patient (REG-01). */
export const registerParameters: ScenarioSource[] = [...refused, ...malformed]
