import { z } from 'zod'
import { lineOfTextSchema } from './contact-schemas.ts'
import { odsCodeSchema } from './spine-identifiers.ts'

/** Who can sign in with CIS2, and the applications that they can sign in to. */

const spineIdSchema = z.string().regex(/^\d{12}$/, 'must be twelve digits')

const activitySchema = z.strictObject({
  code: z.string().regex(/^B\d{4}$/, 'must be an activity code: B and four digits'),
  name: lineOfTextSchema.exactOptional(),
})

const roleSchema = z.strictObject({
  /** Of this person in this organisation: the role profile id. */
  roleId: spineIdSchema,
  odsCode: odsCodeSchema,
  code: z.string().regex(/^S\d{4}:G\d{4}:R\d{4}$/, 'must be a role code: S0000:G0000:R0000, area, group and job role'),
  /** Three parts, as the code has: area, group and job role. */
  name: z.array(lineOfTextSchema.regex(/^[^":]*$/, 'must have no quotes or colons')).length(3, 'must have three parts, as the code has'),
  activities: z.array(activitySchema).exactOptional(),
})

const assuranceSchema = z.literal([1, 2, 3], { error: 'must be 1, 2 or 3' })

export const spineStaffSchema = z.strictObject({
  uid: spineIdSchema,
  family: lineOfTextSchema,
  given: lineOfTextSchema.exactOptional(),
  middleNames: lineOfTextSchema.exactOptional(),
  title: lineOfTextSchema.exactOptional(),
  email: z.email().exactOptional(),
  /** How surely this is the person, from 1 to 3. */
  identityAssurance: assuranceSchema.default(3),
  /** What they sign in with. Its first part is how sure it is: `AAL2_TOTP` is of level 2; an N3 smartcard is of level 3. */
  authenticator: z
    .enum(['N3_SMARTCARD', 'AAL3_CIS2_SMARTCARD', 'AAL3_IOS', 'AAL3_FIDO2', 'AAL2_TOTP', 'AAL2_NHSMAIL', 'AAL1_USERPASS'])
    .default('N3_SMARTCARD'),
  roles: z.array(roleSchema).default([]),
  /** Organisations that the person belongs to; without it, those of the roles. */
  organisations: z.array(odsCodeSchema).exactOptional(),
})

const urlSchema = z
  .string()
  .regex(/^https?:\/\/[^\s#]+$/, 'must be an http or https URL without a fragment')
  .refine((url) => URL.canParse(url), 'must be an http or https URL without a fragment')

const publicKeySchema = z.strictObject({
  kty: z.literal('RSA'),
  kid: lineOfTextSchema,
  n: z.string().regex(/^[A-Za-z0-9_-]{342,}$/, 'must be an RSA modulus of 2048 bits or more, in base64url'),
  e: z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be an RSA exponent in base64url'),
  alg: z.string().exactOptional(),
  use: z.literal('sig').exactOptional(),
})

/** An application as it is registered with CIS2. */
export const signInClientSchema = z
  .strictObject({
    clientId: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/, 'must be a client id: up to 100 letters, digits, dots, underscores and hyphens'),
    /** What the application signs its assertions with. */
    algorithm: z.enum(['RS256', 'RS512']).default('RS256'),
    /** The public keys themselves, or where the application publishes them. */
    keys: z.array(publicKeySchema).min(1).exactOptional(),
    jwksUrl: urlSchema.exactOptional(),
    redirectUrls: z.array(urlSchema).min(1),
    postLogoutRedirectUrls: z.array(urlSchema).default([]),
    backChannelLogoutUrl: urlSchema.exactOptional(),
  })
  .refine(({ keys, jwksUrl }) => (keys === undefined) !== (jwksUrl === undefined), 'must have either keys or jwksUrl')

export type SpineStaff = z.output<typeof spineStaffSchema>
export type SpineRole = SpineStaff['roles'][number]
export type SignInClient = z.output<typeof signInClientSchema>
