import { type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import type { Judge, ScenarioSource } from '../scenario.ts'
import { withMembers } from '../steps/booking.ts'
import { byDialect, expectRefusal, type Refusal } from '../steps/refusals.ts'
import { expectNotFound, givenPersonToRefuse, parametersOf, patientOf } from '../steps/registering.ts'
import { EXTENSION, PROFILE_OF, SYSTEM } from '../vocabulary.ts'
import { withAnyResource } from '../wire/draft.ts'
import { CONTACT_ROWS } from './register-contacts.ts'

const INVALID: Refusal = [422, 'INVALID_RESOURCE']
const WRONG_NUMBER: Refusal = [400, 'INVALID_NHS_NUMBER']

/** One thing wrong with the Patient that is sent. Refused with 422 INVALID_RESOURCE unless told. */
export type ElementRow = {
  id: string
  title: string
  requirement?: string
  refusal?: (judge: Judge) => Refusal | readonly Refusal[]
  alter: (patient: JsonObject) => JsonObject
}

const instead = (members: Record<string, unknown>) => (patient: JsonObject) => withMembers(patient, members)
/** The one identifier, or the one name, with these members. */
const within = (element: 'identifier' | 'name', members: Record<string, unknown>) => (patient: JsonObject) =>
  withMembers(patient, { [element]: objectsOf(patient[element]).map((one) => withMembers(one, members)) })
const further = (element: 'identifier' | 'name', other: JsonObject) => (patient: JsonObject) =>
  withMembers(patient, { [element]: [...objectsOf(patient[element]), other] })

/** Table DIFF. */
const missing = (judge: Judge) => byDialect(judge, { assurance: [400, 'BAD_REQUEST'], specification: INVALID })
const withoutNumber = (judge: Judge) => byDialect(judge, { assurance: WRONG_NUMBER, specification: INVALID })
const invalidNumber = () => WRONG_NUMBER

const IDENTITY: ElementRow[] = [
  { id: 'no-meta', title: 'without meta', alter: instead({ meta: undefined }) },
  { id: 'no-profile', title: 'without a profile', alter: instead({ meta: { versionId: '1' } }) },
  { id: 'other-profile', title: 'under another profile', alter: instead({ meta: { profile: [PROFILE_OF.Practitioner] } }) },
  {
    id: 'no-identifier',
    title: 'without identifier',
    requirement: 'DIFF-02',
    refusal: withoutNumber,
    alter: instead({ identifier: undefined }),
  },
  {
    id: 'other-identifier-alone',
    title: 'with an identifier of another system alone',
    ...{ requirement: 'DIFF-02', refusal: withoutNumber },
    alter: instead({ identifier: [{ system: 'https://judge.example/Id/patient', value: 'ABC-1' }] }),
  },
  {
    id: 'identifier-without-system',
    title: 'with an identifier without system',
    ...{ requirement: 'DIFF-01', refusal: missing },
    alter: within('identifier', { system: undefined }),
  },
  {
    id: 'further-identifier-without-system',
    title: 'with a further identifier without system',
    ...{ requirement: 'DIFF-01', refusal: missing },
    alter: further('identifier', { value: 'ABC-1' }),
  },
  ...['999999999', '99999999999', '9999999998', '999 999 9999', 'ABCDEFGHIJ'].map((value) => ({
    id: `nhs-number-${value.replaceAll(' ', '-').toLowerCase()}`,
    title: `with an NHS number that is none: ${value}`,
    ...{ requirement: 'DIFF-02', refusal: invalidNumber },
    alter: within('identifier', { value }),
  })),
  {
    id: 'nhs-number-without-value',
    title: 'with an NHS number without value',
    requirement: 'DIFF-02',
    // It is missing, or it is invalid: either can be said of it.
    refusal: () => [WRONG_NUMBER, INVALID],
    alter: within('identifier', { value: undefined }),
  },
  {
    id: 'two-nhs-numbers',
    title: 'with two NHS numbers',
    alter: further('identifier', { system: SYSTEM.nhsNumber, value: '9999999999' }),
  },
  ...Object.entries({ use: 'official', type: { text: 'NHS number' }, period: { start: '2020-01-01' }, assigner: { display: 'NHS' } }).map(
    ([member, value]) => ({
      id: `identifier-with-${member}`,
      title: `with an NHS number that has the prohibited ${member}`,
      requirement: 'GEN-20',
      alter: within('identifier', { [member]: value }),
    }),
  ),
]

const NAME_AND_BIRTH: ElementRow[] = [
  { id: 'no-name', title: 'without a name', requirement: 'DIFF-01', refusal: missing, alter: instead({ name: undefined }) },
  {
    id: 'no-official-name',
    title: 'with a name that is not the official one',
    ...{ requirement: 'DIFF-01', refusal: missing },
    alter: within('name', { use: 'usual' }),
  },
  {
    id: 'name-without-use',
    title: 'with a name that does not say of what use it is',
    ...{ requirement: 'DIFF-01', refusal: missing },
    alter: within('name', { use: undefined }),
  },
  {
    id: 'no-family',
    title: 'with an official name without family name',
    ...{ requirement: 'DIFF-01', refusal: missing },
    alter: within('name', { family: undefined }),
  },
  { id: 'no-given', title: 'with an official name without given name', alter: within('name', { given: undefined }) },
  {
    id: 'two-official-names',
    title: 'with two official names',
    alter: further('name', { use: 'official', family: 'Example', given: ['Jo'] }),
  },
  { id: 'no-birth-date', title: 'without birth date', requirement: 'DIFF-01', refusal: missing, alter: instead({ birthDate: undefined }) },
  ...['1980', '1980-04', '05/04/1980', '1980-02-30', '1980-04-05T00:00:00+00:00'].map((birthDate) => ({
    id: `birth-date-${birthDate.replaceAll(/[/:+]/g, '-').toLowerCase()}`,
    title: `with a birth date that is no whole date: ${birthDate}`,
    alter: instead({ birthDate }),
  })),
  { id: 'unknown-gender', title: 'with a gender that is not of the code list', alter: instead({ gender: 'f' }) },
]

const OTHERS: ElementRow[] = Object.entries({
  id: 'an-id-of-its-own',
  language: 'en',
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Somebody</div>' },
  contained: [{ resourceType: 'Organization', id: '1', name: 'Contained' }],
  active: true,
  deceasedBoolean: false,
  deceasedDateTime: '2026-01-01',
  maritalStatus: { coding: [{ system: 'http://hl7.org/fhir/marital-status', code: 'M', display: 'Married' }] },
  multipleBirthBoolean: false,
  multipleBirthInteger: 2,
  photo: [{ contentType: 'image/png', data: 'AAAA' }],
  contact: [{ relationship: [{ text: 'Sister' }], name: { use: 'usual', family: 'Example' } }],
  animal: { species: { text: 'Cat' } },
  communication: [{ language: { text: 'French' } }],
  generalPractitioner: [{ reference: 'Practitioner/1' }],
  managingOrganization: { reference: 'Organization/1' },
  link: [{ other: { reference: 'Patient/1' }, type: 'seealso' }],
}).map(([element, value]) => ({
  id: `with-${element.toLowerCase()}`,
  title: `with ${element}, which a registration does not have`,
  alter: instead({ [element]: value }),
}))

const OUTSIDE_STU3: ElementRow[] = [
  { id: 'unknown-element', title: 'with an element that STU3 does not know', requirement: 'GEN-20', alter: instead({ colour: 'blue' }) },
  {
    id: 'unknown-name-element',
    title: 'with a name that has an element that STU3 does not know',
    requirement: 'GEN-20',
    alter: within('name', { nick: 'Jo' }),
  },
  {
    id: 'unknown-extension',
    title: 'with an extension that nobody knows',
    alter: instead({ extension: [{ url: 'https://judge.example/Extension/unknown', valueString: 'Something' }] }),
  },
  {
    id: 'registration-details',
    title: 'with registration details of its own',
    alter: instead({
      extension: [{ url: EXTENSION.registrationDetails, extension: [{ url: 'registrationPeriod', valuePeriod: { start: '2020-01-01' } }] }],
    }),
  },
]

/** What is in the Patient, one thing wrong at a time (REG-01, DIFF-01..03). */
export const registerElements: ScenarioSource[] = [...IDENTITY, ...NAME_AND_BIRTH, ...CONTACT_ROWS, ...OTHERS, ...OUTSIDE_STU3].map(
  ({ id, title, requirement = 'REG-01', refusal = () => INVALID, alter }) => ({
    id: `refused-${id}`,
    title: `refused: ${title}`,
    requirements: [...new Set([requirement, 'REG-01', 'ERR-01'])],
    needs: ['registrable-people'],
    writes: true,
    run: async (judge) => {
      // Given
      const person = await givenPersonToRefuse(judge)
      // When
      const body = parametersOf(alter(patientOf(person)))
      const answer = await judge.send(withAnyResource(judge.draft('registerPatient'), body, judge.format))
      // Then
      expectRefusal(judge, answer, { refusal: refusal(judge), requirement, rule: `A registration is refused: ${title}.` })
      await expectNotFound(judge, person)
    },
  }),
)
