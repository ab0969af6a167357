import { z } from 'zod'
import { type Asid, parseAsid } from '../nhs/asid.ts'
import { parseLocalDate } from '../nhs/local-time.ts'
import { type NhsNumber, parseNhsNumber } from '../nhs/nhs-number.ts'
import { type OdsCode, parseOdsCode } from '../nhs/ods-code.ts'

/** Identifiers and dates as every data file writes them. Messages never repeat the value: it may be a person's. */

type Parse<T> = (text: string) => T | undefined

function parsed<T>(pattern: RegExp, parse: Parse<T>, problem: string) {
  return z
    .string()
    .regex(pattern, problem)
    .transform((text, context) => {
      const value = parse(text)
      if (value !== undefined) return value
      context.addIssue({ code: 'custom', message: problem })
      return z.NEVER
    })
}

export const nhsNumberSchema = parsed<NhsNumber>(/^\d{10}$/, parseNhsNumber, 'must be an NHS number: ten digits with a correct check digit')

export const odsCodeSchema = parsed<OdsCode>(/^[A-Z0-9]{3,12}$/, parseOdsCode, 'must be an ODS code: 3 to 12 capital letters and digits')

export const asidSchema = parsed<Asid>(/^\d{12}$/, parseAsid, 'must be an ASID: twelve digits')

const DATE_PROBLEM = 'must be a day of the calendar: yyyy-mm-dd'

export const dateSchema = parsed(/^\d{4}-\d{2}-\d{2}$/, parseLocalDate, DATE_PROBLEM)

export const periodSchema = z
  .strictObject({ start: dateSchema.exactOptional(), end: dateSchema.exactOptional() })
  .refine(({ start, end }) => start === undefined || end === undefined || start <= end, 'must not end before it starts')
