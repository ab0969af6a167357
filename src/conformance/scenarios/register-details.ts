import { type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import { extensionsOf } from '../checks/check-by-type.ts'
import type { ScenarioSource } from '../scenario.ts'
import { givenPersonToRegister, insistOnRegistered, patientOf, register } from '../steps/registering.ts'
import { EXTENSION, SYSTEM } from '../vocabulary.ts'

const TELECOM = [
  { system: 'phone', value: '0113 496 0151', use: 'home' },
  { system: 'phone', value: '0113 496 0152', use: 'work' },
  { system: 'phone', value: '07700 900453', use: 'mobile' },
  { system: 'phone', value: '0113 496 0154', use: 'temp' },
  { system: 'email', value: 'judged@example.com', use: 'home' },
]

const ADDRESSES = [
  { use: 'home', line: ['Flat 2', '14 Mill Row'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS6 2AB' },
  { use: 'temp', line: ['3 Quay Street'], city: 'Whitby', district: 'North Yorkshire', postalCode: 'YO21 1AA' },
]

const COMMUNICATION: JsonObject = {
  url: EXTENSION.nhsCommunication,
  extension: [
    { url: 'language', valueCodeableConcept: { coding: [{ system: SYSTEM.humanLanguage, code: 'fr', display: 'French' }] } },
    { url: 'interpreterRequired', valueBoolean: true },
  ],
}

/** Everything that may be sent of a person, and each of it alone (REG-01, REG-04). */
const SENT: readonly (readonly [id: string, title: string, sent: JsonObject, inBothFormats: boolean])[] = [
  [
    'with-everything',
    'everything that may be sent is kept, and comes back',
    { telecom: TELECOM, address: ADDRESSES, extension: [COMMUNICATION] },
    true,
  ],
  ['with-home-address', 'a home address alone is kept', { address: ADDRESSES.slice(0, 1) }, false],
  ['with-temporary-address', 'a temporary address alone is kept', { address: ADDRESSES.slice(1) }, false],
  ['with-language', 'a language alone is kept', { extension: [{ ...COMMUNICATION, extension: [languageOf(COMMUNICATION)] }] }, false],
]

function languageOf(communication: JsonObject): JsonObject | undefined {
  return extensionsOf(communication, 'language')[0]
}

const written = ({ system, value, use }: JsonObject) => `${system} ${use} ${value}`
const addressed = ({ use, line, city, district, postalCode }: JsonObject) => JSON.stringify([use, line, city, district, postalCode])
const spoken = (communication: JsonObject) => {
  const [{ valueCodeableConcept } = {}] = extensionsOf(communication, 'language')
  const [{ code } = {}] = objectsOf(Object(valueCodeableConcept).coding)
  const [{ valueBoolean } = {}] = extensionsOf(communication, 'interpreterRequired')
  return `${code} ${valueBoolean === true}`
}

export const registerDetails: ScenarioSource[] = SENT.map(([id, title, sent, inBothFormats]) => ({
  id,
  title,
  requirements: ['REG-01', 'REG-04', 'GEN-13', 'GEN-20'],
  needs: ['registrable-people'],
  registers: 1,
  inBothFormats,
  run: async (judge) => {
    // Given
    const person = await givenPersonToRegister(judge)
    // When
    const answer = await register(judge, { ...patientOf(person), ...sent })
    // Then
    const patient = insistOnRegistered(judge, answer, person)
    const hold = (rule: string, of: (resource: JsonObject) => string[]) => {
      const got = of(patient)
      const missing = of(sent).filter((one) => !got.includes(one))
      judge.expect(answer, { requirement: 'REG-04', rule, expected: [], got: missing })
    }
    hold('The numbers and the email come back.', ({ telecom }) => objectsOf(telecom).map(written))
    hold('The addresses come back.', ({ address }) => objectsOf(address).map(addressed))
    hold('The language comes back, and whether an interpreter is needed.', (resource) =>
      extensionsOf(resource, EXTENSION.nhsCommunication).map(spoken),
    )
  },
}))
