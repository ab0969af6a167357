import { z } from 'zod'
import { REGISTRATION_TYPES } from '../nhs/registration-types.ts'
import { addressSchema, lineOfTextSchema, telecomSchema } from './contact-schemas.ts'
import { codesOf, keySchema, languageSchema, localDateTimeSchema } from './practice-identifiers.ts'
import { organisationTypeSchema } from './schedule-schemas.ts'
import { dateSchema, nhsNumberSchema, odsCodeSchema } from './spine-identifiers.ts'

export const genderSchema = z.enum(['male', 'female', 'other', 'unknown'])

export const namesOfPersonSchema = {
  family: lineOfTextSchema,
  given: z.array(lineOfTextSchema).default([]),
  prefix: z.array(lineOfTextSchema).default([]),
}

const contactSchema = z.strictObject({
  relationship: lineOfTextSchema.exactOptional(),
  family: lineOfTextSchema.exactOptional(),
  given: z.array(lineOfTextSchema).exactOptional(),
  telecom: z.array(telecomSchema).exactOptional(),
})

const registrationSchema = z.strictObject({
  type: z.enum(codesOf(REGISTRATION_TYPES)),
  start: dateSchema,
  end: dateSchema.describe('The first day on which it does not hold any more').exactOptional(),
})

export const patientSchema = z.strictObject({
  nhsNumber: nhsNumberSchema,
  nhsNumberVerified: z.boolean().describe("PDS has confirmed that the number is this person's"),
  ...namesOfPersonSchema,
  birthDate: dateSchema.exactOptional(),
  gender: genderSchema.exactOptional(),
  addresses: z.array(addressSchema).default([]),
  telecom: z.array(telecomSchema).default([]),
  contacts: z.array(contactSchema).default([]),
  language: languageSchema.exactOptional(),
  interpreterRequired: z.boolean().exactOptional(),
  registration: registrationSchema,
  deceased: dateSchema.exactOptional(),
  sensitive: z.boolean().default(false).describe('S-flagged: nothing of this person is shown to anyone outside'),
  preferredBranch: keySchema.exactOptional(),
  generalPractitioner: keySchema.exactOptional(),
})

/** As the call handler's text box gives it: several lines are fine, other control characters are not. */
const textOfLines = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}]*(?:[\n\r\t][^\p{Cc}]*)*$/u, 'must be text')

/** APT-06: kept with the appointment and shown to the practice. */
const bookingOrganisationSchema = z.strictObject({
  odsCode: odsCodeSchema,
  name: lineOfTextSchema,
  telecom: z.array(telecomSchema).default([]),
  type: organisationTypeSchema.exactOptional(),
})

/** An appointment that the practice holds already. `key` names it in this file and in what the import says of it. */
export const appointmentSchema = z.strictObject({
  key: keySchema,
  patient: nhsNumberSchema,
  schedule: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(\/[0-9]{4}-[0-9]{2}-[0-9]{2})?$/,
      'must be a schedule\'s key, or a session\'s with the day: "hall/2026-03-02"',
    ),
  starts: z.array(localDateTimeSchema).min(1),
  status: z.enum(['booked', 'cancelled']).default('booked'),
  cancellationReason: lineOfTextSchema.exactOptional(),
  description: textOfLines(100).min(1),
  comment: textOfLines(500).exactOptional(),
  created: localDateTimeSchema.exactOptional(),
  bookingOrganisation: bookingOrganisationSchema.exactOptional(),
})

export type PatientInFile = z.output<typeof patientSchema>
export type AppointmentInFile = z.output<typeof appointmentSchema>
