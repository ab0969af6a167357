import type { Address, Telecom } from '../nhs/contact-details.ts'
import { localDateOf } from '../nhs/local-time.ts'
import type { NhsNumber } from '../nhs/nhs-number.ts'
import { type OdsCode, parseOdsCode } from '../nhs/ods-code.ts'
import { extensionAt, type Loose, objectAt, objectsAt, textAt, textsAt } from './loose-json.ts'

export type Demographics = {
  nhsNumber: NhsNumber
  /** Empty where PDS holds no name (a minimal record). */
  family: string
  given: readonly string[]
  prefix: readonly string[]
  gender?: 'male' | 'female' | 'other' | 'unknown'
  /** Sometimes only `yyyy` or `yyyy-mm`. */
  birthDate: string | undefined
  addresses: readonly Address[]
  telecom: readonly Telecom[]
}

export type PdsPatient = {
  demographics: Demographics
  /** Absent for somebody without a practice, and for every restricted record. */
  registeredPractice: OdsCode | undefined
  deceased: boolean
  sensitive: boolean
}

const ODS_SYSTEM = 'https://fhir.nhs.uk/Id/ods-organization-code'
const DEATH_NOTIFICATION = 'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus'
const GENDERS = ['male', 'female', 'other', 'unknown'] as const
const ADDRESS_USES = ['home', 'work', 'temp', 'old'] as const
const TELECOM_USES = ['home', 'work', 'temp', 'old', 'mobile'] as const
const TELECOM_SYSTEMS = ['phone', 'fax', 'email', 'pager', 'url', 'sms', 'other'] as const

/** An R4 Patient of PDS, of which every element but the id may be missing. */
export function decodePdsPatient(patient: Loose, nhsNumber: NhsNumber, now: Date): PdsPatient {
  const name = usualName(patient, localDateOf(now))
  const gender = oneOf(GENDERS, textAt(patient, 'gender'))
  return {
    demographics: {
      nhsNumber,
      family: textAt(name, 'family') ?? '',
      given: textsAt(name, 'given'),
      prefix: textsAt(name, 'prefix'),
      ...(gender && { gender }),
      birthDate: textAt(patient, 'birthDate'),
      addresses: current(patient, 'address', now).flatMap(decodeAddress),
      telecom: current(patient, 'telecom', now).flatMap(decodeTelecom),
    },
    registeredPractice: registeredPractice(patient),
    deceased: isDeceased(patient),
    // R is the S-flag; V ("very restricted") is treated alike.
    sensitive: objectsAt(objectAt(patient, 'meta'), 'security').some(({ code }) => code === 'R' || code === 'V'),
  }
}

/** Of several usual names the one in force; an only one counts even when its period has ended. */
function usualName(patient: Loose, today: string): Loose | undefined {
  const usual = objectsAt(patient, 'name').filter((name) => name.use === 'usual')
  return usual.find((name) => isInForce(name, today)) ?? usual[0]
}

function isInForce(element: Loose, today: string): boolean {
  const period = objectAt(element, 'period')
  const start = textAt(period, 'start')?.slice(0, 10)
  const end = textAt(period, 'end')?.slice(0, 10)
  return (start === undefined || start <= today) && (end === undefined || end >= today)
}

function current(patient: Loose, name: 'address' | 'telecom', now: Date): Loose[] {
  return objectsAt(patient, name).filter((element) => isInForce(element, localDateOf(now)))
}

/** A billing address is for letters: STU3 has no such use, and nobody lives there. */
function decodeAddress(address: Loose): Address[] {
  if (address.use === 'billing') return []
  const use = oneOf(ADDRESS_USES, textAt(address, 'use'))
  const [city, district, postalCode, country] = ['city', 'district', 'postalCode', 'country'].map((part) => textAt(address, part))
  return [
    {
      ...(use && { use }),
      lines: textsAt(address, 'line'),
      ...(city && { city }),
      ...(district && { district }),
      ...(postalCode && { postalCode }),
      ...(country && { country }),
    },
  ]
}

function decodeTelecom(telecom: Loose): Telecom[] {
  const value = textAt(telecom, 'value')
  const system = oneOf(TELECOM_SYSTEMS, textAt(telecom, 'system'))
  const use = oneOf(TELECOM_USES, textAt(telecom, 'use'))
  return value && system ? [{ system, value, ...(use && { use }) }] : []
}

/** The practice's period is not looked at: in published test records it ended years ago. */
function registeredPractice(patient: Loose): OdsCode | undefined {
  const identifier = objectAt(objectAt(patient, 'generalPractitioner'), 'identifier')
  return identifier?.system === ODS_SYSTEM ? parseOdsCode(textAt(identifier, 'value') ?? '') : undefined
}

/** PAT-10: by date, or by a death notification, informal (1) or formal (2). `U` withdrew one. */
function isDeceased(patient: Loose): boolean {
  if (patient.deceasedDateTime !== undefined || patient.deceasedBoolean === true) return true
  const status = extensionAt(extensionAt(patient, DEATH_NOTIFICATION), 'deathNotificationStatus')
  const codes = objectsAt(objectAt(status, 'valueCodeableConcept'), 'coding').map(({ code }) => code)
  return codes.some((code) => code === '1' || code === '2')
}

function oneOf<Member extends string>(members: readonly Member[], text: string | undefined): Member | undefined {
  return members.find((member) => member === text)
}
