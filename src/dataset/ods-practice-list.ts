import type { Address, Telecom } from '../nhs/contact-details.ts'
import { type OdsCode, parseOdsCode } from '../nhs/ods-code.ts'
import { postalCodeSchema } from './contact-schemas.ts'
import type { Fault } from './fault.ts'

/** An entry of ODS's `epraccur.csv`, which has 27 columns and no heading. The numbers count columns from 1, as its specification does. */
const COLUMNS = 27
const CODE = 1
const NAME = 2
const ADDRESS_LINES = [5, 6, 7, 8, 9]
const POSTCODE = 10
const OPENED = 11
const CLOSED = 12
const STATUS = 13
const TELEPHONE = 18
const PRESCRIBING_SETTING = 26

const STATUSES = { A: 'active', C: 'closed', D: 'dormant', P: 'proposed' } as const

/** A GP practice is one of many prescribing settings; the newer reports name it by its role. */
const GP_PRACTICE: readonly string[] = ['4', 'RO76']

export type ListedEntry = {
  odsCode: OdsCode
  status: (typeof STATUSES)[keyof typeof STATUSES]
  isGpPractice: boolean
  name: string
  address: Address
  telecom: Telecom[]
}

const isStatus = (text: string): text is keyof typeof STATUSES => Object.hasOwn(STATUSES, text)

/** `line` is where in the file the entry begins. */
export function decodeListedEntry(fields: readonly string[], line: number): { entry: ListedEntry } | { faults: Fault[] } {
  if (fields.length !== COLUMNS) {
    return { faults: [{ place: `line ${line}`, message: `has ${fields.length} columns, and not the ${COLUMNS} that ODS publishes` }] }
  }
  const column = (number: number) => (fields[number - 1] ?? '').trim()
  const faults: Fault[] = []
  const fault = (number: number, message: string) => faults.push({ place: `line ${line}, column ${number}`, message })

  const odsCode = parseOdsCode(column(CODE))
  const status = column(STATUS)
  if (!odsCode) fault(CODE, 'is no ODS code')
  if (column(NAME) === '') fault(NAME, 'is blank: every organisation has a name')
  for (const number of [OPENED, CLOSED]) {
    if (!/^(?:\d{8})?$/.test(column(number))) fault(number, 'is no date as yyyymmdd')
  }
  if (!isStatus(status)) fault(STATUS, 'is no status: A, C, D or P')
  if (!/^(?:\d{1,2}|RO\d{1,3})?$/.test(column(PRESCRIBING_SETTING))) fault(PRESCRIBING_SETTING, 'is no prescribing setting')
  if (fields.some((field) => field.includes('\uFFFD'))) faults.push({ place: `line ${line}`, message: 'is not UTF-8' })
  if (!odsCode || !isStatus(status) || faults.length > 0) return { faults }

  const telephone = column(TELEPHONE)
  return {
    entry: {
      odsCode,
      status: STATUSES[status],
      isGpPractice: GP_PRACTICE.includes(column(PRESCRIBING_SETTING)),
      name: column(NAME),
      address: addressFrom(ADDRESS_LINES.map(column), column(POSTCODE)),
      telecom: telephone === '' ? [] : [{ system: 'phone', value: telephone, use: 'work' }],
    },
  }
}

/** Which of the five lines holds a town differs from entry to entry, so all of them stay lines. A postcode that is none is left out. */
function addressFrom(lines: readonly string[], postcode: string): Address {
  const postalCode = postalCodeSchema.safeParse(postcode)
  return { lines: lines.filter((line) => line !== ''), ...(postalCode.success && { postalCode: postalCode.data }) }
}
