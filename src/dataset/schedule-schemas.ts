import { z } from 'zod'
import { DELIVERY_CHANNELS } from '../nhs/delivery-channels.ts'
import { ORGANISATION_TYPES } from '../nhs/organisation-types.ts'
import { lineOfTextSchema } from './contact-schemas.ts'
import {
  codesOf,
  dayOfRangeSchema,
  keySchema,
  localDateTimeSchema,
  localTimeSchema,
  practitionerRoleSchema,
} from './practice-identifiers.ts'
import { bookingWindowSchema, embargoSchema } from './release-limits.ts'
import { odsCodeSchema } from './spine-identifiers.ts'

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export const organisationTypeSchema = z.enum(codesOf(ORGANISATION_TYPES))

/** SLOT-07: what is absent restricts nothing. */
export const restrictionSchema = z.strictObject({
  organisationTypes: z.array(organisationTypeSchema).min(1).exactOptional(),
  organisationCodes: z.array(odsCodeSchema).min(1).exactOptional(),
})

const minutesSchema = z
  .int()
  .min(1)
  .max(24 * 60)

/** What a slot says beside its time. Nothing is released to GP Connect unless the file says so (ADM-01). */
const slotProperties = {
  slotType: lineOfTextSchema.exactOptional(),
  deliveryChannel: z.enum(DELIVERY_CHANNELS),
  bookable: z.boolean().default(false).describe('Released to GP Connect; never for a visit'),
  blocked: z.boolean().default(false).describe('Taken out of use by the practice'),
}

export const slotSchema = z.strictObject({
  start: localDateTimeSchema.describe('Local time'),
  minutes: minutesSchema,
  ...slotProperties,
  restrictedTo: restrictionSchema.exactOptional(),
})

/** What a schedule and a weekly session have in common: who, where, as what, for whom. */
const scheduleProperties = {
  key: keySchema,
  sessionName: lineOfTextSchema.exactOptional(),
  location: keySchema,
  practitioner: keySchema.exactOptional(),
  practitionerRole: practitionerRoleSchema,
  service: keySchema.exactOptional(),
  serviceNotApplicable: z.boolean().default(false).describe('Of no service, on purpose'),
  bookingWindowDays: bookingWindowSchema.exactOptional(),
  embargoMinutes: embargoSchema.exactOptional(),
  restrictedTo: restrictionSchema.exactOptional(),
}

export const scheduleSchema = z.strictObject({ ...scheduleProperties, slots: z.array(slotSchema).min(1) })

/** Some of a session's slots, by their local start, that differ from the rest. */
export const exceptionSchema = z.strictObject({
  times: z.array(localTimeSchema).min(1).describe('Local starts of the slots that differ'),
  weekdays: z.array(z.enum(WEEKDAYS)).min(1).exactOptional(),
  slotType: lineOfTextSchema.exactOptional(),
  deliveryChannel: z.enum(DELIVERY_CHANNELS).exactOptional(),
  bookable: z.boolean().exactOptional(),
  blocked: z.boolean().exactOptional(),
  restrictedTo: restrictionSchema.exactOptional(),
})

/** Makes one schedule for each of its days, with the key `{key}/{date}`. */
export const weeklySessionSchema = z.strictObject({
  ...scheduleProperties,
  from: dayOfRangeSchema.describe('The first day: a date, or days from the day of the import'),
  to: dayOfRangeSchema.describe('The last day, included'),
  weekdays: z.array(z.enum(WEEKDAYS)).min(1),
  starts: localTimeSchema,
  ends: localTimeSchema.describe('Not later than "starts" means on the next day'),
  slotMinutes: minutesSchema,
  breaks: z.array(z.strictObject({ from: localTimeSchema, to: localTimeSchema })).default([]),
  ...slotProperties,
  exceptions: z.array(exceptionSchema).default([]),
})

export type Restriction = z.output<typeof restrictionSchema>
export type ScheduleInFile = z.output<typeof scheduleSchema>
export type WeeklySession = z.output<typeof weeklySessionSchema>
