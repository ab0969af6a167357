import fc from 'fast-check'
import { parseOdsCode } from '../../../nhs/ods-code.ts'
import { decodeFederation } from '../decode-federation.ts'
import type { Federation, FederationMember } from '../federation.ts'

/** A federation as it would be written, of two practices unless told. */
export function givenFederationFile(more: object = {}): object {
  const practices = [
    { odsCode: 'B86013', name: 'The Surgery' },
    { odsCode: 'B86014', name: 'The Other One', note: 'Lift out of order' },
  ]
  return { kind: 'federation', id: 'leeds-hub', name: 'Leeds Hub', practices, ...more }
}

export function givenFederation(more: object = {}): Federation {
  const decoded = decodeFederation(givenFederationFile(more))
  if ('faults' in decoded) throw new Error(JSON.stringify(decoded.faults))
  return decoded.federation
}

/** Lines of text with what spreadsheets and CSV stumble over, as a federation keeps them: without blanks at the ends. */
const oneLine = (maxLength: number) =>
  fc
    .string({
      unit: fc.oneof(
        { weight: 2, arbitrary: fc.constantFrom(...'=+-@\'",; ＝') },
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      ),
      maxLength,
    })
    .map((text) =>
      text
        .replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFFFD]/gu, '')
        .slice(0, maxLength)
        .toWellFormed()
        .replaceAll('\uFFFD', '')
        .trim(),
    )
    .filter((text) => text !== '')

const odsCode = fc.stringMatching(/^[A-Z0-9]{3,12}$/).map((text) => {
  const code = parseOdsCode(text)
  if (!code) throw new Error(`${text} is no ODS code`)
  return code
})

export const anyPractices: fc.Arbitrary<FederationMember[]> = fc.uniqueArray(
  fc.record({ odsCode, name: oneLine(30), note: oneLine(40) }, { requiredKeys: ['odsCode', 'name'], noNullPrototype: true }),
  { minLength: 1, maxLength: 12, selector: (practice) => practice.odsCode },
)

const clock = fc.tuple(fc.nat(23), fc.nat(59)).map((time) => time.map((part) => String(part).padStart(2, '0')).join(':'))
const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

export const anyFilter = fc.record(
  {
    deliveryChannel: fc.constantFrom('In-person', 'Telephone', 'Video'),
    practitionerRole: oneLine(20),
    practitionerGender: fc.constantFrom('female', 'male', 'other', 'unknown'),
    slotType: oneLine(20),
    sessionType: oneLine(20),
    location: oneLine(20),
    timeOfDay: fc
      .record({ from: clock, to: clock }, { requiredKeys: [], noNullPrototype: true })
      .filter(({ from = '00:00', to = '24:00' }) => from !== to),
    weekdays: fc.uniqueArray(fc.constantFrom(...days), { minLength: 1 }),
    minutes: fc.integer({ min: 1, max: 1440 }),
  },
  { requiredKeys: [], noNullPrototype: true },
)

export const anyFederation: fc.Arbitrary<Federation> = fc
  .record({ name: oneLine(40), practices: anyPractices, defaultFilter: anyFilter }, { noNullPrototype: true })
  .map((parts) => ({ ...parts, id: givenFederation().id }))
