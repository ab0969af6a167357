import { z } from 'zod'
import { parseLocalDate } from '../nhs/local-time.ts'
import { addressSchema, lineOfTextSchema, telecomSchema } from './contact-schemas.ts'
import { dateSchema, nhsNumberSchema, odsCodeSchema, periodSchema } from './spine-identifiers.ts'

/** One NHS number on PDS. A person of whom nothing but the number is given is a minimal record. */

function isPartialDate(text: string): boolean {
  return parseLocalDate(`${text}-01-01`.slice(0, 10)) !== undefined && [4, 7, 10].includes(text.length)
}

const partialDateSchema = z
  .string()
  .regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/, 'must be yyyy, yyyy-mm or yyyy-mm-dd')
  .refine(isPartialDate, 'must be a day or month of the calendar')

const deathDateSchema = z
  .string()
  .regex(
    /^\d{4}(?:-\d{2}(?:-\d{2}(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d[+-]\d{2}:\d{2})?)?)?$/,
    'must be yyyy, yyyy-mm, yyyy-mm-dd or yyyy-mm-ddThh:mm:ss+hh:mm',
  )
  .refine((text) => isPartialDate(text.slice(0, 10)), 'must be a day or month of the calendar')

const nameSchema = z.strictObject({
  use: z.enum(['usual', 'temp', 'nickname', 'old', 'maiden']),
  family: lineOfTextSchema.exactOptional(),
  given: z.array(lineOfTextSchema).min(1).max(5).exactOptional(),
  prefix: z.array(lineOfTextSchema).min(1).exactOptional(),
  suffix: z.array(lineOfTextSchema).min(1).exactOptional(),
  period: periodSchema.exactOptional(),
})

const deceasedSchema = z
  .strictObject({ date: deathDateSchema.exactOptional(), notification: z.enum(['informal', 'formal', 'removed']).exactOptional() })
  .refine(({ date, notification }) => date !== undefined || notification !== undefined, 'must have a date, a notification or both')

export const spinePersonSchema = z.strictObject({
  nhsNumber: nhsNumberSchema,
  version: z.int().min(1).default(1),
  names: z.array(nameSchema).default([]),
  gender: z.enum(['male', 'female', 'other', 'unknown']).exactOptional(),
  birthDate: partialDateSchema.exactOptional(),
  // PDS knows an address as up to five lines and a postcode, with no town, county or country of their own.
  addresses: z
    .array(addressSchema.pick({ use: true, lines: true, postalCode: true }).extend({ period: periodSchema.exactOptional() }))
    .default([]),
  telecoms: z.array(telecomSchema.extend({ period: periodSchema.exactOptional() })).default([]),
  registeredPractice: odsCodeSchema.exactOptional(),
  registeredSince: dateSchema.exactOptional(),
  /** `restricted` is what is also called sensitive, or S-flagged. */
  confidentiality: z.enum(['unrestricted', 'restricted', 'very-restricted']).default('unrestricted'),
  deceased: deceasedSchema.exactOptional(),
  supersededBy: nhsNumberSchema.exactOptional(),
  invalidated: z.literal(true).exactOptional(),
})

export type SpinePerson = z.output<typeof spinePersonSchema>
export type SpineName = SpinePerson['names'][number]
