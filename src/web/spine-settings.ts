import * as z from 'zod'
import { type Asid, type OdsCode, parseAsid, parseOdsCode } from '../consumer/index.ts'
import { ConfigError } from '../nhs/config-error.ts'

const text = z.string().trim().min(1)
const url = z.url({ protocol: /^https?$/ }).refine((value) => !value.endsWith('/'), 'leave out the slash at the end')
const odsCode = z.string().transform((value, context): OdsCode => parsed(parseOdsCode(value), 'is no ODS code', context))
const asid = z.string().transform((value, context): Asid => parsed(parseAsid(value), 'is no ASID (twelve digits)', context))
const certificate = z.strictObject({ certificateFile: text, keyFile: text })

function parsed<Value>(value: Value | undefined, message: string, context: z.RefinementCtx): Value {
  if (value !== undefined) return value
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}

const spineSchema = z.strictObject({
  pds: z.strictObject({
    url,
    /** Where PDS wants access tokens. */
    token: z.strictObject({ url: z.url({ protocol: /^https?$/ }), apiKey: text, keyId: text, privateKeyFile: text }).exactOptional(),
  }),
  /** The directory by its FHIR API, or by LDAP with the files of `tls`. */
  sds: z.union([z.strictObject({ url, apiKey: text }), z.strictObject({ ldapUrl: z.url({ protocol: /^ldaps$/ }) })]),
  ods: z.strictObject({ url, apiKey: text }),
  ssp: z.strictObject({ url }),
  /** PEM files: whom to trust, and this system's own certificate with its sub CAs (SEC-01). */
  tls: certificate.extend({ caFile: text }).exactOptional(),
  application: z.strictObject({
    issuer: z.url(),
    device: z.strictObject({ system: text, value: text, model: text, version: text }),
    /** ODS code of its supplier, by which the directory is asked whose ASID is whose. */
    manufacturer: odsCode,
  }),
  /** Where staff may book from. `tls` where the organisation's system has a certificate of its own. */
  organisations: z
    .array(
      z.strictObject({
        odsCode,
        name: text,
        asid,
        type: z.enum(['gp-practice', 'urgent-care']).exactOptional(),
        telecom: z.array(z.strictObject({ system: z.enum(['phone', 'email']), value: text })).min(1),
        tls: certificate.exactOptional(),
      }),
    )
    .min(1),
  /** Seconds to wait for one call. */
  patience: z.number().positive().default(30),
})

export type SpineSettings = z.output<typeof spineSchema>
/** What the file holds. */
export type SpineSettingsFile = z.input<typeof spineSchema>
export type BookingOrganisation = SpineSettings['organisations'][number]

/** Every fault at once, each with its place. */
export function parseSpineSettings(json: string): SpineSettings {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new ConfigError(['WEB_SPINE: the file is no JSON'])
  }
  const result = spineSchema.safeParse(value)
  if (result.success) return result.data
  throw new ConfigError(
    result.error.issues.map(({ path, message }) => `WEB_SPINE: ${path.map(String).join('.') || 'the file'}: ${message}`),
  )
}
