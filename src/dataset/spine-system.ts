import { z } from 'zod'
import { INTERACTION_IDS } from '../nhs/interaction-ids.ts'
import { addressSchema, lineOfTextSchema, telecomSchema } from './contact-schemas.ts'
import { asidSchema, odsCodeSchema } from './spine-identifiers.ts'

/** An organisation's accredited systems, as the Spine Directory Service holds them. */

const interactionIdSchema = z
  .string()
  .regex(/^urn:nhs:names:services:[a-z0-9]+(?::[A-Za-z0-9_.-]+)+$/, 'must be an interaction id: urn:nhs:names:services:...')

const interactionsSchema = z
  .union([z.literal('appointment-management'), z.array(interactionIdSchema).min(1)], {
    error: 'must be "appointment-management", for all of Foundations and Appointment Management, or a list of interaction ids',
  })
  .transform((interactions): readonly string[] =>
    interactions === 'appointment-management' ? Object.values(INTERACTION_IDS) : [...new Set(interactions)],
  )

// An address is used byte for byte (GEN-01), so it is checked as text and never rewritten. A trailing slash is wrong but
// does occur in the directory, and a consumer must survive it.
const SERVICE_ROOT_PROBLEM = 'must be a service root URL without query: https://{host}/{ODS code}/STU3/1/{segment}'

const serviceRootSchema = z
  .string()
  .regex(/^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~-]+)+\/?$/, SERVICE_ROOT_PROBLEM)
  .refine((url) => URL.canParse(url), SERVICE_ROOT_PROBLEM)

const systemSchema = z.strictObject({
  asid: asidSchema,
  partyKey: z.string().regex(/^[A-Z0-9]{3,12}-\d{6,9}$/, 'must be a party key: an ODS code, a hyphen and six to nine digits'),
  manufacturer: odsCodeSchema.exactOptional(),
  /** Registered with the ASID: its requests must come by a certificate of this name. Without it, by any that Spine trusts. */
  fqdn: z
    .string()
    .regex(
      /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
      'must be one host name, without a wildcard',
    )
    .exactOptional(),
  /** What the system may take part in at all (its AS record). */
  interactions: interactionsSchema,
  /** What it answers (its MHS records); a system that only consumes has none. Without interactions of its own, all of the above. */
  endpoint: z
    .strictObject({ serviceRoot: serviceRootSchema.exactOptional(), interactions: interactionsSchema.exactOptional() })
    .exactOptional(),
})

export const spineOrganisationSchema = z.strictObject({
  odsCode: odsCodeSchema,
  name: lineOfTextSchema,
  systems: z.array(systemSchema).default([]),
  /** What ODS says of it. */
  address: addressSchema.omit({ use: true }).exactOptional(),
  telecoms: z.array(telecomSchema).default([]),
  /** ODS roles, the primary one first: a GP practice is `RO177` and `RO76`. */
  roles: z.array(z.string().regex(/^RO\d{1,4}$/, 'must be an ODS role: RO and its number')).default([]),
  /** `false` once it has closed. */
  active: z.boolean().default(true),
})

const parties = z.union([z.literal('any'), z.array(asidSchema).min(1)], { error: 'must be "any" or a list of ASIDs' })

/** Every system of `from` may send to every system of `to`. */
export const dataSharingSchema = z.strictObject({ from: parties, to: parties })

export type SpineOrganisation = z.output<typeof spineOrganisationSchema>
export type SpineSystem = SpineOrganisation['systems'][number]
