import { z } from 'zod'
import { bookingWindowSchema, embargoSchema } from './release-limits.ts'
import { organisationTypeSchema } from './schedule-schemas.ts'
import { odsCodeSchema } from './spine-identifiers.ts'

/** SLOT-08. Without type and code: for everybody outside the practice together. */
export const capSchema = z.strictObject({
  per: z.enum(['session', 'day']),
  organisationType: organisationTypeSchema.exactOptional(),
  organisationCode: odsCodeSchema.exactOptional(),
  most: z.int().min(0).max(10_000),
})

/** What a practice begins with; what a person has changed since stands (ADM-04). What is left out stays as the book has it. */
export const settingsSchema = z
  .strictObject({
    gpConnect: z.boolean().exactOptional().describe('A new practice is off unless the file says otherwise'),
    appointmentManagement: z.boolean().exactOptional().describe('A new practice is off unless the file says otherwise'),
    serviceFiltering: z.boolean().exactOptional(),
    bookingWindowDays: bookingWindowSchema.exactOptional(),
    embargoMinutes: embargoSchema.exactOptional(),
    caps: z.array(capSchema).default([]),
  })
  .superRefine(({ caps }, context) => {
    const first = new Map<string, number>()
    for (const [index, { per, organisationType, organisationCode }] of caps.entries()) {
      const say = (message: string) => context.addIssue({ code: 'custom', path: ['caps', index], message })
      if (organisationType && organisationCode) say('must be for an organisation type or for a code, not for both')
      const identity = `${per} ${organisationType ?? ''} ${organisationCode ?? ''}`
      const earlier = first.get(identity)
      if (earlier === undefined) first.set(identity, index)
      else say(`is for whom caps[${earlier}] is`)
    }
  })

export type SettingsInFile = z.output<typeof settingsSchema>
