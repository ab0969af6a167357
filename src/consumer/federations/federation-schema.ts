import * as z from 'zod'
import { DELIVERY_CHANNELS } from '../../nhs/delivery-channels.ts'
import { type OdsCode, parseOdsCode } from '../../nhs/ods-code.ts'
import type { OfferFilter } from '../filter-offers.ts'
import { WEEKDAYS } from '../time-of-day.ts'
import { LONGEST_ID, LONGEST_NAME, LONGEST_NOTE, MOST_PRACTICES } from './federation.ts'

const lineOfText = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, { error: 'must not be blank', abort: true })
    .max(longest, `must have ${longest} characters at most`)
    // The replacement character stands where a text that is not UTF-8 was read as if it were.
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFFFD]*$/u, 'must be one line of text in UTF-8')

const ODS_CODE_PROBLEM = 'must be an ODS code: 3 to 12 capital letters and digits'
export const odsCodeSchema = z
  .string()
  .trim()
  .regex(/^[A-Z0-9]{3,12}$/, { error: ODS_CODE_PROBLEM, abort: true })
  .transform((text, context): OdsCode => {
    const odsCode = parseOdsCode(text)
    if (odsCode !== undefined) return odsCode
    context.addIssue({ code: 'custom', message: ODS_CODE_PROBLEM })
    return z.NEVER
  })

export const nameSchema = lineOfText(LONGEST_NAME)
export const noteSchema = lineOfText(LONGEST_NOTE)

const memberSchema = z.strictObject({ odsCode: odsCodeSchema, name: nameSchema, note: noteSchema.exactOptional() })

const localTime = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a local time, as "09:30"')

/** All of `OfferFilter`, with what can be known to find nothing refused. */
const filterSchema = z.strictObject({
  deliveryChannel: z.enum(DELIVERY_CHANNELS).exclude(['Visit']).exactOptional(), // SLOT-06
  practitionerRole: lineOfText(LONGEST_NAME).exactOptional(),
  practitionerGender: z.enum(['female', 'male', 'other', 'unknown']).exactOptional(),
  slotType: lineOfText(LONGEST_NAME).exactOptional(),
  sessionType: lineOfText(LONGEST_NAME).exactOptional(),
  location: lineOfText(LONGEST_NAME).exactOptional(),
  timeOfDay: z
    .strictObject({ from: localTime.exactOptional(), to: localTime.exactOptional() })
    .refine(({ from = '00:00', to = '24:00' }) => from !== to, 'must not end as it starts')
    .exactOptional(),
  weekdays: z
    .array(z.enum(WEEKDAYS))
    .min(1, 'must name a day, or be left out')
    .refine((days) => new Set(days).size === days.length, 'must not name a day twice')
    .exactOptional(),
  minutes: z
    .int()
    .min(1, 'must be 1 at least')
    .max(24 * 60, 'must be 1440 at most')
    .exactOptional(),
} satisfies Record<keyof OfferFilter, z.ZodType>)

/** As it is written. That no practice is there twice it cannot say. */
export const federationFileSchema = z.strictObject({
  /** For editors: where the published schema is. */
  $schema: z.string().exactOptional(),
  kind: z.literal('federation'),
  id: z
    .string()
    .max(LONGEST_ID, `must have ${LONGEST_ID} characters at most`)
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens, as "leeds-hub"')
    .exactOptional(),
  name: nameSchema,
  practices: z.array(memberSchema).min(1, 'must name a practice').max(MOST_PRACTICES, `must be ${MOST_PRACTICES} practices at most`),
  defaultFilter: filterSchema.default({}),
})

/** The published JSON Schema. */
export function federationFileJsonSchema(): z.core.JSONSchema.BaseSchema {
  return { title: 'Federation file', ...z.toJSONSchema(federationFileSchema, { io: 'input' }) }
}
