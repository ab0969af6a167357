import type { JsonObject } from '../../fhir/json-object.ts'
import type { Judge } from '../scenario.ts'
import { byDialect } from '../steps/refusals.ts'
import { EXTENSION, SYSTEM } from '../vocabulary.ts'
import type { ElementRow } from './register-elements.ts'

const phone = (use: string | undefined, value: string | undefined = '0113 496 0151'): JsonObject => ({
  system: 'phone',
  ...(value !== undefined && { value }),
  ...(use !== undefined && { use }),
})
const address = (use: string | undefined, line = '14 Mill Row'): JsonObject => ({
  ...(use !== undefined && { use }),
  ...{ line: [line], city: 'Leeds', postalCode: 'LS6 2AB' },
})
const language = (code: string, system: string = SYSTEM.humanLanguage): JsonObject => ({
  url: 'language',
  valueCodeableConcept: { coding: [{ system, code, display: 'French' }] },
})
const communication = (...extension: JsonObject[]): JsonObject => ({ url: EXTENSION.nhsCommunication, extension })
const interpreter = { url: 'interpreterRequired', valueBoolean: true }

/** DIFF-01. */
const twoOfAUse = (judge: Judge) => byDialect(judge, { assurance: [400, 'BAD_REQUEST'], specification: [422, 'INVALID_RESOURCE'] })

const TELECOM: readonly (readonly [id: string, title: string, telecom: readonly JsonObject[], isTwo?: true])[] = [
  ...['home', 'work', 'mobile', 'temp'].map(
    (use) => [`two-phones-${use}`, `with two ${use} telephone numbers`, [phone(use), phone(use, '0113 496 0152')], true] as const,
  ),
  ['two-emails', 'with two emails', ['one', 'two'].map((name) => ({ system: 'email', value: `${name}@example.com`, use: 'home' })), true],
  ['fax', 'with a fax number', [{ system: 'fax', value: '0113 496 0151', use: 'home' }]],
  ['url', 'with a web address', [{ system: 'url', value: 'https://judge.example/', use: 'home' }]],
  ['old-phone', 'with a telephone number of former times', [phone('old')]],
  ['phone-without-use', 'with a telephone number of no use', [phone(undefined)]],
  ['phone-without-value', 'with a telephone number without the number', [{ system: 'phone', use: 'home' }]],
  ['telecom-without-system', 'with a number that does not say what it is', [{ value: '0113 496 0151', use: 'home' }]],
]

const ADDRESSES: readonly (readonly [id: string, title: string, address: JsonObject[]])[] = [
  ['two-home-addresses', 'with two home addresses', [address('home'), address('home', '15 Mill Row')]],
  ['two-temporary-addresses', 'with two temporary addresses', [address('temp'), address('temp', '15 Mill Row')]],
  ['work-address', 'with an address of work', [address('work')]],
  ['old-address', 'with an address of former times', [address('old')]],
  ['address-without-use', 'with an address of no use', [address(undefined)]],
  ['address-with-state', 'with an address that has the prohibited state', [{ ...address('home'), state: 'West Yorkshire' }]],
]

const COMMUNICATIONS: readonly (readonly [id: string, title: string, extension: JsonObject[]])[] = [
  ['two-languages', 'with two nhsCommunications', [communication(language('fr')), communication(language('de'))]],
  ['communication-without-language', 'with an nhsCommunication without language', [communication(interpreter)]],
  ['communication-with-two-languages', 'with two languages in one nhsCommunication', [communication(language('fr'), language('de'))]],
  ['unknown-language', 'with a language that is not of the code list', [communication(language('xx'))]],
  [
    'language-of-another-system',
    'with a language of another code system',
    [communication(language('fr', 'https://judge.example/CodeSystem/language'))],
  ],
  [
    'communication-with-preferred',
    'with more of a language than it and the need of an interpreter',
    [communication(language('fr'), { url: 'preferred', valueBoolean: true })],
  ],
  [
    'interpreter-as-text',
    'with the need of an interpreter as a text',
    [communication(language('fr'), { url: 'interpreterRequired', valueString: 'yes' })],
  ],
]

/** How somebody is reached, and in which language. */
export const CONTACT_ROWS: ElementRow[] = [
  ...TELECOM.map(([id, title, telecom, isTwo]) => ({
    ...{ id, title },
    ...(isTwo && { requirement: 'DIFF-01', refusal: twoOfAUse }),
    alter: (patient: JsonObject) => ({ ...patient, telecom }),
  })),
  ...ADDRESSES.map(([id, title, addresses]) => ({ id, title, alter: (patient: JsonObject) => ({ ...patient, address: addresses }) })),
  ...COMMUNICATIONS.map(([id, title, extension]) => ({ id, title, alter: (patient: JsonObject) => ({ ...patient, extension }) })),
]
