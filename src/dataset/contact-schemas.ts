import { z } from 'zod'
import type { Address, Telecom } from '../nhs/contact-details.ts'

/** Addresses and telecoms as every data file writes them. */

// A control character or a blank value is a slip in the file, never somebody's address.
export const lineOfTextSchema = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}]*[^\s\p{Cc}][^\p{Cc}]*$/u, 'must be one line of text, and not blank')

export const postalCodeSchema = z
  .string()
  .regex(/^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$/, 'must be a postcode in capital letters with one blank, as "LS1 6AE"')

/** May be extended: the Spine file adds a period. */
export const addressSchema = z.strictObject({
  use: z.enum(['home', 'work', 'temp', 'old']).exactOptional(),
  lines: z.array(lineOfTextSchema).max(5),
  city: lineOfTextSchema.exactOptional(),
  district: lineOfTextSchema.exactOptional(),
  postalCode: postalCodeSchema.exactOptional(),
  country: lineOfTextSchema.exactOptional(),
}) satisfies z.ZodType<Address>

export const telecomSchema = z.strictObject({
  system: z.enum(['phone', 'fax', 'email', 'pager', 'url', 'sms', 'other']),
  value: lineOfTextSchema,
  use: z.enum(['home', 'work', 'temp', 'old', 'mobile']).exactOptional(),
}) satisfies z.ZodType<Telecom>
