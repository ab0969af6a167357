import { z } from 'zod'
import { lineOfTextSchema } from './contact-schemas.ts'
import { asidSchema } from './spine-identifiers.ts'

/** The API platform in front of PDS: who is registered there, and how it behaves. */

const base64urlSchema = z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be base64url, without padding')

/** An RSA public key as JWK. Members of a private key are refused, as whatever else has no place here. */
const publicKeySchema = z.strictObject({
  kty: z.literal('RSA'),
  kid: lineOfTextSchema,
  n: base64urlSchema,
  e: base64urlSchema,
  alg: z.literal('RS512').exactOptional(),
  use: z.literal('sig').exactOptional(),
})

export const applicationSchema = z.strictObject({
  apiKey: lineOfTextSchema,
  name: lineOfTextSchema.exactOptional(),
  /** What the registered JWKS address holds; `unreachable` where nobody answers there. */
  publicKeys: z
    .union([z.literal('unreachable'), z.array(publicKeySchema)], { error: 'must be "unreachable" or a list of RSA public keys as JWK' })
    .default([]),
  status: z.enum(['approved', 'pending', 'revoked']).default('approved'),
  apis: z.array(z.enum(['personal-demographics-service'])).default(['personal-demographics-service']),
  /** Without one PDS refuses every call: an attribute of the registration that is easily forgotten. */
  asid: asidSchema.exactOptional(),
})

export const pdsSettingsSchema = z.strictObject({
  /** Open, as its sandbox is, or for registered applications with an access token. */
  requiresToken: z.boolean().default(false),
  callsPerSecond: z.int().min(1).exactOptional(),
  callsPerMinute: z.int().min(1).exactOptional(),
  /** What stands behind the gateway may be silent: each read is then a 408. */
  backend: z.enum(['answers', 'times-out']).default('answers'),
})

export type Application = z.output<typeof applicationSchema>
export type PublicKey = z.output<typeof publicKeySchema>
export type PdsSettings = z.output<typeof pdsSettingsSchema>
