import { type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import { type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { book, bookingOf } from '../steps/booking.ts'
import { expectRefusal } from '../steps/refusals.ts'
import { countFound, givenPersonToRegister, givenReturningPatient, insistOnRegistered, patientOf, register } from '../steps/registering.ts'
import { givenFreeSlot } from '../steps/search.ts'
import { EXTENSION, SYSTEM } from '../vocabulary.ts'
import { registerDetails } from './register-details.ts'
import { registerElements } from './register-elements.ts'
import { registerParameters } from './register-parameters.ts'
import { registerRefusals } from './register-refusals.ts'
import { registerVerified } from './register-verified.ts'

const NEEDS = ['registrable-people'] as const

const sources: ScenarioSource[] = [
  {
    id: 'registered',
    title: 'a person without a record here is registered as temporary, and then found and read',
    requirements: ['REG-01', 'REG-04', 'REG-05', 'PAT-01', 'PAT-04', 'PAT-05'],
    needs: NEEDS,
    registers: 1,
    inBothFormats: true,
    run: async (judge) => {
      // Given
      const person = await givenPersonToRegister(judge)

      // When
      const answer = await register(judge, patientOf(person))

      // Then
      const patient = insistOnRegistered(judge, answer, person)
      const [{ use, family, given } = {}] = objectsOf(patient.name)
      judge.expect(answer, {
        requirement: 'PAT-05',
        rule: 'The name comes back, as the official one.',
        expected: { use: 'official', family: person.family, given: person.given },
        got: { use, family, given },
      })
      const { answer: found, ids } = await countFound(judge, person)
      judge.expect(found, { requirement: 'REG-05', rule: 'A search finds them under the same id.', expected: [patient.id], got: ids })
      const read = await judge.send(judge.draft('readPatient', { id: String(patient.id) }))
      judge.expect(read, { requirement: 'PAT-04', rule: 'They read as they were answered.', expected: patient, got: read.resource })
    },
  },
  {
    id: 'several-given-names',
    title: 'several given names, a prefix, and an identifier that says how far it is verified, are fine',
    requirements: ['REG-01'],
    needs: NEEDS,
    registers: 1,
    run: async (judge) => {
      const person = await givenPersonToRegister(judge)
      const names = { given: [...(person.given.length > 0 ? person.given : ['Jo']), 'Ash', 'Kim'], prefix: ['Mx'] }
      const answer = await register(judge, {
        ...patientOf(person),
        identifier: [{ extension: [verified], system: SYSTEM.nhsNumber, value: person.nhsNumber }],
        name: [{ use: 'official', family: person.family, ...names }],
      })
      const patient = insistOnRegistered(judge, answer, person)
      const [{ given, prefix } = {}] = objectsOf(patient.name)
      judge.expect(answer, { requirement: 'REG-04', rule: "The consumer's details count.", expected: names, got: { given, prefix } })
    },
  },
  {
    id: 'as-published',
    title: 'the text of a name and the type of an address, as the published example has them, are fine',
    requirements: ['REG-01'],
    needs: NEEDS,
    registers: 1,
    run: async (judge) => {
      const person = await givenPersonToRegister(judge)
      const patient = patientOf(person)
      const name = objectsOf(patient.name).map((one) => ({ ...one, text: 'Somebody', prefix: ['Miss'] }))
      const address = [{ use: 'home', type: 'physical', line: ['1 Mill Row'], city: 'Leeds', postalCode: 'LS6 2AB' }]
      const answer = await register(judge, { ...patient, name, address })
      insistOnRegistered(judge, answer, person)
    },
  },
  {
    id: 'gap-filled',
    title: 'the gender, where it is not sent, is the one that PDS holds',
    requirements: ['REG-04', 'REG-01'],
    needs: NEEDS,
    registers: 1,
    run: async (judge) => {
      const person = await givenPersonToRegister(judge)
      const { gender: _unsaid, ...patient } = patientOf(person)
      const answer = await register(judge, patient)
      const { gender } = insistOnRegistered(judge, answer, person)
      if (person.gender !== undefined)
        judge.expect(answer, { requirement: 'REG-04', rule: 'PDS fills the gaps.', expected: person.gender, got: gender })
    },
  },
  {
    id: 'further-name-and-identifier',
    title: 'a further name that is not official, and a further identifier: by the dialect',
    requirements: ['DIFF-03', 'REG-01'],
    needs: NEEDS,
    registers: 1,
    run: async (judge) => {
      // Given
      const person = await givenPersonToRegister(judge)
      const patient = patientOf(person)
      // When
      const answer = await register(judge, {
        ...patient,
        identifier: [...objectsOf(patient.identifier), { system: 'https://judge.example/Id/patient', value: 'ABC-1' }],
        name: [...objectsOf(patient.name), { use: 'nickname', family: 'Nickname', given: ['Nick'] }],
      })
      // Then
      if (judge.target.dialect === 'specification') {
        expectRefusal(judge, answer, {
          refusal: [422, 'INVALID_RESOURCE'],
          requirement: 'DIFF-03',
          rule: 'By the text one name and one identifier may be sent.',
        })
        return
      }
      // That neither was stored is judged with every answer (PAT-05).
      insistOnRegistered(judge, answer, person)
    },
  },
  {
    id: 'race',
    title: 'of ten registrations of one person at once, one is made',
    requirements: ['REG-03'],
    needs: NEEDS,
    registers: 1,
    run: async (judge) => {
      // Given
      const person = await givenPersonToRegister(judge)
      // When
      const answers = await Promise.all(Array.from({ length: 10 }, () => register(judge, patientOf(person))))
      // Then
      const made = answers.filter(({ status }) => status === 200)
      judge.expect(answers[0], { requirement: 'REG-03', rule: 'One of them is registered.', expected: 1, got: made.length })
      for (const answer of answers) {
        const refusal = [409, 'DUPLICATE_REJECTED'] as const
        if (answer.status !== 200)
          expectRefusal(judge, answer, { refusal, requirement: 'REG-03', rule: 'The others are told that there is a record.' })
      }
      const { answer, ids } = await countFound(judge, person)
      judge.expect(answer, { requirement: 'REG-03', rule: 'There is one record.', expected: 1, got: ids.length })
    },
  },
  {
    id: 'refused-twice',
    title: 'refused with 409 DUPLICATE_REJECTED: who was registered a moment ago',
    requirements: ['REG-03'],
    needs: NEEDS,
    registers: 1,
    run: async (judge) => {
      const person = await givenPersonToRegister(judge)
      const patient = insistOnRegistered(judge, await register(judge, patientOf(person)), person)
      const again = await register(judge, { ...patientOf(person), telecom: [{ system: 'phone', value: '0113 496 0199', use: 'home' }] })
      expectRefusal(judge, again, { refusal: [409, 'DUPLICATE_REJECTED'], requirement: 'REG-03', rule: 'Who is active here stays so.' })
      const read = await judge.send(judge.draft('readPatient', { id: String(patient.id) }))
      judge.expect(read, { requirement: 'GEN-20', rule: 'What is refused changes nothing.', expected: patient, got: read.resource })
    },
  },
  {
    id: 'returning',
    title: 'who has left is registered again, as temporary, and found',
    requirements: ['REG-03', 'REG-04', 'PAT-02'],
    needs: ['returning-patients'],
    registers: 1,
    inBothFormats: true,
    run: async (judge) => {
      const person = await givenReturningPatient(judge)
      const sent = { ...patientOf(person), telecom: [{ system: 'phone', value: '07700 900458', use: 'mobile' }] }
      const answer = await register(judge, sent)
      const patient = insistOnRegistered(judge, answer, person)
      const numbers = objectsOf(patient.telecom).map(({ value }) => value)
      const got = numbers.includes('07700 900458')
      judge.expect(answer, { requirement: 'REG-03', rule: 'The record is brought up to date.', expected: true, got })
      const { answer: found, ids } = await countFound(judge, person)
      judge.expect(found, { requirement: 'REG-03', rule: 'They are found, once.', expected: [patient.id], got: ids })
    },
  },
  {
    id: 'booked-for',
    title: 'an appointment is booked for whom was just registered, under the new id',
    requirements: ['CON-03', 'REG-05', 'APT-01'],
    needs: [...NEEDS, 'free-slots'],
    slots: 1,
    registers: 1,
    run: async (judge) => {
      const person = await givenPersonToRegister(judge)
      const patient = insistOnRegistered(judge, await register(judge, patientOf(person)), person)
      const slot = await givenFreeSlot(judge)
      const answer = await book(judge, bookingOf(judge, { slots: [slot], patientId: String(patient.id) }))
      judge.expect(answer, { requirement: 'APT-01', rule: 'A free slot can be booked for them.', expected: 201, got: answer.status })
    },
  },
  ...registerDetails,
  ...registerVerified,
  ...registerRefusals,
  ...registerParameters,
  ...registerElements,
]

const verified: JsonObject = {
  url: EXTENSION.nhsNumberVerificationStatus,
  valueCodeableConcept: { coding: [{ system: SYSTEM.verificationStatus, code: '01', display: 'Number present and verified' }] },
}

export const registerPatient: Scenario[] = scenariosOf('registerPatient', 'register-patient', sources)
